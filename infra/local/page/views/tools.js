/** The panel of the app's tools: a form stands in for Slackbot's model, and shows what the model would be told. */

import { byId, element } from "../dom.js";

const HINT = "Slackbot's model calls these in the name of who asks it. Call one here as the person that you are; the requests are signed as Slack signs them.";

export class Tools {
  /**
   * @param {import("../store.js").Store} store
   * @param {(exchangeId: string) => void} showExchange Opens an exchange in the panel of the requests.
   */
  constructor(store, showExchange) {
    this.store = store;
    this.showExchange = showExchange;
  }

  /** List the tools anew, as the person sees them who uses the page. */
  async load() {
    byId("tools-hint").textContent = "Asking the app for its tools…";
    byId("tools-list").replaceChildren();
    const asked = this.store.me;
    let listed;
    try {
      listed = await this.store.listTools();
    } catch (error) {
      listed = { problem: error.message, tools: [] };
    }
    if (asked !== this.store.me) return;
    byId("tools-hint").textContent = listed.problem || HINT;
    byId("tools-list").replaceChildren(...(listed.tools ?? []).map((tool) => this.#row(tool)));
  }

  #row(tool) {
    const fields = Object.entries(tool.inputSchema.properties).map(([name, schema]) =>
      field(tool.name, name, schema, tool.inputSchema.required.includes(name)));
    const answer = element("div", { class: "tool-answer", role: "status" });
    const button = element("button", { class: "button primary", type: "submit" }, "Call");
    const form = element("form", { class: "tool-form", "aria-label": tool.title, novalidate: true }, ...fields.map(({ node }) => node),
      element("p", {}, button));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      answer.replaceChildren(element("p", { class: "hint" }, "Waiting for the answer…"));
      const given = fields.map(({ name, value }) => [name, value()]).filter(([, value]) => value !== null);
      try {
        answer.replaceChildren(...this.#answer(await this.store.callTool(tool.name, Object.fromEntries(given))));
      } catch (error) {
        answer.replaceChildren(element("p", { class: "found error" }, error.message));
      }
      button.disabled = false;
    });
    const kind = tool.annotations.readOnlyHint ? "reads" : "changes the shelf";
    return element("li", {}, element("details", { id: `tool-${tool.name}` },
      element("summary", {},
        element("span", { class: "exchange-kind" }, tool.title),
        element("span", { class: "exchange-summary" }, tool.name),
        element("span", { class: "latency" }, kind)),
      element("p", { class: "line" }, tool.description), form, answer));
  }

  #answer({ problem, text, structured, is_error: isError, request, exchange_id: exchangeId }) {
    return [
      element("h3", {}, isError || problem ? "Error, as the model reads it" : "Answer, as the model reads it"),
      element("pre", { tabindex: "0", class: isError || problem ? "tool-text error" : "tool-text" }, problem || text),
      structured && json("Structured content", structured),
      json("Request", request),
      element("p", { class: "line" }, element("button", {
        class: "button", type: "button", onclick: () => this.showExchange(exchangeId),
      }, "Show it among the requests")),
    ].filter(Boolean);
  }
}

/** A field for an argument: `value()` is null where nothing is given. */
function field(tool, name, schema, isRequired) {
  const id = `tool-${tool}-${name}`;
  const { control, value } = controlFor(schema, id);
  const label = element("label", { for: id }, `${name}${isRequired ? " *" : ""}`);
  const help = element("small", { id: `${id}-help` }, schema.description);
  control.setAttribute("aria-describedby", `${id}-help`);
  return { name, value, node: element("div", { class: "tool-field" }, label, control, help) };
}

function controlFor(schema, id) {
  if (schema.type === "boolean") {
    const box = element("input", { id, type: "checkbox" });
    return { control: box, value: () => box.checked || null };
  }
  if (schema.enum) {
    const select = element("select", { id, class: "field" }, ...schema.enum.map((each) =>
      element("option", { value: each, selected: each === schema.default }, each)));
    return { control: select, value: () => select.value };
  }
  if (schema.type === "array") {
    const area = element("textarea", { id, class: "field", rows: "2", placeholder: "one a line" });
    const lines = () => area.value.split("\n").map((line) => line.trim()).filter(Boolean);
    return { control: area, value: () => (lines().length ? lines() : null) };
  }
  const input = element("input", { id, class: "field", type: "text", inputmode: schema.type === "integer" ? "numeric" : null });
  // What is no number goes to the app as it is, to see what a model would be told.
  const typed = () => (schema.type === "integer" && /^-?\d+$/u.test(input.value) ? Number(input.value) : input.value);
  return { control: input, value: () => (input.value === "" ? null : typed()) };
}

function json(title, value) {
  return element("details", { class: "raw" }, element("summary", {}, title), element("pre", { tabindex: "0" }, JSON.stringify(value, null, 2)));
}
