/* The picture of the knee: our own drawing, with a button on each spot that somebody may mean. */

const LEGS = `
<svg viewBox="0 0 300 220" aria-hidden="true" focusable="false">
  <path class="kw-skin" d="M46 0C50 40 58 66 57 92c-1 20 3 34 4 50 1 28 7 54 9 78h50c2-24 9-50 9-78 0-16 5-30 4-50-1-26 7-52 11-92z"/>
  <path class="kw-line" d="M84 70C82 50 78 28 76 6M106 70c2-20 6-42 8-64M86 134c1 12 3 24 4 34M104 134c-1 12-3 24-4 34"/>
  <ellipse class="kw-cap" cx="95" cy="104" rx="25" ry="29"/>
  <path class="kw-skin" d="M210 0c-4 40-4 62-7 84-4 16-2 32 6 44 6 22 10 62 13 92h36c4-24 20-44 12-70-4-16-14-22-14-38 2-28 16-62 14-112z"/>
  <path class="kw-line" d="M228 4c-2 30-4 52-6 70M214 132c4 12 8 26 10 40"/>
  <ellipse class="kw-cap" cx="207" cy="102" rx="8" ry="22"/>
</svg>`;

/* Where a value of the slot stands on the picture, and the one word that fits there. */
const SPOTS = {
  above_kneecap: "Above", outer: "Outer", front: "Front", inner: "Inner", below_kneecap: "Below", behind: "Behind",
};

/**
 * The picture for a question about where it hurts. `choices` are the quick replies of that question as
 * `{value, title, payload}`, with value the slot's. Returns `{html, rest}`, `rest` being the quick replies that are no
 * spot on it; null where a spot has no quick reply. `escaped` makes a text fit for HTML.
 */
export const drawKnee = (choices, escaped) => {
  const found = Object.entries(SPOTS).map(([value, word]) => {
    const choice = choices.find((one) => one.value === value);
    return choice && { ...choice, word };
  });
  if (!found.every(Boolean)) return null;
  const spots = found.map(({ value, word, title, payload }) =>
    `<button type="button" class="kw-reply kw-spot kw-at-${value}" data-say="${escaped(payload)}" ` +
    `aria-label="${escaped(title)}">${word}</button>`);
  const html = '<div class="kw-knee" role="group" aria-label="Picture of a knee: tap where it hurts">' +
    `${LEGS}${spots.join("")}<p aria-hidden="true"><span>Right knee, from the front</span><span>from the side</span></p></div>`;
  return { html, rest: choices.filter(({ value }) => !(value in SPOTS)) };
};
