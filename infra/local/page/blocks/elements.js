/** What a person can act on in messages, windows and the Home: each element of Block Kit as a field. */

import { externalSelect } from "../controls/combobox.js";
import { choices, plainTextInput } from "../controls/inputs.js";
import { label } from "../controls/listbox.js";
import { menuButton } from "../controls/menu.js";
import { multiStaticSelect, staticSelect } from "../controls/select.js";
import { element } from "../dom.js";
import { sendAction } from "./actions.js";

/**
 * @typedef {Object} Surroundings What an element is told of where it stands.
 * @property {(control: HTMLElement, value: *) => Promise<boolean>} send Takes a click or a choice to the app; resolves
 *   to false where the person thought better of it.
 * @property {(typed: string) => Promise<Object>} options Asks the app what a type-ahead offers.
 * @property {?string} labelledBy Id of the label, or null for an element that has only its placeholder.
 * @property {boolean} isSentAtOnce Whether a choice goes to the app at once, not only when all is submitted.
 *
 * @typedef {Object} Field What an element is in the page.
 * @property {HTMLElement} node
 * @property {HTMLElement} control What takes the keyboard.
 * @property {() => (?string|string[])} [read] What is chosen or written; only of what holds something.
 * @property {() => *} [keep] All that a person did to it ...
 * @property {(kept: *) => void} [restore] ... to be done again to the same element drawn anew.
 */

/**
 * An element that sends every click and choice to the app.
 *
 * @param {Object} spec The element as the app sent it.
 * @param {string} blockId
 * @param {import("./blocks.js").Setting} setting
 * @returns {HTMLElement}
 */
export function interactive(spec, blockId, setting) {
  return drawn(spec, blockId, setting, { labelledBy: null, isSentAtOnce: true }).holder;
}

/**
 * The element of an input block, which waits to be submitted unless the block says otherwise.
 *
 * @param {Object} block
 * @param {string} labelledBy
 * @param {import("./blocks.js").Setting} setting
 * @returns {{holder: HTMLElement, field: Field}}
 */
export function inputElement(block, labelledBy, setting) {
  return drawn(block.element, block.block_id, setting, { labelledBy, isSentAtOnce: block.dispatch_action === true });
}

function drawn(spec, blockId, setting, around) {
  const act = (value) => setting.act(blockId, spec.action_id, value);
  const field = (RENDERERS[spec.type] ?? notDrawn)(spec, {
    ...around,
    options: (typed) => setting.options(blockId, spec.action_id, typed),
    send: async (control, value) => !around.isSentAtOnce || sendAction(control, spec.confirm, () => act(value)),
  });
  const holder = element("span", { class: "element", "data-block": blockId, "data-action": spec.action_id }, field.node);
  if (field.read) setting.fields?.add(blockId, spec, field);
  return { holder, field };
}

const RENDERERS = {
  button: (spec, around) => {
    const control = spec.url ? link(spec, around) : element("button", {
      type: "button", class: `button ${spec.style ?? ""}`, "aria-label": spec.accessibility_label,
      onclick: () => around.send(control, null),
    }, element("span", { dir: "auto" }, label(spec.text)));
    return { node: control, control };
  },

  overflow: (spec, around) => {
    const items = spec.options.map((option) => ({
      label: label(option.text), description: option.description && label(option.description), value: option.value, url: option.url,
    }));
    const node = menuButton({ class: "button overflow", "aria-label": "More actions" }, ["⋯"], items, (control, { value, url }) => {
      if (isWeb(url)) window.open(url, "_blank", "noopener");
      around.send(control, value);
    });
    return { node, control: node.querySelector("button") };
  },

  static_select: staticSelect,
  multi_static_select: multiStaticSelect,
  external_select: externalSelect,
  plain_text_input: plainTextInput,
  checkboxes: choices,
  radio_buttons: choices,
};

const isWeb = (url) => /^https?:/iu.test(url ?? "");

/** A button that leads somewhere; the app hears of the click all the same. slack.js opens what is within Slack. */
function link(spec, around) {
  const control = element("a", {
    class: `button ${spec.style ?? ""}`, href: isWeb(spec.url) || spec.url.startsWith("slack://") ? spec.url : null,
    target: isWeb(spec.url) ? "_blank" : null, rel: "noopener noreferrer", "aria-label": spec.accessibility_label,
  }, element("span", { dir: "auto" }, label(spec.text)));
  let isSure = !spec.confirm;
  control.addEventListener("click", async (event) => {
    if (isSure) {
      isSure = !spec.confirm;
      if (!spec.confirm) around.send(control, null);
      return;
    }
    event.preventDefault();
    event.stopPropagation(); // slack.js would open it before the person has answered
    if (!(await around.send(control, null))) return;
    isSure = true;
    control.click();
  });
  return control;
}

function notDrawn(spec) {
  const node = element("span", { class: "hint" }, `(${spec.type}: not drawn by this page)`);
  return { node, control: node };
}
