/* The menu in the head of the panel: a button that shows a list of buttons. */

/**
 * Fills `box`. `items` are `{label, act}`, with `pressed()` for those that switch something on and off, and
 * `there()` for those that are not always offered.
 */
export const createMenu = (box, items) => {
  const opener = document.createElement("button");
  opener.type = "button";
  opener.textContent = "Menu";
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-controls", "menu-list");
  const list = document.createElement("ul");
  list.id = "menu-list";
  list.hidden = true;

  const show = (open) => {
    list.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    for (const { row, button, item } of rows) {
      row.hidden = item.there ? !item.there() : false;
      if (item.pressed) button.setAttribute("aria-pressed", String(item.pressed()));
    }
  };

  const rows = items.map((item) => {
    const row = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = item.label;
    button.addEventListener("click", () => {
      show(false);
      opener.focus();
      item.act();
    });
    row.append(button);
    return { row, button, item };
  });
  list.append(...rows.map(({ row }) => row));

  opener.addEventListener("click", () => show(list.hidden));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || list.hidden) return;
    event.stopPropagation();
    show(false);
    opener.focus();
  });
  box.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !box.contains(relatedTarget)) show(false);
  });
  box.getRootNode().addEventListener("pointerdown", ({ target }) => {
    if (!box.contains(target)) show(false);
  });
  box.replaceChildren(opener, list);
};
