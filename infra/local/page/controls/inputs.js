/** Text fields, checkboxes and radio buttons. */

import { element } from "../dom.js";
import { plainText, renderText } from "../mrkdwn.js";

const DEFAULT_MAX_LENGTH = 3000;
let groupCount = 0;

/**
 * @param {Object} spec A plain_text_input.
 * @param {import("../blocks/elements.js").ElementContext} context
 * @returns {import("../blocks/elements.js").Field}
 */
export function plainTextInput(spec, context) {
  const placeholder = spec.placeholder && plainText(spec.placeholder);
  const control = element(spec.multiline ? "textarea" : "input", {
    class: "field", type: spec.multiline ? null : "text", rows: spec.multiline ? "4" : null, dir: "auto",
    autocomplete: "off", placeholder, maxlength: spec.max_length ?? DEFAULT_MAX_LENGTH,
    "aria-labelledby": context.labelledBy, "aria-label": context.labelledBy ? null : placeholder ?? "Text",
  });
  control.value = spec.initial_value ?? "";
  control.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && context.isSentAtOnce && !spec.multiline) {
      event.preventDefault();
      context.send(control, control.value);
    }
  });
  return {
    node: control,
    control,
    read: () => control.value || null,
    save: () => control.value,
    restore: (saved) => { control.value = saved; },
  };
}

/**
 * Checkboxes, or radio buttons where only one can be chosen.
 *
 * @param {Object} spec
 * @param {import("../blocks/elements.js").ElementContext} context
 * @returns {import("../blocks/elements.js").Field}
 */
export function choices(spec, context) {
  const isMulti = spec.type === "checkboxes";
  groupCount += 1;
  const name = `choices-${groupCount}`;
  const initial = new Set((spec.initial_options ?? [spec.initial_option]).map((option) => option?.value));
  const boxes = spec.options.map((option) => element("input", {
    type: isMulti ? "checkbox" : "radio", name, "data-value": option.value, checked: initial.has(option.value),
  }));
  const chosen = () => boxes.filter(({ checked }) => checked).map(({ dataset }) => dataset.value);
  const check = (values) => { for (const box of boxes) box.checked = values.includes(box.dataset.value); };
  let before = chosen();
  const control = element("span", {
    class: "choices", role: isMulti ? "group" : "radiogroup",
    "aria-labelledby": context.labelledBy, "aria-label": context.labelledBy ? null : "Options",
  }, ...spec.options.map((option, index) => element("label", { class: "choice" }, boxes[index],
    element("span", { dir: "auto" }, renderText(option.text), option.description && element("small", {}, renderText(option.description))))));
  const read = () => (isMulti ? chosen() : chosen()[0] ?? null);
  control.addEventListener("change", async () => {
    const previous = before;
    before = chosen();
    if (await context.send(control, read())) return;
    before = previous;
    check(previous);
  });
  return {
    node: control,
    control,
    read,
    save: chosen,
    restore: (saved) => {
      check(saved);
      before = chosen();
    },
  };
}
