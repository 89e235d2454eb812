/** The app's Home, in place of a channel. */

import { problemNode, whileBusy } from "../blocks/actions.js";
import { byId } from "../dom.js";
import { ViewBody } from "./view_body.js";

export class Home {
  /** @param {import("../store.js").Store} store */
  constructor(store) {
    this.store = store;
    this.region = byId("home");
    this.#begin();
  }

  get isOpen() {
    return !this.region.hidden;
  }

  /** Show what there is, and let the app know, which may publish anew. */
  async open() {
    if (!this.isOpen) this.#begin(); // as in Slack, who comes back finds what the app says, not what they chose
    this.region.hidden = false;
    this.region.focus({ preventScroll: true });
    this.draw();
    byId("home-problem").replaceChildren();
    if (!this.store.home) this.#say("Loading…");
    const problem = await whileBusy(this.region, () => this.store.openHome());
    if (problem) byId("home-problem").replaceChildren(problemNode(problem));
    if (!this.store.home) this.#say(`${this.store.app.name} has shown nothing here yet.`);
  }

  close() {
    this.region.hidden = true;
  }

  /** Draw the Home as it was published last. */
  draw() {
    const { home } = this.store;
    if (!home || home.id !== this.body.view?.id) this.#begin(); // another person's
    this.#say("");
    if (!home) return;
    const top = this.region.scrollTop;
    const hadFocus = this.body.node.contains(document.activeElement);
    this.body.draw(home);
    this.region.scrollTop = top;
    if (hadFocus && !this.region.contains(document.activeElement)) this.region.focus({ preventScroll: true });
  }

  #begin() {
    this.body = new ViewBody(this.store);
    byId("home-view").replaceChildren(this.body.node);
  }

  #say(words) {
    byId("no-home").textContent = words;
  }
}
