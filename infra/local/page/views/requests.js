/** The developer's panel: every HTTP exchange between this Slack and the app. */

import { byId, element } from "../dom.js";
import { milliseconds } from "./messages.js";

/** Add exchanges to the panel, newest first, and show the latest latency in the bar. */
export function showExchanges(exchanges) {
  const list = byId("exchanges");
  for (const exchange of exchanges) {
    if (!byId(rowId(exchange.exchange_id))) list.prepend(row(exchange));
  }
  const latest = exchanges.at(-1);
  if (!latest) return;
  byId("no-requests").hidden = true;
  const badge = byId("last-latency");
  badge.hidden = false;
  badge.textContent = milliseconds(latest);
  badge.classList.toggle("failed", latest.errors.length > 0);
}

/** Remove all exchanges from the panel. */
export function clearExchanges() {
  byId("exchanges").replaceChildren();
  byId("no-requests").hidden = false;
  byId("last-latency").hidden = true;
}

/** Open one exchange and scroll to it. */
export function revealExchange(exchangeId) {
  const details = byId(rowId(exchangeId))?.querySelector("details");
  if (!details) return;
  details.open = true;
  details.querySelector("summary").focus({ preventScroll: true });
  details.scrollIntoView({ block: "start" });
}

const rowId = (exchangeId) => `exchange-${exchangeId}`;

function row(exchange) {
  const { kind, summary, status, errors, warnings } = exchange;
  const details = element("details", {},
    element("summary", {},
      element("span", { class: `status ${errors.length ? "failed" : warnings.length ? "warned" : "fine"}` }, String(status || "–")),
      element("span", { class: "exchange-kind" }, kind),
      element("span", { class: "exchange-summary", dir: "auto" }, summary),
      element("span", { class: "latency" }, milliseconds(exchange))));
  // Rendered when first opened: there can be hundreds.
  details.addEventListener("toggle", () => details.append(...content(exchange)), { once: true });
  const notes = (sentences, name) => sentences.map((sentence) => element("p", { class: `found ${name}` }, sentence));
  return element("li", { id: rowId(exchange.exchange_id) }, details, ...notes(errors, "error"), ...notes(warnings, "warning"));
}

function content(exchange) {
  const { request_url, request_headers, request_body, request, status, response_headers, response_body, response } = exchange;
  return [
    element("h3", {}, "Request"),
    element("p", { class: "line" }, `POST ${request_url}`),
    headers(request_headers),
    code(pretty(request)),
    raw("Raw body", request_body),
    element("h3", {}, "Answer"),
    element("p", { class: "line" }, status ? `HTTP ${status}` : "none"),
    headers(response_headers),
    response_body ? code(response === null ? response_body : pretty(response)) : element("p", { class: "hint" }, "The body is empty."),
    response !== null && raw("Raw body", response_body),
  ].filter(Boolean);
}

const pretty = (json) => JSON.stringify(json, null, 2);

/** A code block that can be scrolled by keyboard too. */
const code = (text) => element("pre", { tabindex: "0" }, text);

function headers(values) {
  const lines = Object.entries(values).map(([name, value]) => `${name}: ${value}`);
  return raw(`${lines.length} headers`, lines.join("\n"));
}

function raw(title, text) {
  return element("details", { class: "raw" }, element("summary", {}, title), code(text));
}
