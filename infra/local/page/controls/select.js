/** Selects whose options came with the block: one choice or several. */

import { element } from "../dom.js";
import { Listbox, groupsOf, label } from "./listbox.js";

const TYPED_TOGETHER_MS = 600;

/**
 * A select of one option.
 *
 * @param {Object} spec A static_select.
 * @param {import("../blocks/elements.js").Surroundings} around
 * @returns {import("../blocks/elements.js").Field}
 */
export function staticSelect(spec, around) {
  const { control, face } = opener(spec, around);
  let chosen = spec.initial_option ?? null;
  const draw = () => showFace(face, control, spec, chosen ? [chosen] : []);
  const listbox = new Listbox(control, async (option) => {
    listbox.close();
    const before = chosen;
    chosen = option;
    draw();
    if (!(await around.send(control, option.value))) {
      chosen = before;
      draw();
    }
  });
  const open = () => listbox.show(groupsOf(spec), new Set(chosen ? [chosen.value] : []));
  drive(control, listbox, open, () => listbox.close());
  draw();
  return {
    node: element("span", { class: "menu-root" }, control, listbox.node),
    control,
    read: () => chosen?.value ?? null,
    keep: () => chosen?.value ?? null,
    restore: (kept) => {
      chosen = optionsOf(spec).find(({ value }) => value === kept) ?? chosen;
      draw();
    },
  };
}

/**
 * A select of several options, which sends them when its list closes.
 *
 * @param {Object} spec A multi_static_select.
 * @param {import("../blocks/elements.js").Surroundings} around
 * @returns {import("../blocks/elements.js").Field}
 */
export function multiStaticSelect(spec, around) {
  const { control, face } = opener(spec, around);
  const options = optionsOf(spec);
  let chosen = new Set((spec.initial_options ?? []).map(({ value }) => value));
  let sent = new Set(chosen);
  const draw = () => {
    showFace(face, control, spec, options.filter(({ value }) => chosen.has(value)), "token");
    listbox.mark(chosen);
  };
  const listbox = new Listbox(control, ({ value }) => {
    if (chosen.has(value)) chosen.delete(value);
    else if (chosen.size < (spec.max_selected_items ?? Infinity)) chosen.add(value);
    draw();
    listbox.popup.place(); // the control may have grown
  }, true);
  const read = () => options.filter(({ value }) => chosen.has(value)).map(({ value }) => value);
  const close = async () => {
    listbox.close();
    if (chosen.size === sent.size && [...chosen].every((value) => sent.has(value))) return;
    const before = sent;
    sent = new Set(chosen);
    if (await around.send(control, read())) return;
    chosen = sent = before;
    draw();
  };
  drive(control, listbox, () => listbox.show(groupsOf(spec), chosen), close);
  draw();
  return {
    node: element("span", { class: "menu-root" }, control, listbox.node),
    control,
    read,
    keep: read,
    restore: (kept) => {
      chosen = new Set(options.map(({ value }) => value).filter((value) => kept.includes(value)));
      sent = new Set(chosen);
      draw();
    },
  };
}

const optionsOf = (spec) => groupsOf(spec).flatMap(({ options }) => options);
const prompt = (spec) => label(spec.placeholder ?? { text: "Choose an option" });

function opener(spec, { labelledBy }) {
  const face = element("span", { class: "select-face" });
  const control = element("button", {
    type: "button", class: "button select", role: "combobox",
    "aria-labelledby": labelledBy, "aria-label": labelledBy ? null : prompt(spec),
  }, face, element("span", { class: "arrow", "aria-hidden": "true" }, "▾"));
  return { control, face };
}

function showFace(face, control, spec, options, kind = "") {
  control.classList.toggle("empty", options.length === 0);
  face.replaceChildren(...(options.length
    ? options.map((option) => element("span", { class: kind, dir: "auto" }, label(option.text)))
    : [element("span", { dir: "auto" }, prompt(spec))]));
}

/** Open and close the list by mouse and keys, and find options by their first letters. */
function drive(control, listbox, open, close) {
  let typed = "";
  let typedAt = 0;
  const find = (letter) => {
    typed = performance.now() - typedAt < TYPED_TOGETHER_MS ? typed + letter : letter;
    typedAt = performance.now();
    const place = listbox.shown.findIndex(({ option }) => label(option.text).toLowerCase().startsWith(typed.toLowerCase()));
    if (place >= 0) listbox.activate(place);
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
