/** The state of the page, and its calls of the server. */

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
 * @property {Object[]} files
 */

const SLACKBOT_ID = "USLACKBOT";

/** Id of this browser tab, the same after a reload: a window opens in the tab that asked for it. */
function tabId() {
  const known = sessionStorage.getItem("tab");
  // A copy of a tab begins with the storage of the other one, and is a navigation of another kind.
  const [{ type } = {}] = performance.getEntriesByType("navigation");
  const id = known && type !== "navigate" ? known : Array.from(crypto.getRandomValues(new Uint32Array(2)), (part) => part.toString(36)).join("");
  sessionStorage.setItem("tab", id);
  return id;
}

export class Store extends EventTarget {
  /** @param {?string} user Id or handle of the person who uses this page. */
  constructor(user) {
    super();
    this.user = user;
    this.tab = tabId();
    /** @type {Map<string, Message>} */
    this.messages = new Map();
    /** @type {Map<string, Object>} */
    this.exchanges = new Map();
  }

  /** Load a snapshot, then receive the changes. */
  async open() {
    const query = new URLSearchParams({ tab: this.tab, ...(this.user ? { user: this.user } : {}) });
    const response = await fetch(`/local/state?${query}`);
    if (!response.ok) throw new Error(await response.text());
    const state = await response.json();
    this.team = state.team;
    this.me = state.me;
    this.channels = state.channels;
    this.conversation = state.conversation ?? null;
    this.commands = state.commands;
    this.shortcuts = state.shortcuts ?? [];
    this.hasTools = state.has_tools ?? false;
    this.home = state.home ?? null;
    this.modals = state.modals ?? [];
    this.authors = new Map(state.authors.map((author) => [author.id, author]));
    this.messages = new Map(state.messages.map((message) => [message.ts, message]));
    this.exchanges = new Map(state.exchanges.map((exchange) => [exchange.exchange_id, exchange]));
    this.#listen(state.number);
    this.#dispatch("reset");
  }

  /** Change the person who uses this page. */
  async switchUser(user) {
    this.user = user;
    await this.open();
  }

  /** Messages of a channel outside threads, or of one thread with the message that starts it; oldest first. */
  messagesOf(channelId, threadTs = null) {
    const belongs = threadTs
      ? (message) => message.ts === threadTs || message.thread_ts === threadTs
      : (message) => !message.thread_ts;
    const messages = [...this.messages.values()].filter((message) => message.channel_id === channelId && belongs(message));
    return messages.sort((one, other) => (one.ts < other.ts ? -1 : 1));
  }

  /** Number of answers in the thread of a message. */
  repliesTo(ts) {
    return [...this.messages.values()].filter((message) => message.thread_ts === ts && !message.is_ephemeral).length;
  }

  author(message) {
    return this.authors.get(message.author_id) ?? { id: message.author_id, name: message.author_id, kind: "user" };
  }

  /** Send a line of the message box: a message, or a command that the app answers. */
  async sendLine(channelId, text, threadTs) {
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
   * Send a click or a choice. Resolves to an error, or an empty string.
   *
   * @param {Object} source `{channel_id, ts}` of a message, or `{view_id, state}`.
   * @param {string} blockId
   * @param {string} actionId
   * @param {?string|string[]} value
   */
  async act(source, blockId, actionId, value) {
    const chosen = Array.isArray(value) ? { values: value } : { value };
    return this.#problem("/local/action", { ...source, block_id: blockId, action_id: actionId, ...chosen });
  }

  /** Request the app's options for a query: `{options}`, `{option_groups}` or `{problem}`. */
  async options(source, blockId, actionId, query) {
    return this.#post("/local/options", { ...source, block_id: blockId, action_id: actionId, value: query });
  }

  /** Send the app the event that its Home was opened. Resolves to an error, or an empty string. */
  async openHome() {
    return this.#problem("/local/home", {});
  }

  /** Run a global shortcut, or one on a message. Resolves to an error, or an empty string. */
  async runShortcut(callbackId, message = null) {
    const source = message ? { channel_id: message.channel_id, ts: message.ts } : {};
    return this.#problem("/local/shortcut", { callback_id: callbackId, ...source });
  }

  /** Submit a modal: `{ok, problem, errors}`. */
  async submit(viewId, state) {
    return this.#post("/local/submit", { view_id: viewId, state });
  }

  /** Close the top modal. */
  async closeView(viewId) {
    return this.#post("/local/close", { view_id: viewId });
  }

  /** List the app's tools for Slackbot: `{tools, problem}`. */
  async listTools() {
    return this.#post("/local/tools", {});
  }

  /** Call a tool as Slackbot would: `{problem, text, structured, is_error, request, exchange_id}`. */
  async callTool(name, given) {
    return this.#post("/local/tools/call", { name, arguments: given });
  }

  async #problem(path, members) {
    return (await this.#post(path, members)).problem ?? "";
  }

  async #post(path, members) {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ user: this.me, tab: this.tab, ...members }),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response.json();
  }

  #listen(after) {
    this.source?.close();
    this.source = new EventSource(`/local/changes?user=${this.me}&tab=${this.tab}&after=${after}`);
    const on = (kind, apply) => this.source.addEventListener(kind, (event) => apply(JSON.parse(event.data)));
    on("message", (message) => {
      this.messages.set(message.ts, message);
      this.#dispatch("message", { message });
    });
    on("deleted", (message) => {
      this.messages.delete(message.ts);
      this.#dispatch("deleted", { message });
    });
    on("home", (view) => {
      this.home = view;
      this.#dispatch("home", { view });
    });
    on("modals", (views) => {
      this.modals = views;
      this.#dispatch("modals", { views });
    });
    on("exchange", (exchange) => {
      this.exchanges.set(exchange.exchange_id, exchange);
      this.#dispatch("exchange", { exchange });
    });
    on("reset", () => this.open());
    this.source.onopen = () => this.#dispatch("online");
    this.source.onerror = () => this.#dispatch("offline");
  }

  #dispatch(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }
}
