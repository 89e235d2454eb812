/** A type-ahead: queries are sent to the app, and its options are listed. The ARIA 1.2 combobox pattern. */

import { element } from "../dom.js";
import { plainText } from "../mrkdwn.js";
import { Listbox, groupsOf } from "./listbox.js";

const PAUSE_MS = 150;
const DEFAULT_MIN_QUERY_LENGTH = 3;

/**
 * @param {Object} spec An external_select.
 * @param {import("../blocks/elements.js").ElementContext} context
 * @returns {import("../blocks/elements.js").Field}
 */
export function externalSelect(spec, context) {
  const { node, input, combobox } = new Combobox(spec, context);
  return {
    node,
    control: input,
    read: () => combobox.chosen?.value ?? null,
    save: () => ({ chosen: combobox.chosen, query: input.value }),
    restore: ({ chosen, query }) => {
      combobox.chosen = chosen;
      input.value = query;
    },
  };
}

class Combobox {
  constructor(spec, context) {
    Object.assign(this, { spec, context, combobox: this, chosen: spec.initial_option ?? null, requestNumber: 0, timer: 0 });
    const words = plainText(spec.placeholder ?? { text: "Choose an option" });
    this.input = element("input", {
      class: "field", type: "text", role: "combobox", "aria-autocomplete": "list", autocomplete: "off", dir: "auto",
      spellcheck: "false", placeholder: words,
      "aria-labelledby": context.labelledBy, "aria-label": context.labelledBy ? null : words,
    });
    this.status = element("span", { class: "unseen", role: "status" });
    this.listbox = new Listbox(this.input, (option) => this.#choose(option));
    this.node = element("span", { class: "menu-root combobox" },
      this.input, element("span", { class: "arrow", "aria-hidden": "true" }, "▾"), this.status, this.listbox.node);
    this.#showChosen();
    this.input.addEventListener("input", (event) => { if (!event.isComposing) this.#onInput(); });
    this.input.addEventListener("compositionend", () => this.#onInput());
    this.input.addEventListener("keydown", (event) => this.#onKey(event));
    this.input.addEventListener("click", () => this.#requestAfter(0));
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("blur", () => {
      this.#close();
      this.#showChosen();
    });
  }

  #onInput() {
    if (!this.input.value) this.chosen = null;
    this.#requestAfter(PAUSE_MS);
  }

  /** Request options from the app after a pause in typing. */
  #requestAfter(pauseMs) {
    clearTimeout(this.timer);
    this.requestNumber += 1;
    const query = this.chosen && this.input.value === plainText(this.chosen.text) ? "" : this.input.value.trim();
    if ([...query].length < (this.spec.min_query_length ?? DEFAULT_MIN_QUERY_LENGTH)) this.#close();
    else this.timer = setTimeout(() => this.#request(query, this.requestNumber), pauseMs);
  }

  async #request(query, requestNumber) {
    if (!this.listbox.shown.length) this.listbox.showNote("Searching…");
    this.node.classList.add("loading");
    const answer = await this.context.options(query).catch((error) => ({ problem: error.message }));
    if (requestNumber !== this.requestNumber || !this.input.isConnected) return; // the query has changed, or the field was left
    this.node.classList.remove("loading");
    const groups = groupsOf(answer).filter(({ options }) => options.length > 0);
    if (answer.problem) this.#showNote(answer.problem);
    else if (!groups.length) this.#showNote("No results");
    else {
      this.listbox.show(groups, new Set(this.chosen ? [this.chosen.value] : []));
      const count = this.listbox.shown.length;
      this.status.textContent = count === 1 ? "1 result" : `${count} results`;
    }
  }

  #showNote(sentence) {
    this.listbox.showNote(sentence);
    this.status.textContent = sentence;
  }

  async #choose(option) {
    const before = this.chosen;
    this.chosen = option;
    this.#close();
    this.#showChosen();
    if (!(await this.context.send(this.input, option.value))) {
      this.chosen = before;
      this.#showChosen();
    }
  }

  #close() {
    clearTimeout(this.timer);
    this.requestNumber += 1;
    this.listbox.close();
    this.listbox.shown = [];
    this.status.textContent = "";
    this.node.classList.remove("loading");
  }

  #showChosen() {
    this.input.value = this.chosen ? plainText(this.chosen.text) : "";
  }

  #onKey(event) {
    if (event.isComposing) return; // Enter ends a word of an input method, as for Japanese
    const { key } = event;
    if (key === "Escape" && this.listbox.isOpen) this.#close();
    else if (key === "Enter") {
      // Enter never submits the form: a query is not a choice.
      if (this.listbox.isOpen && this.listbox.active) this.#choose(this.listbox.active);
      else this.#requestAfter(0);
    } else if (key === "ArrowDown" && !this.listbox.isOpen) this.#requestAfter(0);
    else if (!this.listbox.isOpen || !this.listbox.move(key)) return;
    event.preventDefault();
    event.stopPropagation();
  }
}
