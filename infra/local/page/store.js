/** What the page knows, and its only line to the server. */

/**
 * @typedef {Object} Message
 * @property {string} ts
 * @property {string} channel_id
 * @property {string} author_id
 * @property {string} text
 * @property {Object[]} blocks
 * @property {boolean} is_ephemeral
 * @property {boolean} is_edited
 * @property {?string} thread_ts
 * @property {?string} exchange_id
 */

const SLACKBOT_ID = "USLACKBOT";

export class Store extends EventTarget {
  /** @param {?string} user Id or handle of the person at this page. */
  constructor(user) {
    super();
    this.user = user;
    /** @type {Map<string, Message>} */
    this.messages = new Map();
    /** @type {Map<string, Object>} */
    this.exchanges = new Map();
  }

  /** Take a snapshot of all there is, then listen to what happens. */
  async open() {
    const query = this.user ? `?user=${encodeURIComponent(this.user)}` : "";
    const response = await fetch(`/local/state${query}`);
    if (!response.ok) throw new Error(await response.text());
    const state = await response.json();
    this.team = state.team;
    this.me = state.me;
    this.channels = state.channels;
    this.commands = state.commands;
    this.shortcuts = state.shortcuts ?? [];
    this.home = state.home ?? null;
    this.modals = state.modals ?? [];
    this.authors = new Map(state.authors.map((author) => [author.id, author]));
    this.messages = new Map(state.messages.map((message) => [message.ts, message]));
    this.exchanges = new Map(state.exchanges.map((exchange) => [exchange.exchange_id, exchange]));
    this.#listen(state.number);
    this.#tell("reset");
  }

  /** Change who is at this page. */
  async become(user) {
    this.user = user;
    await this.open();
  }

  /** Messages of a channel outside threads, or of one thread with the message that it hangs on; oldest first. */
  messagesOf(channelId, threadTs = null) {
    const isWanted = threadTs
      ? (message) => message.ts === threadTs || message.thread_ts === threadTs
      : (message) => !message.thread_ts;
    const found = [...this.messages.values()].filter((each) => each.channel_id === channelId && isWanted(each));
    return found.sort((one, other) => (one.ts < other.ts ? -1 : 1));
  }

  /** How many answers a message has in its thread. */
  repliesTo(ts) {
    return [...this.messages.values()].filter((message) => message.thread_ts === ts && !message.is_ephemeral).length;
  }

  author(message) {
    return this.authors.get(message.author_id) ?? { id: message.author_id, name: message.author_id, kind: "user" };
  }

  /** What a line in the message box leads to: a message, or a command that the app answers. */
  async say(channelId, text, threadTs) {
    return this.#post("/local/typed", { channel_id: channelId, text, thread_ts: threadTs });
  }

  /** Names by id, for mentions. */
  get names() {
    return Object.fromEntries([...this.authors.values()].map(({ id, name }) => [id, name]));
  }

  /** The app, which has a Home; Slackbot has none. */
  get app() {
    return [...this.authors.values()].find(({ id, kind }) => kind === "app" && id !== SLACKBOT_ID);
  }

  /** The app's shortcuts of a type: `global` or `message`. */
  shortcutsOf(type) {
    return this.shortcuts.filter((shortcut) => shortcut.type === type);
  }

  /**
   * A click or a choice. Resolves to what is wrong, or an empty string.
   *
   * @param {Object} place `{channel_id, ts}` of a message, or `{view_id, state}`.
   * @param {string} blockId
   * @param {string} actionId
   * @param {?string|string[]} value
   */
  async act(place, blockId, actionId, value) {
    const chosen = Array.isArray(value) ? { values: value } : { value };
    return this.#problem("/local/action", { ...place, block_id: blockId, action_id: actionId, ...chosen });
  }

  /** What the app offers for what was typed: `{options}`, `{option_groups}` or `{problem}`. */
  async options(place, blockId, actionId, typed) {
    return this.#post("/local/options", { ...place, block_id: blockId, action_id: actionId, value: typed });
  }

  /** Tell the app that its Home was opened. Resolves to what is wrong, or an empty string. */
  async openHome() {
    return this.#problem("/local/home", {});
  }

  /** Run a shortcut, on a message where it is of that type. Resolves to what is wrong, or an empty string. */
  async runShortcut(callbackId, message = null) {
    const place = message ? { channel_id: message.channel_id, ts: message.ts } : {};
    return this.#problem("/local/shortcut", { callback_id: callbackId, ...place });
  }

  /** Submit a window: `{ok, problem, errors}`. */
  async submit(viewId, state) {
    return this.#post("/local/submit", { view_id: viewId, state });
  }

  /** Close the top window. */
  async closeView(viewId) {
    return this.#post("/local/close", { view_id: viewId });
  }

  async #problem(path, said) {
    return (await this.#post(path, said)).problem ?? "";
  }

  async #post(path, said) {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ user: this.me, ...said }),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response.json();
  }

  #listen(after) {
    this.source?.close();
    this.source = new EventSource(`/local/changes?user=${this.me}&after=${after}`);
    const on = (kind, act) => this.source.addEventListener(kind, (event) => act(JSON.parse(event.data)));
    on("message", (message) => {
      this.messages.set(message.ts, message);
      this.#tell("message", { message });
    });
    on("deleted", (message) => {
      this.messages.delete(message.ts);
      this.#tell("deleted", { message });
    });
    on("home", (view) => {
      this.home = view;
      this.#tell("home", { view });
    });
    on("modals", (views) => {
      this.modals = views;
      this.#tell("modals", { views });
    });
    on("exchange", (exchange) => {
      this.exchanges.set(exchange.exchange_id, exchange);
      this.#tell("exchange", { exchange });
    });
    on("reset", () => this.open());
    this.source.onopen = () => this.#tell("online");
    this.source.onerror = () => this.#tell("offline");
  }

  #tell(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }
}
