/* The banner that stays once somebody was sent to an emergency department. */

/** What stands in a conversation: `now`, `earlier` where the answers that meant it were taken back, or nothing. */
export const alarmOf = (turns) => {
  let alarm = "";
  for (const { forgot, level } of turns.flatMap((turn) => turn.blocks ?? [])) {
    if (forgot) alarm = "";
    else if (level === "emergency") alarm = "now";
    else if (alarm && level) alarm = "earlier";
  }
  return alarm;
};

const WORDS = {
  now: ["Get help now.", "Go to an emergency department, or call"],
  earlier: ["You told me of danger signs.", "If any of them is true, call"],
};

/** Shows in `box` what `alarmOf` has found; hides it where that is nothing. */
export const drawAlarm = (box, alarm, number) => {
  box.hidden = !alarm;
  if (!alarm) return;
  const [first, then] = WORDS[alarm];
  const strong = document.createElement("strong");
  strong.textContent = first;
  const call = document.createElement("a");
  call.href = `tel:${number.replace(/[^\d+]/g, "")}`;
  call.textContent = number;
  box.replaceChildren(strong, ` ${then} `, call, ".");
};
