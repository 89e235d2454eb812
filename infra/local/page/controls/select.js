/** Selects whose options are part of the block: one choice or several. */

import { element } from "../dom.js";
import { plainText } from "../mrkdwn.js";
import { Listbox, groupsOf } from "./listbox.js";

const TYPING_PAUSE_MS = 600;

/**
 * A select of one option.
 *
 * @param {Object} spec A static_select.
 * @param {import("../blocks/elements.js").ElementContext} context
 * @returns {import("../blocks/elements.js").Field}
 */
export function staticSelect(spec, context) {
  const { control, content } = opener(spec, context);
  let chosen = spec.initial_option ?? null;
  const render = () => showChosen(content, control, spec, chosen ? [chosen] : []);
  const listbox = new Listbox(control, async (option) => {
    listbox.close();
    const before = chosen;
    chosen = option;
    render();
    if (!(await context.send(control, option.value))) {
      chosen = before;
      render();
    }
  });
  const open = () => listbox.show(groupsOf(spec), new Set(chosen ? [chosen.value] : []));
  addListeners(control, listbox, open, () => listbox.close());
  render();
  return {
    node: element("span", { class: "menu-root" }, control, listbox.node),
    control,
    read: () => chosen?.value ?? null,
    save: () => chosen?.value ?? null,
    restore: (saved) => {
      chosen = optionsOf(spec).find(({ value }) => value === saved) ?? chosen;
      render();
    },
  };
}

/**
 * A select of several options, which sends them when its list closes.
 *
 * @param {Object} spec A multi_static_select.
 * @param {import("../blocks/elements.js").ElementContext} context
 * @returns {import("../blocks/elements.js").Field}
 */
export function multiStaticSelect(spec, context) {
  const { control, content } = opener(spec, context);
  const options = optionsOf(spec);
  let chosen = new Set((spec.initial_options ?? []).map(({ value }) => value));
  let sent = new Set(chosen);
  const render = () => {
    showChosen(content, control, spec, options.filter(({ value }) => chosen.has(value)), "token");
    listbox.mark(chosen);
  };
  const listbox = new Listbox(control, ({ value }) => {
    if (chosen.has(value)) chosen.delete(value);
    else if (chosen.size < (spec.max_selected_items ?? Infinity)) chosen.add(value);
    render();
    listbox.popup.position(); // the control may have grown
  }, true);
  const read = () => options.filter(({ value }) => chosen.has(value)).map(({ value }) => value);
  const close = async () => {
    listbox.close();
    if (chosen.size === sent.size && [...chosen].every((value) => sent.has(value))) return;
    const before = sent;
    sent = new Set(chosen);
    if (await context.send(control, read())) return;
    chosen = sent = before;
    render();
  };
  addListeners(control, listbox, () => listbox.show(groupsOf(spec), chosen), close);
  render();
  return {
    node: element("span", { class: "menu-root" }, control, listbox.node),
    control,
    read,
    save: read,
    restore: (saved) => {
      chosen = new Set(options.map(({ value }) => value).filter((value) => saved.includes(value)));
      sent = new Set(chosen);
      render();
    },
  };
}

const optionsOf = (spec) => groupsOf(spec).flatMap(({ options }) => options);
const prompt = (spec) => plainText(spec.placeholder ?? { text: "Choose an option" });

function opener(spec, { labelledBy }) {
  const content = element("span", { class: "select-content" });
  const control = element("button", {
    type: "button", class: "button select", role: "combobox",
    "aria-labelledby": labelledBy, "aria-label": labelledBy ? null : prompt(spec),
  }, content, element("span", { class: "arrow", "aria-hidden": "true" }, "▾"));
  return { control, content };
}

function showChosen(content, control, spec, options, kind = "") {
  control.classList.toggle("empty", options.length === 0);
  content.replaceChildren(...(options.length
    ? options.map((option) => element("span", { class: kind, dir: "auto" }, plainText(option.text)))
    : [element("span", { dir: "auto" }, prompt(spec))]));
}

/** Open and close the list by mouse and keys, and find options by their first letters. */
function addListeners(control, listbox, open, close) {
  let prefix = "";
  let lastTypedAt = 0;
  const find = (letter) => {
    prefix = performance.now() - lastTypedAt < TYPING_PAUSE_MS ? prefix + letter : letter;
    lastTypedAt = performance.now();
    const index = listbox.shown.findIndex(({ option }) => plainText(option.text).toLowerCase().startsWith(prefix.toLowerCase()));
    if (index >= 0) listbox.activate(index);
  };
  const onOpenKey = (key) => {
    if (key === "Escape") close();
    else if (key === "Enter" || key === " ") listbox.active && listbox.choose(listbox.active);
    else if (key === "Home") listbox.activate(0);
    else if (key === "End") listbox.activate(listbox.shown.length - 1);
    else if (key.length === 1) find(key);
    else return listbox.move(key);
    return true;
  };
  control.addEventListener("click", () => (listbox.isOpen ? close() : open()));
  control.addEventListener("blur", () => { if (listbox.isOpen) close(); });
  control.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isHandled = listbox.isOpen ? onOpenKey(event.key) : event.key === "ArrowDown" || event.key === "ArrowUp";
    if (!isHandled) return;
    if (!listbox.isOpen && event.key.startsWith("Arrow")) open();
    event.preventDefault();
    event.stopPropagation();
  });
}
