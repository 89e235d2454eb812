/** A type-ahead: what is typed is asked of the app, and its options are offered. The ARIA 1.2 combobox pattern. */

import { element } from "../dom.js";
import { Listbox, groupsOf, label } from "./listbox.js";

const PAUSE_MS = 150;
const SLACKS_MIN_QUERY_LENGTH = 3;

/**
 * @param {Object} spec An external_select.
 * @param {import("../blocks/elements.js").Surroundings} around
 * @returns {import("../blocks/elements.js").Field}
 */
export function externalSelect(spec, around) {
  const { node, input, combobox } = new Combobox(spec, around);
  return {
    node,
    control: input,
    read: () => combobox.chosen?.value ?? null,
    keep: () => ({ chosen: combobox.chosen, typed: input.value }),
    restore: ({ chosen, typed }) => {
      combobox.chosen = chosen;
      input.value = typed;
    },
  };
}

class Combobox {
  constructor(spec, around) {
    Object.assign(this, { spec, around, combobox: this, chosen: spec.initial_option ?? null, question: 0, timer: 0 });
    const words = label(spec.placeholder ?? { text: "Choose an option" });
    this.input = element("input", {
      class: "field", type: "text", role: "combobox", "aria-autocomplete": "list", autocomplete: "off", dir: "auto",
      spellcheck: "false", placeholder: words,
      "aria-labelledby": around.labelledBy, "aria-label": around.labelledBy ? null : words,
    });
    this.status = element("span", { class: "unseen", role: "status" });
    this.listbox = new Listbox(this.input, (option) => this.#choose(option));
    this.node = element("span", { class: "menu-root combobox" },
      this.input, element("span", { class: "arrow", "aria-hidden": "true" }, "▾"), this.status, this.listbox.node);
    this.#showChosen();
    this.input.addEventListener("input", (event) => { if (!event.isComposing) this.#onTyped(); });
    this.input.addEventListener("compositionend", () => this.#onTyped());
    this.input.addEventListener("keydown", (event) => this.#onKey(event));
    this.input.addEventListener("click", () => this.#offer(0));
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("blur", () => {
      this.#close();
      this.#showChosen();
    });
  }

  #onTyped() {
    if (!this.input.value) this.chosen = null;
    this.#offer(PAUSE_MS);
  }

  /** Ask the app for options, once the person has paused. */
  #offer(pauseMs) {
    clearTimeout(this.timer);
    this.question += 1;
    const typed = this.chosen && this.input.value === label(this.chosen.text) ? "" : this.input.value.trim();
    if ([...typed].length < (this.spec.min_query_length ?? SLACKS_MIN_QUERY_LENGTH)) this.#close();
    else this.timer = setTimeout(() => this.#ask(typed, this.question), pauseMs);
  }

  async #ask(typed, question) {
    if (!this.listbox.shown.length) this.listbox.say("Searching…");
    this.node.classList.add("asking");
    const answer = await this.around.options(typed).catch((error) => ({ problem: error.message }));
    if (question !== this.question || !this.input.isConnected) return; // more was typed meanwhile, or the list was left
    this.node.classList.remove("asking");
    const groups = groupsOf(answer).filter(({ options }) => options.length > 0);
    if (answer.problem) this.#say(answer.problem);
    else if (!groups.length) this.#say("No results");
    else {
      this.listbox.show(groups, new Set(this.chosen ? [this.chosen.value] : []));
      const count = this.listbox.shown.length;
      this.status.textContent = count === 1 ? "1 result" : `${count} results`;
    }
  }

  #say(sentence) {
    this.listbox.say(sentence);
    this.status.textContent = sentence;
  }

  async #choose(option) {
    const before = this.chosen;
    this.chosen = option;
    this.#close();
    this.#showChosen();
    if (!(await this.around.send(this.input, option.value))) {
      this.chosen = before;
      this.#showChosen();
    }
  }

  #close() {
    clearTimeout(this.timer);
    this.question += 1;
    this.listbox.close();
    this.listbox.shown = [];
    this.status.textContent = "";
    this.node.classList.remove("asking");
  }

  #showChosen() {
    this.input.value = this.chosen ? label(this.chosen.text) : "";
  }

  #onKey(event) {
    if (event.isComposing) return; // Enter ends a word in an input method, as for Japanese
    const { key } = event;
    if (key === "Escape" && this.listbox.isOpen) this.#close();
    else if (key === "Enter") {
      // Never submits the form around it: what is typed is no choice yet.
      if (this.listbox.isOpen && this.listbox.active) this.#choose(this.listbox.active);
      else this.#offer(0);
    } else if (key === "ArrowDown" && !this.listbox.isOpen) this.#offer(0);
    else if (!this.listbox.isOpen || !this.listbox.move(key)) return;
    event.preventDefault();
    event.stopPropagation();
  }
}
