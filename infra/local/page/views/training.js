/** The panel of the weekly training: a button that starts it, its states as they pass, and the model before and after. */

import { byId, element } from "../dom.js";

const SECONDS_BETWEEN_LOOKS = 1;
const SECONDS_BETWEEN_IDLE_LOOKS = 3;
const TITLES = {
  running: () => "Training…",
  published: ({ former, version }) => ["Model ", code(former), " is replaced by ", code(version), "."],
  unchanged: ({ version }) => ["The training made the model that is current already, ", code(version), "."],
  not_published: ({ former }) => ["No new model: ", code(former), " stays."],
};

const code = (text) => element("code", {}, text);
const seconds = (value) => `${value.toFixed(1)} s`;

export class TrainingPanel {
  constructor() {
    this.isOpen = false;
    this.timer = 0;
    this.wasRunning = false;
    byId("train-now").addEventListener("click", () => this.#train());
  }

  /** @returns {Promise<boolean>} True where trainings can be started. */
  async isThere() {
    const response = await fetch("/local/training");
    return response.ok && !(await response.json()).hint;
  }

  /** Look how far the training is, again and again until the panel is closed. */
  open() {
    if (this.isOpen) return;
    this.isOpen = true;
    this.#look();
  }

  close() {
    this.isOpen = false;
    clearTimeout(this.timer);
  }

  async #train() {
    if (byId("train-now").getAttribute("aria-disabled") === "true") return;
    this.#setBusy(true);
    byId("training-problem").textContent = "";
    try {
      const response = await fetch("/local/training", { method: "POST" });
      byId("training-problem").textContent = (await response.json()).problem;
    } catch (error) {
      byId("training-problem").textContent = `The local Slack does not answer: ${error.message}`;
    }
    this.#look();
  }

  async #look() {
    clearTimeout(this.timer);
    let isRunning = false;
    try {
      const response = await fetch("/local/training");
      isRunning = response.ok ? this.#show(await response.json()) : this.#show({ hint: "No training can be started from this page." });
    } catch {
      // The page itself says that the local Slack does not answer; the next look may find it again.
    }
    if (!this.isOpen) return;
    this.timer = setTimeout(() => this.#look(), 1000 * (isRunning ? SECONDS_BETWEEN_LOOKS : SECONDS_BETWEEN_IDLE_LOOKS));
  }

  /** @returns {boolean} True while a training is under way. */
  #show({ hint = "", version, readers, new_ratings: ratings, run }) {
    byId("no-training").textContent = hint;
    byId("no-training").hidden = !hint;
    byId("training-body").hidden = Boolean(hint);
    if (hint) return false;
    const isRunning = run?.outcome === "running";
    byId("training-version").textContent = version;
    byId("training-readers").textContent = String(readers);
    byId("training-ratings").textContent = String(ratings);
    byId("training-advice").textContent = readers ? "" : "Nobody has opted in yet: open the app’s Home as one of the people, and press Opt in; then rate books.";
    this.#setBusy(isRunning);
    if (run) this.#showRun(run, isRunning);
    return isRunning;
  }

  #setBusy(isBusy) {
    // Not `disabled`: the button keeps the focus of who pressed it.
    byId("train-now").setAttribute("aria-disabled", String(isBusy));
  }

  #showRun(run, isRunning) {
    const outcome = byId("training-outcome");
    const key = JSON.stringify([run.outcome, run.former, run.version, run.served, run.reason]);
    if (outcome.dataset.key !== key) { // screen readers read it once
      outcome.dataset.key = key;
      outcome.className = `outcome ${run.outcome}`;
      outcome.replaceChildren(
        element("p", { class: "outcome-title" }, ...[TITLES[run.outcome](run)].flat()),
        ...(run.reason ? [element("p", { class: "outcome-reason" }, run.reason)] : []),
        ...(run.outcome === "published" ? [element("p", {}, ...served(run))] : []));
    }
    this.#showStates(run, isRunning);
  }

  /** Show the states; rows that have not changed stay, and the last one stays visible where it was. */
  #showStates(run, isRunning) {
    const list = byId("training-states");
    const scroller = list.closest(".scroller");
    const wasVisible = !list.lastChild || list.lastChild.getBoundingClientRect().top < scroller.getBoundingClientRect().bottom;
    const keys = run.states.map((state, position) => JSON.stringify([
      state.name, state.after_seconds, state.seconds, isRunning && position === run.states.length - 1, lines(state, run)]));
    for (const [position, key] of keys.entries()) {
      const shown = list.children[position];
      if (shown?.dataset.key === key) continue;
      const node = row(run.states[position], isRunning && position === keys.length - 1, lines(run.states[position], run));
      node.dataset.key = key;
      if (shown) shown.replaceWith(node);
      else list.append(node);
    }
    while (list.children.length > keys.length) list.lastChild.remove();
    // Who has followed the states down sees the result, which stands above them.
    const node = isRunning ? list.lastChild : this.wasRunning && byId("training-outcome");
    if (wasVisible && node) node.scrollIntoView({ block: "nearest" });
    this.wasRunning = isRunning;
  }
}

/** What a state has written: the training's lines, or the notice. */
function lines({ name }, run) {
  if (name === "Train") return run.lines;
  return name.startsWith("Notify") && run.notice ? [run.notice] : [];
}

function served({ served: answered, version }) {
  return answered === version
    ? ["The functions answer from it now: each answer names its model."]
    : ["The functions still answer from ", code(answered || "none"), "; they look for the current model again within a minute."];
}

function row({ name, words, after_seconds: after, seconds: lasted }, isCurrent, written) {
  return element("li", { class: isCurrent ? "state current" : "state", "aria-current": isCurrent ? "step" : null },
    element("span", { class: "state-time" }, seconds(after)),
    element("div", { class: "state-body" },
      element("p", {}, element("b", {}, name), " ", element("span", { class: "state-words" }, words),
        lasted >= 1 && element("span", { class: "latency" }, seconds(lasted))),
      written.length > 0 && element("ul", { class: "lines" }, ...written.map((line) => element("li", {}, line)))));
}
