/** The messages of a channel or of a thread, updated row by row. */

import { problemNode, whileBusy } from "../blocks/actions.js";
import { renderBlocks } from "../blocks/blocks.js";
import { menuButton } from "../controls/menu.js";
import { element } from "../dom.js";
import { mrkdwn } from "../mrkdwn.js";
import { markCarousels, restoreCarousels } from "./carousels.js";
import { markFocus, restoreFocus, syncChildren } from "./view_body.js";

const GROUP_SECONDS = 300;
const TAGS = { app: "APP", workflow: "WORKFLOW" };
const TIME = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const seconds = (message) => Number(message.ts);
const dayOf = (message) => DAY.format(seconds(message) * 1000);

export class MessageList {
  /**
   * @param {HTMLElement} list
   * @param {HTMLElement} scroller The scrolling element around the list.
   * @param {import("../store.js").Store} store
   * @param {Object} on Handlers of the rows' own buttons.
   * @param {?(message: Object) => void} on.thread Opens a thread; null inside a thread.
   * @param {(exchangeId: string) => void} on.exchange Shows the exchange that brought a message.
   */
  constructor(list, scroller, store, on) {
    Object.assign(this, { list, scroller, store, on });
    /** @type {Map<string, {row: HTMLElement, key: string}>} */
    this.rows = new Map();
    this.isAtEnd = true;
    // A row is not rendered again under a pressed pointer, whose click would be lost, nor beneath an open menu.
    this.pressed = null;
    this.pending = null;
    list.addEventListener("pointerdown", ({ target }) => { this.pressed = target.closest(".message"); });
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(() => this.#release()));
    list.addEventListener("toggle", () => this.#showPending(), { capture: true });
    scroller.addEventListener("scroll", () => { this.isAtEnd = isScrolledToEnd(scroller); });
    // Messages, and images that are loaded later, move the end down: a list that was at its end stays there.
    new ResizeObserver(() => { if (this.isAtEnd) this.toEnd(); }).observe(list);
  }

  /** Show these messages. The rows of unchanged ones stay, with their focus and their open menus. */
  show(messages) {
    this.pending = null;
    const rows = new Map();
    const nodes = [];
    let previous = null;
    const rendered = [];
    let focused = null;
    for (const message of messages) {
      if (!previous || dayOf(previous) !== dayOf(message)) {
        nodes.push(element("li", { class: "day" }, element("span", {}, dayOf(message))));
      }
      const key = this.#key(message, previous);
      const known = this.rows.get(message.ts);
      const isHeld = known && known.key !== key && this.#isHeld(known.row);
      if (isHeld) this.pending = messages;
      const row = isHeld || known?.key === key ? known.row : this.#row(message, previous);
      if (known && known.row !== row) rendered.push({ row, carousels: markCarousels(known.row) });
      if (known && known.row !== row && known.row.contains(document.activeElement)) {
        focused = { row, mark: markFocus(known.row), top: document.activeElement.getBoundingClientRect().top };
      }
      this.#showLatency(row, message);
      rows.set(message.ts, { row, key: isHeld ? known.key : key });
      nodes.push(row);
      previous = message;
    }
    this.rows = rows;
    syncChildren(this.list, nodes);
    const inCarousels = new Map(rendered.map(({ row, carousels }) => [row, restoreCarousels(row, carousels)]));
    if (!focused) return;
    // A row that is rendered again keeps the focus on the same element, and that element its place in the window.
    const control = inCarousels.get(focused.row);
    control?.focus({ preventScroll: true });
    if (control || (control === null && focused.mark && restoreFocus(focused.row, focused.mark))) {
      this.#keepInPlace(document.activeElement, focused.top);
    } else {
      // The element is gone, as a suggestion that was chosen: the message that stands there now is read from its beginning.
      focused.row.focus({ preventScroll: true });
      this.#showTop(focused.row);
    }
  }

  #isHeld(row) {
    return row === this.pressed || row.querySelector("[aria-expanded=true]") !== null;
  }

  #release() {
    this.pressed = null;
    this.#showPending();
  }

