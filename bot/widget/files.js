/* Files that a reply brings along: {name, type, data}, with data in base64; offered as links that save from memory. */

const TYPES = new Set(["application/pdf", "text/markdown", "text/csv", "text/calendar"]);
const NAME = /^[\w-]+\.(pdf|md|csv|ics)$/;

/* Addresses of the files drawn last, held until the chat is drawn anew. */
let held = [];

/** The files of a block that can be offered: known types under plain names. */
export const readFiles = (files) => (Array.isArray(files) ? files : []).filter((file) =>
  TYPES.has(file?.type) && NAME.test(file.name) && typeof file.data === "string");

/** The address of a file in this browser's memory; null where its data are no base64. */
export const addressOf = ({ type, data }) => {
  try {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type }));
    held.push(address);
    return address;
  } catch {
    return null;
  }
};

/** Lets go of all addresses: what they lead to would stay in memory otherwise. */
export const letGo = () => {
  for (const address of held) URL.revokeObjectURL(address);
  held = [];
};

/** Turns whose files only the latest of them keeps, for a browser's store has little room. */
export const withLatestFiles = (turns) => {
  const bring = (turn) => turn.blocks?.some((block) => block.files?.length);
  const latest = turns.findLast(bring);
  return turns.map((turn) => (turn !== latest && bring(turn)
    ? { ...turn, blocks: turn.blocks.map((block) => ({ ...block, files: [] })) }
    : turn));
};
