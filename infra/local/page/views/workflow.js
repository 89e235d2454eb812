/** The panel of the app's custom steps: runs a workflow of one step and *Send a message*, at once and a week later. */

import { byId, element } from "../dom.js";
import { milliseconds } from "./messages.js";

const STATES = {
  running: "The app has not completed it yet", completed: "Completed", failed: "Failed", not_acknowledged: "Not acknowledged",
};

export class WorkflowPanel {
  /** @param {import("../store.js").Store} store */
  constructor(store) {
    this.store = store;
    this.key = "";
  }

  /** Show a form for each step, and the runs. */
  render() {
    this.showExecutions();
    const key = JSON.stringify([this.store.steps, this.store.me]);
    if (key === this.key) return; // what has been filled in stays
    this.key = key;
    byId("workflow-steps").replaceChildren(...this.store.steps.map((step) => this.#form(step)));
  }

  #form(step) {
    const fields = step.inputs.map((parameter) => this.#field(step, parameter));
    const outputs = step.outputs.filter(({ type }) => type === "string");
    const first = outputs.find(({ name }) => name === "text") ?? outputs[0];
    const channel = this.#select(`${step.callback_id}-send`, this.#channels("nobody: this workflow has no such step"));
    channel.value = this.store.channels[0].channel_id;
    const message = element("textarea", { id: `${step.callback_id}-message`, class: "field", rows: "2" });
    message.value = first ? `This week's pick: {{${first.name}}}` : "";
    const problem = element("p", { class: "problem", role: "alert" });
    const form = element("form", { class: "step", "aria-label": step.title },
      element("h3", {}, step.title),
      element("p", { class: "line" }, step.description),
      ...fields.map(({ node }) => node),
      element("h3", {}, "Then: Send a message"),
      labelled("to", channel, "The channel in which the workflow posts."),
      labelled("text", message, `Outputs of the step: ${step.outputs.map(({ name }) => `{{${name}}}`).join(", ") || "none"}.`),
      element("p", {}, element("button", { type: "submit", class: "button primary" }, "Run")),
      problem);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const inputs = Object.fromEntries(fields.map(({ name, value }) => [name, value()]).filter(([, value]) => value !== ""));
      await say(problem, () => this.store.runStep(step.callback_id, inputs, channel.value, message.value));
    });
    return form;
  }

  #field(step, { name, type, title, description, is_required: isRequired }) {
    const id = `${step.callback_id}-${name}`;
    const text = `${title}${isRequired ? " *" : ""}`;
    if (type === "slack#/types/channel_id") return field(name, text, description, this.#select(id, this.#channels("none")));
    if (type === "slack#/types/user_id") return field(name, text, description, this.#select(id, this.#people()));
    if (type === "boolean") {
      const box = element("input", { id, type: "checkbox" });
      return { name, node: labelled(text, box, description), value: () => box.checked };
    }
    const isNumber = type === "integer" || type === "number";
    const input = element("input", { id, class: "field", type: "text", inputmode: isNumber ? "decimal" : null });
    const typed = () => (isNumber && input.value.trim() && !Number.isNaN(Number(input.value)) ? Number(input.value) : input.value);
    return { name, node: labelled(text, input, description), value: typed };
  }

  #select(id, options) {
    return element("select", { id, class: "field" }, ...options.map(([value, text]) => element("option", { value }, text)));
  }

  #channels(none) {
    return [["", none], ...this.store.channels.map(({ channel_id: id, name }) => [id, `# ${name}`])];
  }

  #people() {
    const people = [...this.store.authors.values()].filter(({ kind }) => kind === "user");
    return [["", "none"], ...people.map(({ id, name }) => [id, name])];
  }

  /** Show the runs, newest first. */
  showExecutions() {
    const executions = [...this.store.executions.values()].reverse();
    const wasNewest = byId("executions").firstChild?.dataset.id;
    const focused = document.activeElement?.closest?.(".execution")?.dataset.id;
    byId("executions").replaceChildren(...executions.map((execution) => this.#row(execution)));
    if (focused) byId("executions").querySelector(`[data-id="${CSS.escape(focused)}"] button`)?.focus({ preventScroll: true });
    const newest = byId("executions").firstChild;
    if (newest && newest.dataset.id !== wasNewest) newest.scrollIntoView({ block: "nearest" });
  }

  #row(execution) {
    const { execution_id: id, title, week, state, outputs, problem, delivered, seconds, inputs } = execution;
    const note = element("p", { class: "problem", role: "alert" });
    const entries = (values) => element("dl", { class: "values" }, ...Object.entries(values).flatMap(([name, value]) => [
      element("dt", {}, name), element("dd", { dir: "auto" }, this.#name(value))]));
    return element("li", { class: `execution ${state}`, "data-id": id },
      element("p", { class: "outcome-title", role: "status" }, `Week ${week}: ${title}. ${STATES[state]}`,
        seconds > 0 && element("span", { class: "latency" }, milliseconds({ milliseconds: 1000 * seconds }))),
      Object.keys(inputs).length > 0 && entries(inputs),
      problem && element("p", { class: "found error" }, problem),
      delivered > 1 && element("p", { class: "found warning" }, `Slack sent the event ${delivered} times.`),
      Object.keys(outputs).length > 0 && entries(outputs),
      element("p", {}, element("button", {
        type: "button", class: "button", onclick: () => say(note, () => this.store.runStepAWeekLater(id)),
      }, "A week later")),
      note);
  }

  /** A value as a person reads it: a channel or a person by name. */
  #name(value) {
    const channel = this.store.channels.find(({ channel_id: id }) => id === value);
    return channel ? `# ${channel.name}` : this.store.authors.get(value)?.name ?? String(value);
  }
}

const field = (name, text, description, control) => ({ name, node: labelled(text, control, description), value: () => control.value });

function labelled(text, control, description) {
  control.setAttribute("aria-describedby", `${control.id}-help`);
  return element("div", { class: "tool-field" },
    element("label", { for: control.id }, text), control, element("small", { id: `${control.id}-help` }, description));
}

/** Run a call, and show its error. */
async function say(node, call) {
  node.textContent = "";
  try {
    node.textContent = await call();
  } catch (error) {
    node.textContent = `This machine's Slack does not answer: ${error.message}`;
  }
}
