/*
 * The conversation: {sender, issued, saved, turns}; `sender` is null until the server gave an id, at `issued`. A turn is
 * {said, id} or {blocks: [{text, buttons, kind, level, slot, known, forgot, speech, citations, files, chart}]}.
 * It lives in this browser's localStorage, and everything drawn can be drawn again from it.
 */

import { readChart } from "./charts.js";
import { readFiles, withLatestFiles } from "./files.js";

const KEEP_MS = 7 * 24 * 3600 * 1000;
const MAX_TURNS = 200;

/** An id for a message, so that the server hears it once even if it has to be sent again. */
export const newMessageId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** An empty conversation. */
export const fresh = () => ({ sender: null, turns: [] });

/** The conversation kept under a storage key, or a fresh one where none is kept, readable or recent. */
export const load = (key) => {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    if (Array.isArray(kept.turns) && Date.now() - kept.saved < KEEP_MS) return kept;
  } catch { /* nothing kept, or storage is switched off */ }
  return fresh();
};

/** Keeps a conversation, its last MAX_TURNS turns and the latest files. */
export const save = (key, talk) => {
  talk.turns = withLatestFiles(talk.turns.slice(-MAX_TURNS));
  try {
    localStorage.setItem(key, JSON.stringify({ ...talk, saved: Date.now() }));
  } catch { /* private mode or a full store: the chat works on, unkept */ }
};

/** Forgets what this browser keeps of the chats under a storage key. */
export const wipe = (key) => {
  try {
    localStorage.removeItem(key);
    sessionStorage.removeItem(`${key}:open`);
  } catch { /* storage is switched off: nothing was kept */ }
};

/** The slots known at the end of a conversation. */
export const knownOf = (turns) => turns.findLast((turn) => turn.blocks)?.blocks.at(-1).known ?? {};

/** One reply, cut down to what is drawn. A block may come in one message with its text, or in the next one. */
export const readReply = (messages) => {
  if (!Array.isArray(messages)) throw new Error("The reply is not a list.");
  const blocks = messages.map((message) => {
    const data = message.custom?.data ?? {};
    return {
      text: typeof message.text === "string" ? message.text : "",
      buttons: Array.isArray(message.buttons) ? message.buttons.filter((button) => button?.title) : [],
      kind: data.kind,
      level: data.level,
      slot: data.slot,
      known: typeof data.known === "object" ? data.known : {},
      forgot: data.forgot,
      speech: data.speech,
      citations: Array.isArray(data.citations) ? data.citations : [],
      files: readFiles(data.files),
      chart: readChart(data.chart),
    };
  });
  if (!blocks.some((block) => block.text || block.buttons.length)) throw new Error("The reply is empty.");
  return blocks;
};
