/** The list of options that a select or a type-ahead opens. The focus stays on the control that opened it. */

import { element } from "../dom.js";
import { plainText } from "../mrkdwn.js";
import { Popup } from "./popup.js";

/**
 * @typedef {Object} Option An option object of Block Kit: `{text, value, description}`.
 * @typedef {Object} Group An option group: `{label, options}`; without a label, options outside groups.
 */

let listCount = 0;

/** The option groups of a select or of the answer to a type-ahead. */
export const groupsOf = ({ option_groups: groups, options }) => (groups?.length ? groups : [{ options: options ?? [] }]);

export class Listbox {
  /**
   * @param {HTMLElement} control Has role combobox; it gets the list's ARIA attributes.
   * @param {(option: Option) => void} choose
   * @param {boolean} [isMulti] True where several options can be chosen.
   */
  constructor(control, choose, isMulti = false) {
    Object.assign(this, { control, choose, activeIndex: -1 });
    /** @type {{node: HTMLElement, option: Option}[]} */
    this.shown = [];
    listCount += 1;
    this.id = `listbox-${listCount}`;
    this.note = element("p", { class: "listbox-note", hidden: true });
    this.list = element("div", {
      id: this.id, role: "listbox", "aria-label": "Options", "aria-multiselectable": isMulti ? "true" : null,
    });
    this.node = element("div", { class: "listbox" }, this.list, this.note);
    // A click in the list leaves the focus on the control.
    this.node.addEventListener("mousedown", (event) => event.preventDefault());
    this.popup = new Popup(this.node, control);
    control.setAttribute("aria-haspopup", "listbox");
    control.setAttribute("aria-controls", this.id);
    control.setAttribute("aria-expanded", "false");
  }

  get isOpen() {
    return this.popup.isOpen;
  }

  get active() {
    return this.shown[this.activeIndex]?.option ?? null;
  }

  /** Open the list with these options; the first chosen one is active, or else the first. */
  show(groups, chosen = new Set()) {
    this.shown = [];
    this.list.replaceChildren(...groups.map((group, index) => this.#group(group, index, chosen)));
    this.note.hidden = true;
    this.#open();
    this.activate(Math.max(0, this.shown.findIndex(({ option }) => chosen.has(option.value))));
  }

  /** Open the list with a sentence instead of options. */
  showNote(sentence) {
    this.shown = [];
    this.list.replaceChildren();
    this.note.textContent = sentence;
    this.note.hidden = false;
    this.#open();
    this.activate(-1);
  }

  close() {
    this.popup.close();
    this.control.setAttribute("aria-expanded", "false");
    this.control.removeAttribute("aria-activedescendant");
  }

  /** Mark the chosen options, without rendering the list again. */
  mark(chosen) {
    for (const { node, option } of this.shown) node.setAttribute("aria-selected", String(chosen.has(option.value)));
  }

  activate(index) {
    this.shown[this.activeIndex]?.node.classList.remove("active");
    this.activeIndex = index;
    const active = this.shown[index]?.node;
    if (!active) {
      this.control.removeAttribute("aria-activedescendant");
      return;
    }
    active.classList.add("active");
    active.scrollIntoView({ block: "nearest" });
    this.control.setAttribute("aria-activedescendant", active.id);
  }

  /** @returns {boolean} True where the key moved within the open list. */
  move(key) {
    const count = this.shown.length;
    const moves = { ArrowDown: this.activeIndex + 1, ArrowUp: this.activeIndex - 1, PageDown: this.activeIndex + 8, PageUp: this.activeIndex - 8 };
    if (!count || !(key in moves)) return false;
    const isStep = key.startsWith("Arrow");
    this.activate(isStep ? (moves[key] + count) % count : Math.max(0, Math.min(moves[key], count - 1)));
    return true;
  }

  #open() {
    this.popup.open();
    this.control.setAttribute("aria-expanded", "true");
  }

  #group({ label: title, options }, index, chosen) {
    const rows = options.map((option) => this.#row(option, chosen));
    if (!title) return element("div", { role: "presentation" }, ...rows);
    const id = `${this.id}-group-${index}`;
    return element("div", { role: "group", "aria-labelledby": id },
      element("p", { class: "listbox-label", id, dir: "auto" }, plainText(title)), ...rows);
  }

  #row(option, chosen) {
    const index = this.shown.length;
    const node = element("div", {
      id: `${this.id}-${index}`, class: "option", role: "option", dir: "auto",
      "aria-selected": String(chosen.has(option.value)),
      onclick: () => this.choose(option),
      onpointermove: () => { if (this.activeIndex !== index) this.activate(index); },
    }, plainText(option.text), option.description && element("small", {}, plainText(option.description)));
    this.shown.push({ node, option });
    return node;
  }
}
