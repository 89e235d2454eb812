/** The modals that the app opens: a stack, of which the top one is shown. */

import { problemNode, whileBusy } from "../blocks/actions.js";
import { element, toast } from "../dom.js";
import { plainText } from "../mrkdwn.js";
import { ViewBody, markFocus, restoreFocus } from "./view_body.js";

const FOCUSABLE = ":is(a[href], button, input, textarea, select):not(:disabled, [tabindex='-1'])";

export class Modals {
  /**
   * @param {import("../store.js").Store} store
   * @param {() => void} focusPage Focuses the page where the element that opened the modal is gone.
   */
  constructor(store, focusPage) {
    Object.assign(this, { store, focusPage });
    /** @type {Modal[]} */
    this.stack = [];
  }

  get isOpen() {
    return this.stack.length > 0;
  }

  /** Close every modal, the top one first. */
  async closeAll() {
    while (this.isOpen) await this.close();
  }

  /** Show this stack of views, the last on top. */
  show(views) {
    const known = new Map(this.stack.map((modal) => [modal.id, modal]));
    if (!this.stack.length && views.length) this.#rememberFocus();
    this.stack = views.map((view) => {
      const modal = known.get(view.id) ?? new Modal(view, this.store, () => this.close());
      known.delete(view.id);
      modal.render(view);
      return modal;
    });
    for (const gone of known.values()) gone.remove();
    for (const below of this.stack.slice(0, -1)) below.hide();
    const top = this.stack.at(-1);
    if (top) top.show();
    else if (known.size) this.#returnFocus();
  }

  /** Close the top modal; the server notifies an app that asked for it. */
  async close() {
    const top = this.stack.at(-1);
    if (!top) return;
    const closing = this.store.closeView(top.id);
    this.show(this.stack.slice(0, -1).map(({ view }) => view));
    await closing.catch((error) => toast(`This machine's Slack does not answer: ${error.message}`));
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
    for (const kind of ["input", "change", "filled"]) this.form.addEventListener(kind, ({ target }) => this.#onFilled(target));
    this.dialog.addEventListener("cancel", (event) => {
      if (event.target !== this.dialog) return;
      event.preventDefault();
      close();
    });
    this.dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        // Not by `cancel`: a browser closes the dialog at the second one in a row even where it is prevented.
        event.preventDefault();
        event.stopPropagation();
        close();
      } else if (event.key === "Tab") this.#trapFocus(event);
    });
  }

  get view() {
    return this.body.view;
  }

  render(view) {
    if (JSON.stringify(this.view) === JSON.stringify(view)) return;
    this.title.textContent = plainText(view.title);
    this.cancel.textContent = view.close ? plainText(view.close) : view.submit ? "Cancel" : "Close";
    this.submit.hidden = !view.submit;
    this.submit.textContent = view.submit ? plainText(view.submit) : "";
    this.body.render(view);
    this.#showErrors({});
    this.problems.replaceChildren();
    this.#setWaiting(false);
  }

  show() {
    if (this.dialog.open) return;
    this.dialog.showModal();
    if (!this.focusMark || !restoreFocus(this.dialog, this.focusMark)) this.#initialFocus?.focus();
  }

  hide() {
    if (!this.dialog.open) return;
    this.focusMark = markFocus(this.dialog);
    this.dialog.close();
    this.#setWaiting(false);
  }

  remove() {
    this.dialog.close();
    this.dialog.remove();
  }

  get #initialFocus() {
    const preferred = this.view.blocks.flatMap((block) => [block.element, block.accessory, ...(block.elements ?? [])])
      .find((candidate) => candidate?.focus_on_load);
    const within = preferred ? `[data-action="${CSS.escape(preferred.action_id)}"]` : ".input";
    return this.dialog.querySelector(`${within} ${FOCUSABLE}`) ?? this.dialog.querySelector(`.modal-body ${FOCUSABLE}`)
      ?? (this.submit.hidden ? this.cancel : this.submit);
  }

  #trapFocus(event) {
    const stops = [...this.dialog.querySelectorAll(FOCUSABLE)].filter((stop) => stop.checkVisibility());
    const [edge, other] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    if (document.activeElement !== edge) return;
    event.preventDefault();
    other.focus();
  }

  async #submit() {
    if (this.isWaiting || this.submit.hidden) return;
    this.problems.replaceChildren();
    const inputErrors = this.#inputErrors();
    this.#showErrors(inputErrors);
    if (Object.keys(inputErrors).length) return;
    this.#setWaiting(true);
    let outcome = {};
    const sent = this.view;
    const problem = await whileBusy(this.submit, async () => {
      outcome = await this.store.submit(this.id, this.body.fields.state);
      return outcome.problem ?? "";
    });
    const errors = outcome.errors ?? {};
    const isRefused = problem || Object.keys(errors).length > 0;
    // An accepted submission closes or changes this modal at once; until then it can't be sent a second time.
    if (isRefused || this.view !== sent) this.#setWaiting(false);
    this.#showErrors(errors);
    if (problem) this.problems.replaceChildren(problemNode(problem));
  }

  /** Errors of inputs that Slack itself checks before it sends a submission, by their block ids. */
  #inputErrors() {
    const errors = {};
    for (const { blockId, spec, field } of this.body.fields.entries.values()) {
      const block = this.view.blocks.find(({ block_id: id }) => id === blockId);
      if (block?.type !== "input") continue;
      const value = field.read();
      if (!value?.length && !block.optional) errors[blockId] = "Please complete this required field.";
      else if (value?.length && value.length < (spec.min_length ?? 0)) errors[blockId] = `Please write at least ${spec.min_length} characters.`;
    }
    return errors;
  }

  #showErrors(errors) {
    let first = null;
    for (const input of this.dialog.querySelectorAll("[data-input]")) {
      const error = errors[input.dataset.input] ?? "";
      setError(input, error);
      if (error) first ??= input.querySelector(FOCUSABLE);
    }
    first?.focus();
  }

  /** Remove the error of a field that has been filled in or changed since. */
  #onFilled(target) {
    const input = target.closest("[data-input].wrong");
    if (input && !this.#inputErrors()[input.dataset.input]) setError(input, "");
  }

  /** Not `disabled`: the button would lose the focus. */
  #setWaiting(isWaiting) {
    this.isWaiting = isWaiting;
    this.submit.setAttribute("aria-disabled", String(isWaiting));
  }
}

function setError(input, error) {
  const control = input.querySelector("[aria-describedby]");
  input.classList.toggle("wrong", Boolean(error));
  input.querySelector(".input-error").textContent = error;
  if (error) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}
