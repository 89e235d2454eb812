/** Answers in place of the former one: the page of the same address is fetched, and its answer taken over.
 *
 * All that it shows is the server's own HTML, in which nothing from outside is markup. Without this script every form and
 * link loads its page as a whole.
 */

const PATIENCE_MS = 300;
const TIMEOUT_MS = 20_000;
const KEPT_ANSWERS = 50;

const box = document.getElementById("title");
const answer = document.getElementById("answer");
const progress = document.getElementById("progress");
const shown = new Map(); // address -> what stood there, for the way back, also without a network
const policy = window.trustedTypes?.createPolicy("shelftalker", { createHTML: (html) => html });
let request = null;

keep(location.href, takenFrom(document));
removeMissingCovers();

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (form.method !== "get") return;
  const address = new URL(form.action);
  const fields = new URLSearchParams(new FormData(form));
  if (submitter?.name) fields.append(submitter.name, submitter.value);
  address.search = fields;
  event.preventDefault();
  if (fields.get("title")?.trim() === "") {
    box.value = "";
    box.reportValidity(); // as the browser does for an empty box
    return;
  }
  open(address.href);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  if (!link || !isPlain || event.defaultPrevented || !isOfThisPage(link)) return;
  event.preventDefault();
  open(link.href);
});

window.addEventListener("popstate", () => open(location.href, { isNew: false }));
document.addEventListener("error", ({ target }) => { if (target.matches?.(".cover img")) showCloth(target); }, true);
document.addEventListener("load", ({ target }) => { if (target.matches?.(".cover img")) checkCover(target); }, true);

function isOfThisPage({ origin, pathname, hash }) {
  return origin === location.origin && pathname === location.pathname && !hash;
}

/** Show the answer at an address; the address changes once it is there. */
async function open(address, { isNew = true } = {}) {
  request?.abort();
  const mine = request = new AbortController();
  const waiting = setTimeout(() => report("Looking along the shelves…"), PATIENCE_MS);
  const deadline = setTimeout(() => mine.abort(), TIMEOUT_MS);
  document.body.setAttribute("aria-busy", "true");
  try {
    const found = shown.get(address) ?? await load(address, mine.signal);
    if (request !== mine) return;
    if (isNew && address !== location.href) history.pushState(null, "", address);
    show(address, found);
  } catch (error) {
    if (request === mine) explain(error, () => open(address, { isNew }));
  } finally {
    clearTimeout(waiting);
    clearTimeout(deadline);
    if (request === mine) document.body.removeAttribute("aria-busy");
  }
}

async function load(address, signal) {
  const response = await fetch(address, { headers: { accept: "text/html" }, signal });
  const html = await response.text();
  const page = new DOMParser().parseFromString(policy?.createHTML(html) ?? html, "text/html");
  if (!page.getElementById("answer")) throw new Refusal(response.status);
  return { ...takenFrom(page), isPassing: !response.ok };
}

function takenFrom(page) {
  const nodes = [...page.getElementById("answer").childNodes];
  return { title: page.title, kind: page.body.className, typed: page.getElementById("title").defaultValue, nodes };
}

/** An answer that is no page of ours, such as those of API Gateway. */
class Refusal extends Error {
  constructor(status) {
    super(`status ${status}`);
    this.isBusy = status === 429 || status === 503;
  }
}

function show(address, found) {
  if (!found.isPassing) keep(address, found);
  document.title = found.title;
  document.body.className = found.kind;
  if (found.typed || !box.matches(":focus")) box.value = found.typed;
  answer.replaceChildren(...found.nodes);
  report("");
  removeMissingCovers();
  const heading = document.getElementById("heading");
  heading.tabIndex = -1;
  heading.focus();
}

function keep(address, found) {
  shown.delete(address);
  shown.set(address, found);
  if (shown.size > KEPT_ANSWERS) shown.delete(shown.keys().next().value);
}

function report(sentence) {
  progress.classList.remove("failed");
  progress.replaceChildren(sentence);
}

function explain(error, again) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Try again" });
  button.addEventListener("click", again);
  progress.classList.add("failed");
  progress.replaceChildren(sentenceOn(error), button);
}

function sentenceOn(error) {
  if (!navigator.onLine) return "You are offline. Connect to the internet, then try again.";
  if (error.isBusy) return "Many people are asking at this moment. Wait a few seconds, then try again.";
  if (error.name === "AbortError") return "The answer takes too long. Your connection may be slow.";
  if (error instanceof Refusal) return "Something went wrong on our side. Wait a minute, then try again.";
  return "The bookshop can't be reached. Check your connection, then try again.";
}

/** Covers that failed or came before this script was there. */
function removeMissingCovers() {
  for (const image of document.querySelectorAll(".cover img")) if (image.complete && image.src) checkCover(image);
}

/** Some hosts send an image of one pixel for a cover that they lack. */
function checkCover(image) {
  if (image.naturalWidth < 2) showCloth(image);
}

function showCloth(image) {
  image.parentElement.classList.add("plain");
  image.remove();
}
