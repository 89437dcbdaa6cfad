/*
 * Turns a conversation into the chat component's messages: {role, text} (Markdown) or {role, html}.
 * The component takes html as it is, so every html string here is made of escaped fields only.
 */

import { drawChart } from "./charts.js";
import { addressOf } from "./files.js";
import { drawKnee } from "./knee.js";

const INTRO = "**Tell me what your knee does.** Where it hurts, when it started, what makes it worse: " +
  "I'll ask a few things, then say what may be behind it and what to do.";
const NOTES = [
  "I'm not a doctor; I give general advice from sources I show.",
  "Private: this browser keeps the chat for 7 days, and the shop's server keeps what you told me until it restarts, " +
    "without your name. \u201cDelete my data\u201d in the menu deletes both at once. Please leave out names and addresses.",
];
const EXAMPLES = [
  "The outside of my knee goes tight after a few miles",
  "It aches under the kneecap on stairs",
  "When should I see somebody about my knee?",
];

const escaped = (value) => String(value ?? "").replace(/[&<>"'`]/g, (c) => `&#${c.charCodeAt(0)};`);

/* The component accepts any link target and any image in Markdown; only https links go through. */
const safeMarkdown = (text) => text
  .replace(/!+\[/g, "[")
  .replace(/\]\((?!https:\/\/)/gi, "] (")
  .replace(/\]:/g, "] :")
  .replace(/<(?=[a-z][a-z0-9+.-]*:)(?!https:)/gi, "&lt;");

/** A text as it should be read out: no Markdown marks, no link targets. */
export const spoken = (text) =>
  text.replace(/\]\(https:[^)]*\)/g, "]").replace(/[*_`#>]|\[(?!\d)|(?<!\d)\]/g, "");

const httpsUrl = (value) => {
  try {
    const url = new URL(value);
    return url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
};

/* The class makes the component take the message away as soon as another follows; it does so with the last one only. */
const offered = (html) => ({ role: "ai", html: `<div class="deep-chat-temporary-message">${html}</div>` });

const chips = (items) => {
  const buttons = items.map(({ say, show }) =>
    `<button type="button" class="kw-reply" data-say="${escaped(say)}">${escaped(show)}</button>`);
  return `<div class="kw-replies">${buttons.join("")}</div>`;
};

const source = ({ n, id, title, section, publisher, url }) => {
  const href = httpsUrl(url);
  const name = escaped(title || id);
  const linked = href
    ? `<a href="${escaped(href)}" target="_blank" rel="noopener noreferrer">${name}</a>`
    : `<span>${name}</span>`;
  const where = [publisher, section].filter(Boolean).map(escaped).join(", ");
  return `<li><b>[${escaped(n)}]</b><div>${linked}<small>${where}</small></div></li>`;
};

const sources = (citations) => ({
  role: "ai",
  html: `<details class="kw-sources"><summary>Sources (${citations.length})</summary>` +
    `<ul>${citations.map(source).join("")}</ul></details>`,
});

/* Links that save the files of a block; nothing where none can be read. */
const saving = (files) => {
  const links = files.map((file) => ({ name: escaped(file.name), href: addressOf(file) })).filter(({ href }) => href)
    .map(({ name, href }) => `<a class="kw-file" href="${escaped(href)}" download="${name}">${name}</a>`);
  return links.length ? [{ role: "ai", html: `<div class="kw-files">${links.join("")}</div>` }] : [];
};

/** The bubble that stands where a reply should be. */
export const failure = () => ({
  role: "ai",
  html: '<div class="deep-chat-temporary-message kw-error" role="alert">' +
    `<span>${navigator.onLine
      ? "That didn't get through. Your message is kept: please try again."
      : "You are offline. Your message is kept, and goes out once you are back."}</span>` +
    '<button type="button" class="kw-retry">Retry</button></div>',
});

/* The quick replies of a reply; in a question about where it hurts, most of them as spots on a picture. */
const offers = (blocks, slots) => {
  const buttons = blocks.flatMap((block) => block.buttons);
  const options = buttons.map(({ title, payload }) => ({ title, payload: payload || title }));
  const asked = blocks.findLast((block) => block.slot)?.slot;
  const values = asked === "location" ? Object.entries(slots.location?.values ?? {}) : [];
  const choices = options.map((option) =>
    ({ ...option, value: values.find(([, { title }]) => title === option.title)?.[0] }));
  const knee = drawKnee(choices, escaped);
  const rest = (knee ? knee.rest : choices).map(({ title, payload }) => ({ say: payload, show: title }));
  return choices.length ? [offered((knee?.html ?? "") + (rest.length ? chips(rest) : ""))] : [];
};

const roleOf = ({ kind, level }) => {
  if (kind === "safety" && (level === "emergency" || level === "urgent")) return level;
  return kind === "triage" || kind === "question" ? kind : "ai";
};

/** The messages of one reply; its quick replies go below everything else, and only where the words of `slots` are given. */
export const drawBlocks = (blocks, slots = null) => {
  const drawn = [];
  for (const block of blocks) {
    if (block.text) drawn.push({ role: roleOf(block), text: safeMarkdown(block.text) });
    if (block.citations.length) drawn.push(sources(block.citations));
    if (block.chart) drawn.push({ role: "ai", html: drawChart(block.chart) });
    drawn.push(...saving(block.files ?? []));
  }
  return slots ? [...drawn, ...offers(blocks, slots)] : drawn;
};

const examples = () => offered(chips(EXAMPLES.map((example) => ({ say: example, show: example }))));

/** The messages of a reply before the user has said anything: examples stand in for missing quick replies. */
export const drawGreeting = (blocks, slots) => {
  const offering = blocks.some((block) => block.buttons.length);
  return offering ? drawBlocks(blocks, slots) : [...drawBlocks(blocks), examples()];
};

/** The messages of a whole conversation: introduction, turns, and what the last turn still offers. */
export const drawTalk = ({ turns }, slots) => {
  const notes = NOTES.map((note) => `<p>${escaped(note)}</p>`).join("");
  const drawn = [{ role: "ai", text: INTRO }, { role: "ai", html: `<div class="kw-notes">${notes}</div>` }];
  if (!turns.some((turn) => turn.said)) {
    return [...drawn, ...drawGreeting(turns.flatMap((turn) => turn.blocks), slots)];
  }
  const last = turns[turns.length - 1];
  for (const turn of turns) {
    if (turn.said) drawn.push({ role: "user", text: safeMarkdown(turn.said) });
    else drawn.push(...drawBlocks(turn.blocks, turn === last ? slots : null));
  }
  return last.said ? [...drawn, failure()] : drawn;
};
