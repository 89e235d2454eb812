/** The changes that a page has to show, as the server sends them. */

const KINDS = ["message", "deleted", "home", "modals", "exchange", "execution", "crowd"];

export class Changes {
  /** @param {(kind: string, subject: ?Object) => void} on Takes a change; also `reset`, `online` and `offline`. */
  constructor(on) {
    this.on = on;
    this.source = null;
    this.port = window.SharedWorker ? new SharedWorker("/page/changes_worker.js", { name: "changes" }).port : null;
    if (!this.port) return;
    this.port.onmessage = ({ data: { kind, subject } }) => on(kind, subject);
    addEventListener("pagehide", () => this.port.postMessage({ isLeaving: true }));
    addEventListener("pageshow", ({ persisted }) => { if (persisted) on("reset"); });
  }

  /**
   * Receive the changes for a person in a browser tab, from the one behind a snapshot on.
   *
   * @param {{user: string, tab: string, after: number}} page
   */
  listen(page) {
    if (this.port) this.port.postMessage(page);
    else this.#open(page);
  }

  /** Browsers without shared workers, as on phones, have a connection for each page. */
  #open({ user, tab, after }) {
    this.source?.close();
    this.source = new EventSource(`/local/changes?user=${user}&tab=${tab}&after=${after}`);
    for (const kind of KINDS) this.source.addEventListener(kind, (event) => this.on(kind, JSON.parse(event.data)));
    this.source.addEventListener("reset", () => this.on("reset"));
    this.source.onopen = () => this.on("online");
    this.source.onerror = () => this.on("offline");
  }
}
