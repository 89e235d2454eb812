/**
 * The place in the page that its address names, with an entry of the browser's history for each: Back stays in the app.
 *
 * Frames of one window share its history, where Back would take turns between their people: there the address follows
 * the place without entries.
 */

/**
 * @typedef {Object} Place
 * @property {?string} user Id or handle of the person.
 * @property {?string} channel Id of the channel.
 * @property {?string} tab `home`, or null for the channel.
 * @property {?string} thread Timestamp of the message whose thread is open.
 * @property {?string} panel Id of the panel beside the conversation, or null.
 * @property {?string} window `open` while a window of the app is, or null.
 */

const NAMES = ["user", "channel", "tab", "thread", "panel", "window"];
const IN_ADDRESS = ["user", "channel", "tab"];

export class Navigation {
  /** @param {(place: Place, before: Place) => void} show Shows a place that Back or Forward leads to. */
  constructor(show) {
    this.show = show;
    this.isReturning = false;
    this.hasHistory = window === window.top;
    const given = new URL(location.href).searchParams;
    const fromAddress = Object.fromEntries(IN_ADDRESS.map((name) => [name, given.get(name)]));
    /** @type {Place} */
    this.place = { ...Object.fromEntries(NAMES.map((name) => [name, null])), ...history.state, ...fromAddress };
    addEventListener("popstate", ({ state }) => this.#onPop(state));
  }

  /** Go to another place: Back leads from there to this one. */
  go(change) {
    if (this.#isHere(change)) return;
    if (!this.hasHistory) {
      this.replace(change);
      return;
    }
    this.place = { ...this.place, ...change };
    history.pushState(this.place, "", this.#address);
  }

  /** Change the place without a way back. */
  replace(change) {
    this.place = { ...this.place, ...change };
    history.replaceState(this.place, "", this.#address);
  }

  /** Leave the entry of a window that has been closed otherwise than by Back. */
  leaveWindow() {
    if (!this.place.window || this.isReturning) return;
    if (!this.hasHistory) {
      this.replace({ window: null });
      return;
    }
    this.isReturning = true;
    history.back();
  }

  #onPop(state) {
    const before = this.place;
    this.place = { ...before, window: null, ...(state ?? {}) };
    const isReturn = this.isReturning;
    this.isReturning = false;
    this.show(this.place, before, isReturn);
  }

  #isHere(change) {
    return Object.entries(change).every(([name, value]) => this.place[name] === value);
  }

  get #address() {
    const address = new URL(location.href);
    for (const name of IN_ADDRESS) {
      if (this.place[name]) address.searchParams.set(name, this.place[name]);
      else address.searchParams.delete(name);
    }
    return address;
  }
}
