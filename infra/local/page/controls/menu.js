/** A button that opens a menu of actions: arrow keys move, Enter chooses, Escape closes. */

import { element } from "../dom.js";
import { Popup } from "./popup.js";

/**
 * @typedef {Object} Item
 * @property {string} label
 * @property {string} [description]
 * @property {string} value
 */

/**
 * @param {Object<string, unknown>} attributes Attributes of the button.
 * @param {(Node|string)[]} content Content of the button.
 * @param {Item[]} items
 * @param {(opener: HTMLElement, item: Item) => void} choose
 * @param {"start"|"end"} [side] Edge of the button that the menu is aligned with.
 * @returns {HTMLElement}
 */
export function menuButton(attributes, content, items, choose, side = "start") {
  const list = element("div", { class: "menu", role: "menu", "aria-label": attributes["aria-label"] });
  const opener = element("button", { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", ...attributes }, ...content);
  const root = element("span", { class: "menu-root" }, opener, list);
  const popup = new Popup(list, opener, side);
  const setOpen = (isOpen) => {
    if (isOpen) popup.open();
    else popup.close();
    opener.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) list.querySelector("button")?.focus();
  };
  list.append(...items.map((item) => element("button", {
    type: "button", role: "menuitem", dir: "auto", tabindex: "-1",
    onclick: () => {
      setOpen(false);
      opener.focus();
      choose(opener, item);
    },
  }, item.label, item.description && element("small", {}, item.description))));
  opener.addEventListener("click", () => setOpen(!popup.isOpen));
  opener.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && !popup.isOpen) {
      event.preventDefault();
      event.stopPropagation(); // the open menu would move a second step
      setOpen(true);
    }
  });
  root.addEventListener("keydown", (event) => {
    if (popup.isOpen) moveInMenu(event, list, () => {
      setOpen(false);
      opener.focus();
    });
  });
  root.addEventListener("focusout", (event) => {
    if (!root.contains(event.relatedTarget)) setOpen(false);
  });
  return root;
}

function moveInMenu(event, list, close) {
  const items = [...list.querySelectorAll("button")];
  const here = items.indexOf(document.activeElement);
  const moves = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 };
  if (event.key === "Escape") {
    event.preventDefault(); // a dialog around the menu stays open
    event.stopPropagation();
    close();
  } else if (event.key in moves) {
    event.preventDefault();
    items[(moves[event.key] + items.length) % items.length].focus();
  }
}
