/**
 * The one connection for changes that all pages of a browser share: a browser opens six to a server, and the pages of
 * several people, side by side or in tabs, would use them up.
 */

const KINDS = ["message", "deleted", "home", "modals", "exchange", "execution", "crowd"];

/** @type {Map<MessagePort, {user: string, tab: string, number: number}>} The pages; `number` is that of their last change. */
const pages = new Map();
let source = null;
let last = 0;

function open(after) {
  source?.close();
  last = after;
  source = new EventSource(`/local/changes?after=${after}`);
  for (const kind of KINDS) source.addEventListener(kind, (event) => forward(kind, event));
  source.addEventListener("reset", (event) => {
    last = Number(event.lastEventId);
    for (const page of pages.keys()) page.postMessage({ kind: "reset" });
  });
  source.onopen = () => { for (const page of pages.keys()) page.postMessage({ kind: "online" }); };
  source.onerror = () => { for (const page of pages.keys()) page.postMessage({ kind: "offline" }); };
}

function forward(kind, event) {
  last = Number(event.lastEventId);
  const { seen_by: seenBy, tab, subject } = JSON.parse(event.data);
  for (const [port, page] of pages) {
    if (last <= page.number) continue; // its snapshot had it already
    page.number = last;
    if ((seenBy ?? page.user) === page.user && (tab ?? page.tab) === page.tab) port.postMessage({ kind, subject });
  }
}

self.addEventListener("connect", ({ ports: [port] }) => {
  port.onmessage = ({ data: { user, tab, after, isLeaving } }) => {
    if (isLeaving) {
      pages.delete(port);
      return;
    }
    pages.set(port, { user, tab, number: after });
    if (!source || after < last) open(after);
  };
});
