/** Boxes to write in and boxes to tick. */

import { element } from "../dom.js";
import { mrkdwn } from "../mrkdwn.js";
import { label } from "./listbox.js";

const LONGEST = 3000;
let groups = 0;

/**
 * @param {Object} spec A plain_text_input.
 * @param {import("../blocks/elements.js").Surroundings} around
 * @returns {import("../blocks/elements.js").Field}
 */
export function plainTextInput(spec, around) {
  const words = spec.placeholder && label(spec.placeholder);
  const control = element(spec.multiline ? "textarea" : "input", {
    class: "field", type: spec.multiline ? null : "text", rows: spec.multiline ? "4" : null, dir: "auto",
    autocomplete: "off", placeholder: words, maxlength: spec.max_length ?? LONGEST,
    "aria-labelledby": around.labelledBy, "aria-label": around.labelledBy ? null : words ?? "Text",
  });
  control.value = spec.initial_value ?? "";
  control.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && around.isSentAtOnce && !spec.multiline) {
      event.preventDefault();
      around.send(control, control.value);
    }
  });
  return {
    node: control,
    control,
    read: () => control.value || null,
    keep: () => control.value,
    restore: (kept) => { control.value = kept; },
  };
}

/**
 * Checkboxes, or radio buttons where only one can be chosen.
 *
 * @param {Object} spec
 * @param {import("../blocks/elements.js").Surroundings} around
 * @returns {import("../blocks/elements.js").Field}
 */
export function choices(spec, around) {
  const isMulti = spec.type === "checkboxes";
  groups += 1;
  const name = `choices-${groups}`;
  const initial = new Set((spec.initial_options ?? [spec.initial_option]).map((option) => option?.value));
  const boxes = spec.options.map((option) => element("input", {
    type: isMulti ? "checkbox" : "radio", name, "data-value": option.value, checked: initial.has(option.value),
  }));
  const chosen = () => boxes.filter(({ checked }) => checked).map(({ dataset }) => dataset.value);
  const check = (values) => { for (const box of boxes) box.checked = values.includes(box.dataset.value); };
  let before = chosen();
  const control = element("span", {
    class: "choices", role: isMulti ? "group" : "radiogroup",
    "aria-labelledby": around.labelledBy, "aria-label": around.labelledBy ? null : "Options",
  }, ...spec.options.map((option, place) => element("label", { class: "choice" }, boxes[place],
    element("span", { dir: "auto" }, words(option.text), option.description && element("small", {}, words(option.description))))));
  const read = () => (isMulti ? chosen() : chosen()[0] ?? null);
  control.addEventListener("change", async () => {
    const previous = before;
    before = chosen();
    if (await around.send(control, read())) return;
    before = previous;
    check(previous);
  });
  return {
    node: control,
    control,
    read,
    keep: chosen,
    restore: (kept) => {
      check(kept);
      before = chosen();
    },
  };
}

const words = (text) => (text.type === "mrkdwn" ? mrkdwn(text.text) : label(text));