  #showPending() {
    if (this.pending) this.show(this.pending);
  }

  /** Scroll so that a node stands as far from the top of the window as it did. */
  #keepInPlace(node, top) {
    this.scroller.scrollTop += node.getBoundingClientRect().top - top;
    this.isAtEnd = isScrolledToEnd(this.scroller);
  }

  /** Scroll so that the beginning of a row is visible, and as much of it as there is room for. */
  #showTop(row) {
    row.scrollIntoView({ block: "nearest" });
    if (row.getBoundingClientRect().top < this.scroller.getBoundingClientRect().top) row.scrollIntoView({ block: "start" });
    this.isAtEnd = isScrolledToEnd(this.scroller);
  }

  toEnd() {
    this.isAtEnd = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Key of everything that the appearance of a row depends on, but for the latency, which arrives after the message. */
  #key(message, previous) {
    const { text, blocks, is_edited } = message;
    const replies = this.on.thread ? this.store.repliesTo(message.ts) : 0;
    return JSON.stringify([text, blocks, is_edited, replies, isGrouped(message, previous)]);
  }

  #row(message, previous) {
    const author = this.store.author(message);
    const grouped = isGrouped(message, previous);
    const row = element("li", {
      class: `message ${grouped ? "grouped" : ""} ${message.is_ephemeral ? "ephemeral" : ""}`,
      "data-ts": message.ts,
      tabindex: "-1",
    });
    row.append(
      grouped ? element("span", { class: "avatar-space" }, this.#time(message)) : avatar(author),
      element("div", { class: "message-body" },
        message.is_ephemeral && element("p", { class: "only-you" }, "👁 Only visible to you"),
        !grouped && element("p", { class: "byline" },
          element("b", { dir: "auto" }, author.name),
          TAGS[author.kind] && element("span", { class: "tag" }, TAGS[author.kind]),
          this.#time(message)),
        this.#content(message),
        this.#files(message),
        this.#replies(message)),
      this.#toolbar(message) ?? "",
    );
    return row;
  }

  #content(message) {
    const users = this.store.names;
    const source = { channel_id: message.channel_id, ts: message.ts };
    const act = (...click) => this.store.act(source, ...click);
    const options = (...query) => this.store.options(source, ...query);
    if (message.blocks.length) return renderBlocks(message.blocks, { users, act, options });
    return element("div", { class: "text", dir: "auto" }, mrkdwn(message.text, { users }),
      message.is_edited && element("span", { class: "hint" }, " (edited)"));
  }

  #files(message) {
    const files = message.files ?? [];
    return files.length > 0 && element("ul", { class: "files" }, ...files.map(({ id, name, size }) =>
      element("li", {}, element("a", { href: `/local/file/${id}`, download: name }, name), " ",
        element("span", { class: "hint" }, `${Math.ceil(size / 1000)} kB`))));
  }

  #time(message) {
    const when = new Date(seconds(message) * 1000);
    return element("time", { datetime: when.toISOString(), title: when.toLocaleString() }, TIME.format(when));
  }

  /** Show how long the answer took. The row stays: a button must not be replaced while it is pressed. */
  #showLatency(row, message) {
    const byline = row.querySelector(".byline");
    const exchange = this.store.exchanges.get(message.exchange_id);
    const shown = byline?.querySelector(".latency");
    if (!byline || !exchange || shown?.dataset.exchange === exchange.exchange_id) return;
    const latency = element("button", {
      type: "button", class: "latency", "data-exchange": exchange.exchange_id, title: "Show the request that brought this message",
      "aria-label": `Answered in ${milliseconds(exchange)}; show the request`,
      onclick: () => this.on.exchange(exchange.exchange_id),
    }, milliseconds(exchange));
    if (shown) shown.replaceWith(latency);
    else byline.append(latency);
    const version = exchange.response_headers["x-shelftalker-model"];
    byline.querySelector(".model")?.remove();
    if (this.store.namesModels && version) latency.after(element("span", { class: "model" }, `model ${version}`));
  }

  #replies(message) {
    const count = this.on.thread ? this.store.repliesTo(message.ts) : 0;
    return count > 0 && element("button", {
      type: "button", class: "replies", onclick: () => this.on.thread(message),
    }, count === 1 ? "1 reply" : `${count} replies`);
  }

  /** The actions on a message. As in Slack, an ephemeral one has none. */
  #toolbar(message) {
    if (message.is_ephemeral) return null;
    const reply = this.on.thread && element("button", {
      type: "button", class: "icon-button", "aria-label": "Reply in thread", title: "Reply in thread",
      onclick: () => this.on.thread(message),
    }, "💬");
    const shortcuts = this.store.shortcutsOf("message").map(({ name, callback_id: value }) =>
      ({ label: name, description: this.store.app?.name, value }));
    const more = shortcuts.length > 0 && menuButton(
      { class: "icon-button", "aria-label": "More actions", title: "More actions" }, ["⋮"], shortcuts,
      (opener, { value }) => this.#runShortcut(opener, value, message), "end");
    return reply || more ? element("div", { class: "toolbar" }, reply, more) : null;
  }

  async #runShortcut(opener, callbackId, message) {
    const body = opener.closest(".message").querySelector(".message-body");
    body.querySelector(":scope > .problem")?.remove();
    const problem = await whileBusy(opener, () => this.store.runShortcut(callbackId, message));
    if (problem) body.append(problemNode(problem));
  }
}

const isScrolledToEnd = ({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight < 80;

/** Duration of an exchange, as it is shown. */
export function milliseconds({ milliseconds: duration }) {
  return duration < 9.95 ? `${duration.toFixed(1)} ms` : `${Math.round(duration)} ms`;
}

/** True for a further message of a person within five minutes, which is shown without name and picture. */
function isGrouped(message, previous) {
  return Boolean(previous && !message.exchange_id && !message.is_ephemeral && !previous.is_ephemeral
    && previous.author_id === message.author_id && dayOf(previous) === dayOf(message)
    && seconds(message) - seconds(previous) < GROUP_SECONDS);
}

function avatar({ id, name, kind }) {
  const initials = kind === "app" ? name.slice(0, 1) : name.split(" ").map((word) => word[0]).join("").slice(0, 2);
  const colour = [...id].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
  return element("span", { class: `avatar colour-${colour} ${kind}`, "aria-hidden": "true" }, initials);
}
