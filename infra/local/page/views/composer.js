/** A message box: Enter sends, a slash offers the commands. */

import { problemNode, whileBusy } from "../blocks/actions.js";
import { menuButton } from "../controls/menu.js";
import { element, toast } from "../dom.js";

const LINES_AT_MOST_PX = 200;

export class Composer {
  /**
   * @param {HTMLFormElement} form
   * @param {Object} options
   * @param {string} options.id Id of the text box.
   * @param {(text: string) => Promise<unknown>} options.send
   * @param {() => {command: string, description: string, usage_hint: string}[]} options.commands
   * @param {(callbackId: string) => Promise<string>} options.runShortcut Resolves to what went wrong.
   */
  constructor(form, { id, send, commands, runShortcut }) {
    Object.assign(this, { send, commands, runShortcut, chosen: 0 });
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

  /** What the empty box says. */
  set prompt(words) {
    this.box.placeholder = words;
    this.box.setAttribute("aria-label", words);
  }

  /** Put the app's global shortcuts behind a button beside the box. */
  offerShortcuts(shortcuts) {
    const items = shortcuts.map(({ name, description, callback_id: value }) => ({ label: name, description, value }));
    const button = () => menuButton({ class: "icon-button", "aria-label": "Shortcuts", title: "Shortcuts" }, ["⚡"], items,
      (opener, { value }) => this.#run(opener, value));
    this.shortcuts.replaceChildren(...(items.length ? [button()] : []));
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
    const typed = this.box.value;
    this.button.disabled = !typed.trim();
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight, LINES_AT_MOST_PX)}px`;
    this.chosen = 0;
    this.#offer(/^\/\S*$/u.test(typed) ? this.commands().filter(({ command }) => command.startsWith(typed)) : []);
    const used = this.commands().find(({ command }) => typed.startsWith(`${command} `) && !typed.slice(command.length).trim());
    this.hint.classList.toggle("idle", !used);
    this.hint.textContent = used ? `${used.command} ${used.usage_hint}` : "Enter sends, Shift + Enter starts a line, / offers commands";
  }

  #offer(commands) {
    this.list.hidden = commands.length === 0;
    this.box.setAttribute("aria-expanded", String(commands.length > 0));
    this.list.replaceChildren(...commands.map(({ command, description, usage_hint: usage }, place) =>
      element("li", {
        id: `${this.list.id}-${place}`, role: "option", "aria-selected": String(place === this.chosen),
        onmousedown: (event) => {
          event.preventDefault();
          this.write(`${command} `);
        },
      }, element("b", {}, command), " ", element("span", { class: "usage" }, usage), element("small", {}, description))));
    if (commands.length) this.box.setAttribute("aria-activedescendant", `${this.list.id}-${this.chosen}`);
    else this.box.removeAttribute("aria-activedescendant");
  }

  /** Put words into the box, ready to be sent or changed. */
  write(text) {
    this.#fill(text);
    this.box.focus();
  }

  #onKey(event) {
    if (event.isComposing) return; // Enter ends a word in an input method, as for Japanese
    if (!this.list.hidden && this.#onMenuKey(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    }
  }

  /** @returns {boolean} Whether the key was for the list of commands. */
  #onMenuKey({ key }) {
    const options = [...this.list.children];
    if (key === "Escape") {
      this.#offer([]);
    } else if (key === "Enter" && this.box.value === options[this.chosen].querySelector("b").textContent) {
      return false; // a command that is typed to its end is sent, with nothing after it
    } else if (key === "Enter" || key === "Tab") {
      this.write(`${options[this.chosen].querySelector("b").textContent} `);
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      this.chosen = (this.chosen + (key === "ArrowDown" ? 1 : -1) + options.length) % options.length;
      options.forEach((option, place) => option.setAttribute("aria-selected", String(place === this.chosen)));
      this.box.setAttribute("aria-activedescendant", options[this.chosen].id);
    } else {
      return false;
    }
    return true;
  }
}
