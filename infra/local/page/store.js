/** The state of the page, and its calls of the server. */

import { Changes } from "./changes.js";

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

/** Id of this browser tab, or of this frame in one, the same after a reload: a window opens where it was asked for. */
function tabId() {
  const key = `tab${window.name}`;
  const known = sessionStorage.getItem(key);
  // A copy of a tab begins with the storage of the other one, and is a navigation of another kind.
  const [{ type } = {}] = performance.getEntriesByType("navigation");
  const id = known && type !== "navigate" ? known : Array.from(crypto.getRandomValues(new Uint32Array(2)), (part) => part.toString(36)).join("");
  sessionStorage.setItem(key, id);
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
    /** @type {Map<string, Object>} Executions of the app's custom steps. */
    this.executions = new Map();
    this.changes = new Changes((kind, subject) => this.#apply(kind, subject));
    this.openings = 0;
  }

  /** Load a snapshot, then receive the changes. */
  async open() {
    const opening = (this.openings += 1);
    const query = new URLSearchParams({ tab: this.tab, ...(this.user ? { user: this.user } : {}) });
    const response = await fetch(`/local/state?${query}`);
    if (!response.ok) throw new Error(await response.text());
    const state = await response.json();
    // Another person may have been chosen meanwhile, and that answer may have come first.
    if (opening !== this.openings) return;
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
    this.steps = state.steps ?? [];
    this.executions = new Map((state.executions ?? []).map((execution) => [execution.execution_id, execution]));
    this.crowd = state.crowd ?? null;
    this.mostMembers = state.most_members ?? 0;
    this.changes.listen({ user: this.me, tab: this.tab, after: state.number });
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

  /** Run a workflow of a custom step, and of *Send a message* where it has a channel. Resolves to an error, or an empty string. */
  async runStep(callbackId, inputs, channelId, message) {
    return this.#problem("/local/steps/run", { callback_id: callbackId, inputs, channel_id: channelId, message });
  }

  /** Run the workflow of an execution again. Resolves to an error, or an empty string. */
  async runStepAWeekLater(executionId) {
    return this.#problem("/local/steps/week", { execution_id: executionId });
  }

  /** Have a crowd press buttons of a message. Resolves to an error, or an empty string. */
  async startCrowd(message, buttons, members, seconds) {
    const { channel_id, ts } = message;
    return this.#problem("/local/crowd", { channel_id, ts, buttons, members, seconds });
  }

  async stopCrowd() {
    return this.#problem("/local/crowd/stop", {});
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

  #apply(kind, subject) {
    const apply = {
      message: () => this.messages.set(subject.ts, subject),
      deleted: () => this.messages.delete(subject.ts),
      home: () => { this.home = subject; },
      modals: () => { this.modals = subject; },
      exchange: () => this.exchanges.set(subject.exchange_id, subject),
      execution: () => this.executions.set(subject.execution_id, subject),
      crowd: () => { this.crowd = subject; },
    };
    if (kind === "reset") {
      this.open();
      return;
    }
    apply[kind]?.();
    this.#dispatch(kind, subject);
  }

  #dispatch(kind, subject) {
    this.dispatchEvent(new CustomEvent(kind, { detail: subject }));
  }
}
