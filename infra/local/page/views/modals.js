/** The windows that the app opens: a stack, of which the top one is seen. */

import { problemNode, whileBusy } from "../blocks/actions.js";
import { label } from "../controls/listbox.js";
import { element, toast } from "../dom.js";
import { ViewBody, markFocus, restoreFocus } from "./view_body.js";

const FOCUSABLE = ":is(a[href], button, input, textarea, select):not(:disabled, [tabindex='-1'])";

export class Modals {
  /**
   * @param {import("../store.js").Store} store
   * @param {() => void} focusPage Gives the focus to the page where what opened the window is gone.
   */
  constructor(store, focusPage) {
    Object.assign(this, { store, focusPage });
    /** @type {Modal[]} */
    this.stack = [];
  }

  /** Show this stack of views, the last on top. */
  show(views) {
    const known = new Map(this.stack.map((modal) => [modal.id, modal]));
    if (!this.stack.length && views.length) this.#rememberFocus();
    this.stack = views.map((view) => {
      const modal = known.get(view.id) ?? new Modal(view, this.store, () => this.close());
      known.delete(view.id);
      modal.draw(view);
      return modal;
    });
    for (const gone of known.values()) gone.remove();
    for (const below of this.stack.slice(0, -1)) below.hide();
    const top = this.stack.at(-1);
    if (top) top.show();
    else if (known.size) this.#returnFocus();
  }

  /** Close the top window, and tell the app where it asked for it. */
  close() {
    const top = this.stack.at(-1);
    if (!top) return;
    this.store.closeView(top.id).catch((error) => toast(`This machine's Slack does not answer: ${error.message}`));
    this.show(this.stack.slice(0, -1).map(({ view }) => view));
  }

  #rememberFocus() {
    this.opener = document.activeElement;
    this.mark = markFocus(document.body);
  }

  #returnFocus() {
    if (this.opener?.isConnected && this.opener !== document.body) this.opener.focus({ preventScroll: true });
    else if (!this.mark || !restoreFocus(document.body, this.mark)) this.focusPage();
  }
}

class Modal {
  constructor(view, store, close) {
    Object.assign(this, { id: view.id, store, body: new ViewBody(store) });
    this.title = element("h2", { id: `modal-title-${view.id}`, dir: "auto" });
    this.problems = element("p", { class: "modal-problem" });
    this.cancel = element("button", { type: "button", class: "button", onclick: close });
    this.submit = element("button", { type: "submit", class: "button primary" });
    this.form = element("form", { novalidate: true },
      element("header", { class: "modal-top" },
        element("span", { class: "avatar app", "aria-hidden": "true" }, store.app?.name.slice(0, 1)),
        this.title,
        element("button", { type: "button", class: "icon-button", "aria-label": "Dismiss", title: "Dismiss (Esc)", onclick: close }, "✕")),
      element("div", { class: "modal-body" }, this.body.node),
      element("footer", { class: "modal-bottom" }, this.problems, this.cancel, this.submit));
    this.dialog = element("dialog", { class: "modal", "aria-labelledby": this.title.id }, this.form);
    document.body.append(this.dialog);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.dialog.addEventListener("cancel", (event) => {
      if (event.target !== this.dialog) return;
      event.preventDefault();
      close();
    });
    this.dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        // By hand: a browser lets the second `cancel` in a row close the dialog whatever is said to it.
        event.preventDefault();
        event.stopPropagation();
        close();
      } else if (event.key === "Tab") this.#stayWithin(event);
    });
  }

  get view() {
    return this.body.view;
  }

  draw(view) {
    if (JSON.stringify(this.view) === JSON.stringify(view)) return;
    this.title.textContent = label(view.title);
    this.cancel.textContent = view.close ? label(view.close) : view.submit ? "Cancel" : "Close";
    this.submit.hidden = !view.submit;
    this.submit.textContent = view.submit ? label(view.submit) : "";
    this.body.draw(view);
    this.#showErrors({});
    this.problems.replaceChildren();
    this.#setWaiting(false);
  }

  show() {
    if (this.dialog.open) return;
    this.dialog.showModal();
    if (!this.left || !restoreFocus(this.dialog, this.left)) this.#first?.focus();
  }

  hide() {
    if (!this.dialog.open) return;
    this.left = markFocus(this.dialog);
    this.dialog.close();
    this.#setWaiting(false);
  }

  remove() {
    this.dialog.close();
    this.dialog.remove();
  }

  get #first() {
    const wanted = this.view.blocks.flatMap((block) => [block.element, block.accessory, ...(block.elements ?? [])])
      .find((each) => each?.focus_on_load);
    const within = wanted ? `[data-action="${CSS.escape(wanted.action_id)}"]` : ".input";
    return this.dialog.querySelector(`${within} ${FOCUSABLE}`) ?? this.dialog.querySelector(`.modal-body ${FOCUSABLE}`)
      ?? (this.submit.hidden ? this.cancel : this.submit);
  }

  #stayWithin(event) {
    const stops = [...this.dialog.querySelectorAll(FOCUSABLE)].filter((each) => each.checkVisibility());
    const [edge, other] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    if (document.activeElement !== edge) return;
    event.preventDefault();
    other.focus();
  }

  async #submit() {
    if (this.isWaiting || this.submit.hidden) return;
    this.problems.replaceChildren();
    const missing = this.#missing();
    this.#showErrors(missing);
    if (Object.keys(missing).length) return;
    this.#setWaiting(true);
    let outcome = {};
    const sent = this.view;
    const problem = await whileBusy(this.submit, async () => {
      outcome = await this.store.submit(this.id, this.body.fields.state);
      return outcome.problem ?? "";
    });
    const errors = outcome.errors ?? {};
    const isRefused = problem || Object.keys(errors).length > 0;
    // What was taken closes or changes this window at once; until then it can't be sent a second time.
    if (isRefused || this.view !== sent) this.#setWaiting(false);
    this.#showErrors(errors);
    if (problem) this.problems.replaceChildren(problemNode(problem));
  }

  /** What Slack itself asks for before it sends anything. */
  #missing() {
    const missing = {};
    for (const { blockId, spec, field } of this.body.fields.known.values()) {
      const block = this.view.blocks.find(({ block_id: id }) => id === blockId);
      if (block?.type !== "input") continue;
      const value = field.read();
      if (!value?.length && !block.optional) missing[blockId] = "Please complete this required field.";
      else if (value?.length && value.length < (spec.min_length ?? 0)) missing[blockId] = `Please write at least ${spec.min_length} characters.`;
    }
    return missing;
  }

  #showErrors(errors) {
    let first = null;
    for (const input of this.dialog.querySelectorAll("[data-input]")) {
      const error = errors[input.dataset.input] ?? "";
      const control = input.querySelector("[aria-describedby]");
      input.classList.toggle("wrong", Boolean(error));
      input.querySelector(".input-error").textContent = error;
      if (error) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
      if (error) first ??= input.querySelector(FOCUSABLE);
    }
    first?.focus();
  }

  /** Not `disabled`: that would take the focus from the button. */
  #setWaiting(isWaiting) {
    this.isWaiting = isWaiting;
    this.submit.setAttribute("aria-disabled", String(isWaiting));
  }
}
