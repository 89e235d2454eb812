/** A message box: Enter sends, a slash lists the commands. */

import { problemNode, whileBusy } from "../blocks/actions.js";
import { menuButton } from "../controls/menu.js";
import { element, toast } from "../dom.js";

const MAX_HEIGHT_PX = 200;

export class Composer {
  /**
   * @param {HTMLFormElement} form
   * @param {Object} options
   * @param {string} options.id Id of the text box.
   * @param {(text: string) => Promise<unknown>} options.send
   * @param {() => {command: string, description: string, usage_hint: string}[]} options.commands
   * @param {(callbackId: string) => Promise<string>} options.runShortcut Resolves to an error, or an empty string.
   */
  constructor(form, { id, send, commands, runShortcut }) {
    Object.assign(this, { send, commands, runShortcut, activeIndex: 0 });
    const listId = `${id}-commands`;
    this.list = element("ul", { class: "commands", id: listId, role: "listbox", "aria-label": "Commands", hidden: true });
    this.hint = element("p", { class: "usage", id: `${id}-usage` });
    this.box = element("textarea", {
      id, rows: "1", dir: "auto", autocomplete: "off", spellcheck: "true", role: "combobox", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": listId, "aria-describedby": `${id}-usage`,
    });
    this.button = element("button", { type: "submit", class: "send", "aria-label": "Send", disabled: true }, "➤");
    this.shortcuts = element("span");
    this.problem = element("p", { class: "composer-problem" });
    form.append(this.list, this.problem, element("div", { class: "box" }, this.shortcuts, this.box, this.button), this.hint);
    this.box.addEventListener("input", () => this.#onInput());
    this.box.addEventListener("keydown", (event) => this.#onKey(event));
    this.box.addEventListener("blur", () => setTimeout(() => this.#offer([])));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#onInput();
  }

  /** Placeholder of the box. */
  set prompt(words) {
    this.box.placeholder = words;
    this.box.setAttribute("aria-label", words);
  }

  /** Show a button with a menu of the app's global shortcuts beside the box. */
  offerShortcuts(shortcuts) {
    const entries = shortcuts.map(({ name, description, callback_id: value }) => ({ label: name, description, value }));
    const button = () => menuButton({ class: "icon-button", "aria-label": "Shortcuts", title: "Shortcuts" }, ["⚡"], entries,
      (opener, { value }) => this.#run(opener, value));
    this.shortcuts.replaceChildren(...(entries.length ? [button()] : []));
  }

  async #run(opener, callbackId) {
    this.problem.replaceChildren();
    const problem = await whileBusy(opener, () => this.runShortcut(callbackId));
    if (problem) this.problem.replaceChildren(problemNode(problem));
  }

  async #submit() {
    const text = this.box.value;
    if (!text.trim()) return;
    this.#fill("");
    try {
      await this.send(text);
    } catch (error) {
      if (!this.box.value) this.#fill(text);
      toast(`Not sent: ${error.message}. Is the local Slack still running?`);
    }
  }

  #fill(text) {
    this.box.value = text;
    this.#onInput();
  }

  #onInput() {
    const line = this.box.value;
    this.button.disabled = !line.trim();
    this.box.style.height = "auto";
    // A box in a panel that is closed has no height to measure: it opens with that of one line.
    const height = this.box.scrollHeight;
    if (height) this.box.style.height = `${Math.min(height, MAX_HEIGHT_PX)}px`;
    this.activeIndex = 0;
    this.#offer(/^\/\S*$/u.test(line) ? this.commands().filter(({ command }) => command.startsWith(line)) : []);
    const entered = this.commands().find(({ command }) => line.startsWith(`${command} `) && !line.slice(command.length).trim());
    this.hint.classList.toggle("idle", !entered);
    this.hint.textContent = entered ? `${entered.command} ${entered.usage_hint}` : "Enter sends, Shift + Enter starts a line, / offers commands";
  }

  #offer(commands) {
    this.list.hidden = commands.length === 0;
    this.box.setAttribute("aria-expanded", String(commands.length > 0));
    this.list.replaceChildren(...commands.map(({ command, description, usage_hint: usage }, index) =>
      element("li", {
        id: `${this.list.id}-${index}`, role: "option", "aria-selected": String(index === this.activeIndex),
        onmousedown: (event) => {
          event.preventDefault();
          this.write(`${command} `);
        },
      }, element("b", {}, command), " ", element("span", { class: "usage" }, usage), element("small", {}, description))));
    if (commands.length) this.box.setAttribute("aria-activedescendant", `${this.list.id}-${this.activeIndex}`);
    else this.box.removeAttribute("aria-activedescendant");
  }

  /** Put a text into the box, to be edited or sent. */
  write(text) {
    this.#fill(text);
    this.box.focus();
  }

  #onKey(event) {
    if (event.isComposing) return; // Enter ends a word of an input method, as for Japanese
    if (!this.list.hidden && this.#onMenuKey(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    }
  }

  /** @returns {boolean} True where the list of commands handled the key. */
  #onMenuKey({ key }) {
    const options = [...this.list.children];
    if (key === "Escape") {
      this.#offer([]);
    } else if (key === "Enter" && this.box.value === options[this.activeIndex].querySelector("b").textContent) {
      return false; // a complete command is sent without a text
    } else if (key === "Enter" || key === "Tab") {
      this.write(`${options[this.activeIndex].querySelector("b").textContent} `);
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      this.activeIndex = (this.activeIndex + (key === "ArrowDown" ? 1 : -1) + options.length) % options.length;
      options.forEach((option, index) => option.setAttribute("aria-selected", String(index === this.activeIndex)));
      this.box.setAttribute("aria-activedescendant", options[this.activeIndex].id);
    } else {
      return false;
    }
    return true;
  }
}
