/** The app's Home, which replaces a channel. */

import { problemNode, whileBusy } from "../blocks/actions.js";
import { byId } from "../dom.js";
import { ViewBody } from "./view_body.js";

export class Home {
  /** @param {import("../store.js").Store} store */
  constructor(store) {
    this.store = store;
    this.region = byId("home");
    this.#reset();
  }

  get isOpen() {
    return !this.region.hidden;
  }

  /** Show the last published Home, and send the app the event, to which it may publish another one. */
  async open() {
    if (!this.isOpen) this.#reset(); // as in Slack, a Home that is opened again shows the app's values, not the person's choices
    this.region.hidden = false;
    this.region.focus({ preventScroll: true });
    this.render();
    byId("home-problem").replaceChildren();
    if (!this.store.home) this.#setNote("Loading…");
    const problem = await whileBusy(this.region, () => this.store.openHome());
    if (problem) byId("home-problem").replaceChildren(problemNode(problem));
    if (!this.store.home) this.#setNote(`${this.store.app.name} has shown nothing here yet.`);
  }

  close() {
    this.region.hidden = true;
  }

  /** Render the Home as it was published last. */
  render() {
    const { home } = this.store;
    if (!home || home.id !== this.body.view?.id) this.#reset(); // another person's
    this.#setNote("");
    if (!home) return;
    const top = this.region.scrollTop;
    const hadFocus = this.body.node.contains(document.activeElement);
    this.body.render(home);
    this.region.scrollTop = top;
    if (hadFocus && !this.region.contains(document.activeElement)) this.region.focus({ preventScroll: true });
  }

  #reset() {
    this.body = new ViewBody(this.store);
    byId("home-view").replaceChildren(this.body.node);
  }

  #setNote(text) {
    byId("no-home").textContent = text;
  }
}
