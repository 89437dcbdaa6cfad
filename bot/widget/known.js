/* "What I know so far": what was told, in plain words, each of it to be tapped and put right. */

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

const button = (text, act) => {
  const made = element("button", { type: "button", textContent: text });
  made.addEventListener("click", act);
  return made;
};

/**
 * Fills `box`. `slots` holds the words of each slot: `{ask, values: {value: {title, told, say}}}`; `say` sends a text as
 * if it had been typed. Returns `{draw, open, any}`: `draw` shows the slots known, `{slot: value}`.
 */
export const createKnown = ({ box, slots, say }) => {
  const list = element("ul");
  const body = element("div", { id: "known-body", hidden: true },
    element("p", { textContent: "Tap anything that is not right." }), list);
  const count = element("span");
  const bar = button("", () => show(body.hidden));
  bar.append("What I know so far ", count);
  bar.id = "known-bar";
  bar.setAttribute("aria-controls", "known-body");
  let drawn = [];

  const show = (open) => {
    body.hidden = !open;
    bar.setAttribute("aria-expanded", String(open));
  };

  const correct = (text) => {
    show(false);
    say(text);
  };

  const row = ([slot, value], index) => {
    const { ask, values } = slots[slot];
    const choices = element("div", { id: `known-${index}`, hidden: true }, element("p", { textContent: ask }));
    choices.setAttribute("role", "group");
    choices.setAttribute("aria-label", ask);
    for (const [other, { title, say: text }] of Object.entries(values)) {
      const choice = button(title, () => (other === value ? show(false) : correct(text)));
      choice.setAttribute("aria-pressed", String(other === value));
      choices.append(choice);
    }
    const told = button(values[value].told, () => {
      const opens = choices.hidden;
      for (const [otherTold, otherChoices] of drawn) {
        otherChoices.hidden = true;
        otherTold.setAttribute("aria-expanded", "false");
      }
      choices.hidden = !opens;
      told.setAttribute("aria-expanded", String(opens));
    });
    told.className = "told";
    told.append(element("span", { textContent: "Change" }));
    told.setAttribute("aria-expanded", "false");
    told.setAttribute("aria-controls", choices.id);
    drawn.push([told, choices]);
    return element("li", {}, told, choices);
  };

  const draw = (known) => {
    const rows = Object.entries(known).filter(([slot, value]) => slots[slot]?.values[value]);
    drawn = [];
    list.replaceChildren(...rows.map(row));
    count.textContent = `(${rows.length})`;
    box.hidden = !rows.length;
    if (!rows.length) show(false);
  };

  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || body.hidden) return;
    event.stopPropagation();
    show(false);
    bar.focus();
  });
  box.replaceChildren(bar, body);
  show(false);
  return {
    draw,
    any: () => !box.hidden,
    open: () => {
      show(true);
      bar.focus();
    },
  };
};
