/* Charts of a reply: an SVG shown as an image, which can run nothing, and the same figures as a table. */

const escaped = (value) => String(value ?? "").replace(/[&<>"'`]/g, (c) => `&#${c.charCodeAt(0)};`);
const list = (value) => (Array.isArray(value) ? value : []);

/** The chart of a block, or null where it cannot be drawn. */
export const readChart = (chart) =>
  (typeof chart?.svg === "string" && typeof chart.caption === "string" ? chart : null);

const address = (svg) => {
  const bytes = new TextEncoder().encode(svg);
  return `data:image/svg+xml;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))}`;
};

const table = ({ labels, series, unit }) => {
  const head = list(series).map(({ name }) => `<th scope="col">${escaped(name)}</th>`).join("");
  const row = (label, place) => `<tr><th scope="row">${escaped(label)}</th>` +
    `${list(series).map(({ values }) => `<td>${escaped(list(values)[place] ?? "")}</td>`).join("")}</tr>`;
  return list(labels).length
    ? `<details class="kw-figures"><summary>Figures (${escaped(unit)})</summary>` +
      `<table><tr><td></td>${head}</tr>${labels.map(row).join("")}</table></details>`
    : "";
};

/** The chart as the chat component's html: the image with its caption for its name, then the table. */
export const drawChart = (chart) =>
  `<img class="kw-chart" src="${address(chart.svg)}" alt="${escaped(chart.caption)}">${table(chart)}`;
