/** The list of options that a select or a type-ahead opens. The keyboard stays with the control that opened it. */

import { element } from "../dom.js";
import { plainText } from "../mrkdwn.js";
import { Popup } from "./popup.js";

/**
 * @typedef {Object} Option An option object of Block Kit: `{text, value, description}`.
 * @typedef {Object} Group An option group: `{label, options}`; without label, options that are in no group.
 */

let made = 0;

export const label = (text) => plainText(text.text, text.emoji !== false);

/** The option groups of a select or of the answer to a type-ahead. */
export const groupsOf = ({ option_groups: groups, options }) => (groups?.length ? groups : [{ options: options ?? [] }]);

export class Listbox {
  /**
   * @param {HTMLElement} control Has role combobox; it gets the list's ARIA attributes.
   * @param {(option: Option) => void} choose
   * @param {boolean} [isMulti] Whether several options can be chosen.
   */
  constructor(control, choose, isMulti = false) {
    Object.assign(this, { control, choose, activePlace: -1 });
    /** @type {{node: HTMLElement, option: Option}[]} */
    this.shown = [];
    made += 1;
    this.id = `listbox-${made}`;
    this.note = element("p", { class: "listbox-note", hidden: true });
    this.list = element("div", {
      id: this.id, role: "listbox", "aria-label": "Options", "aria-multiselectable": isMulti ? "true" : null,
    });
    this.node = element("div", { class: "listbox" }, this.list, this.note);
    // A press in the list must not take the focus from the control.
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
    return this.shown[this.activePlace]?.option ?? null;
  }

  /** Open the list with these options; the first chosen one is active, or else the first. */
  show(groups, chosen = new Set()) {
    this.shown = [];
    this.list.replaceChildren(...groups.map((group, place) => this.#group(group, place, chosen)));
    this.note.hidden = true;
    this.#open();
    this.activate(Math.max(0, this.shown.findIndex(({ option }) => chosen.has(option.value))));
  }

  /** Open the list with a sentence in place of options. */
  say(sentence) {
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

  /** Mark which options are chosen, without drawing the list anew. */
  mark(chosen) {
    for (const { node, option } of this.shown) node.setAttribute("aria-selected", String(chosen.has(option.value)));
  }

  activate(place) {
    this.shown[this.activePlace]?.node.classList.remove("active");
    this.activePlace = place;
    const active = this.shown[place]?.node;
    if (!active) {
      this.control.removeAttribute("aria-activedescendant");
      return;
    }
    active.classList.add("active");
    active.scrollIntoView({ block: "nearest" });
    this.control.setAttribute("aria-activedescendant", active.id);
  }

  /** @returns {boolean} Whether the key moved within the open list. */
  move(key) {
    const count = this.shown.length;
    const moves = { ArrowDown: this.activePlace + 1, ArrowUp: this.activePlace - 1, PageDown: this.activePlace + 8, PageUp: this.activePlace - 8 };
    if (!count || !(key in moves)) return false;
    const isStep = key.startsWith("Arrow");
    this.activate(isStep ? (moves[key] + count) % count : Math.max(0, Math.min(moves[key], count - 1)));
    return true;
  }

  #open() {
    this.popup.open();
    this.control.setAttribute("aria-expanded", "true");
  }

  #group({ label: title, options }, place, chosen) {
    const rows = options.map((option) => this.#row(option, chosen));
    if (!title) return element("div", { role: "presentation" }, ...rows);
    const id = `${this.id}-group-${place}`;
    return element("div", { role: "group", "aria-labelledby": id },
      element("p", { class: "listbox-label", id, dir: "auto" }, label(title)), ...rows);
  }

  #row(option, chosen) {
    const place = this.shown.length;
    const node = element("div", {
      id: `${this.id}-${place}`, class: "option", role: "option", dir: "auto",
      "aria-selected": String(chosen.has(option.value)),
      onclick: () => this.choose(option),
      onpointermove: () => { if (this.activePlace !== place) this.activate(place); },
    }, label(option.text), option.description && element("small", {}, label(option.description)));
    this.shown.push({ node, option });
    return node;
  }
}
