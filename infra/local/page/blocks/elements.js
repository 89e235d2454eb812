/** Interactive elements in messages, modals and the Home: each element of Block Kit as a field. */

import { externalSelect } from "../controls/combobox.js";
import { fileInput } from "../controls/files.js";
import { choices, plainTextInput } from "../controls/inputs.js";
import { menuButton } from "../controls/menu.js";
import { multiStaticSelect, staticSelect } from "../controls/select.js";
import { element } from "../dom.js";
import { plainText } from "../mrkdwn.js";
import { sendAction } from "./actions.js";

/**
 * @typedef {Object} ElementContext The context in which an element is rendered.
 * @property {(control: HTMLElement, value: *) => Promise<boolean>} send Sends a click or a choice to the app; resolves
 *   to false where the person did not confirm it.
 * @property {(query: string) => Promise<Object>} options Requests the options of a type-ahead from the app.
 * @property {?string} labelledBy Id of the label, or null for an element that has only its placeholder.
 * @property {boolean} isSentAtOnce True where a choice is sent to the app at once, not only on submission.
 *
 * @typedef {Object} Field An element on the page.
 * @property {HTMLElement} node
 * @property {HTMLElement} control The node that has the focus.
 * @property {() => (?string|string[])} [read] Returns the choice or the text; only elements with a state have it.
 * @property {() => *} [save] Returns the person's input ...
 * @property {(saved: *) => void} [restore] ... for the same element when it is rendered again.
 */

/**
 * An element that sends every click and choice to the app.
 *
 * @param {Object} spec The element as the app sent it.
 * @param {string} blockId
 * @param {import("./blocks.js").BlockContext} context
 * @returns {HTMLElement}
 */
export function interactive(spec, blockId, context) {
  return renderElement(spec, blockId, context, { labelledBy: null, isSentAtOnce: true }).holder;
}

/**
 * The element of an input block, which is sent on submission unless the block has dispatch_action.
 *
 * @param {Object} block
 * @param {string} labelledBy
 * @param {import("./blocks.js").BlockContext} context
 * @returns {{holder: HTMLElement, field: Field}}
 */
export function inputElement(block, labelledBy, context) {
  return renderElement(block.element, block.block_id, context, { labelledBy, isSentAtOnce: block.dispatch_action === true });
}

function renderElement(spec, blockId, context, input) {
  const act = (value) => context.act(blockId, spec.action_id, value);
  const field = (RENDERERS[spec.type] ?? unsupported)(spec, {
    ...input,
    options: (query) => context.options(blockId, spec.action_id, query),
    send: async (control, value) => {
      control.dispatchEvent(new CustomEvent("filled", { bubbles: true }));
      return !input.isSentAtOnce || sendAction(control, spec.confirm, () => act(value));
    },
  });
  const holder = element("span", { class: "element", "data-block": blockId, "data-action": spec.action_id }, field.node);
  if (field.read) context.fields?.add(blockId, spec, field);
  return { holder, field };
}

const RENDERERS = {
  button: (spec, context) => {
    const control = spec.url ? link(spec, context) : element("button", {
      type: "button", class: `button ${spec.style ?? ""}`, "aria-label": spec.accessibility_label,
      onclick: () => context.send(control, null),
    }, element("span", { dir: "auto" }, plainText(spec.text)));
    return { node: control, control };
  },

  overflow: (spec, context) => {
    const entries = spec.options.map((option) => ({
      label: plainText(option.text), description: option.description && plainText(option.description), value: option.value, url: option.url,
    }));
    const node = menuButton({ class: "button overflow", "aria-label": "More actions" }, ["⋯"], entries, (control, { value, url }) => {
      if (isWeb(url)) window.open(url, "_blank", "noopener");
      context.send(control, value);
    });
    return { node, control: node.querySelector("button") };
  },

  static_select: staticSelect,
  multi_static_select: multiStaticSelect,
  external_select: externalSelect,
  plain_text_input: plainTextInput,
  file_input: fileInput,
  checkboxes: choices,
  radio_buttons: choices,
};

const isWeb = (url) => /^https?:/iu.test(url ?? "");

/** A button with a URL; its click is sent to the app as well. slack.js opens slack:// URLs. */
function link(spec, context) {
  const control = element("a", {
    class: `button ${spec.style ?? ""}`, href: isWeb(spec.url) || spec.url.startsWith("slack://") ? spec.url : null,
    target: isWeb(spec.url) ? "_blank" : null, rel: "noopener noreferrer", "aria-label": spec.accessibility_label,
  }, element("span", { dir: "auto" }, plainText(spec.text)));
  let isConfirmed = !spec.confirm;
  control.addEventListener("click", async (event) => {
    if (isConfirmed) {
      isConfirmed = !spec.confirm;
      if (!spec.confirm) context.send(control, null);
      return;
    }
    event.preventDefault();
    event.stopPropagation(); // slack.js would open it before the person has confirmed
    if (!(await context.send(control, null))) return;
    isConfirmed = true;
    control.click();
  });
  return control;
}

function unsupported(spec) {
  const node = element("span", { class: "hint" }, `(${spec.type}: not drawn by this page)`);
  return { node, control: node };
}
