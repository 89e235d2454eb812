/** Block Kit as DOM nodes. The server has checked the blocks already: what gets here keeps Slack's rules. */

import { element } from "../dom.js";
import { mrkdwn, plainText } from "../mrkdwn.js";
import { inputElement, interactive } from "./elements.js";

/**
 * @typedef {Object} Setting What blocks need to know of their surroundings.
 * @property {Object<string, string>} users Names by user id, for mentions.
 * @property {(blockId: string, actionId: string, value: ?string|string[]) => Promise<string>} act Sends a click;
 *   resolves to what went wrong, or an empty string.
 * @property {(blockId: string, actionId: string, typed: string) => Promise<Object>} options Asks for what a type-ahead
 *   offers.
 * @property {import("../views/view_body.js").Fields} [fields] Where a view collects what can be filled in.
 */

/**
 * @param {Object[]} blocks
 * @param {Setting} setting
 * @returns {HTMLElement}
 */
export function renderBlocks(blocks, setting) {
  return element("div", { class: "blocks" }, ...blocks.map((block) => renderBlock(block, setting)));
}

/**
 * @param {Object} block
 * @param {Setting} setting
 * @returns {HTMLElement}
 */
export function renderBlock(block, setting) {
  return RENDERERS[block.type]?.(block, setting)
    ?? element("p", { class: "hint" }, `(${block.type}: not drawn by this page)`);
}

let inputs = 0;

const RENDERERS = {
  section: (block, setting) =>
    element("div", { class: "section" },
      element("div", { class: "section-text" },
        block.text && textObject(block.text, setting),
        block.fields && element("div", { class: "fields" }, ...block.fields.map((each) => textObject(each, setting)))),
      block.accessory && element("div", { class: "accessory" }, accessory(block, setting))),

  header: (block, setting) => {
    const heading = textObject(block.text, setting, "h3");
    heading.classList.add("header-block");
    return heading;
  },

  divider: () => element("hr"),

  context: (block, setting) =>
    element("div", { class: "context" }, ...block.elements.map((each) =>
      each.type === "image" ? image(each, "context-image") : textObject(each, setting, "span"))),

  actions: (block, setting) =>
    element("div", { class: "actions" }, ...block.elements.map((each) => interactive(each, block.block_id, setting))),

  input: (block, setting) => {
    inputs += 1;
    const [labelId, hintId, errorId] = ["label", "hint", "error"].map((part) => `input-${inputs}-${part}`);
    const { holder, field } = inputElement(block, labelId, setting);
    const described = [block.hint && hintId, errorId].filter(Boolean).join(" ");
    field.control.setAttribute("aria-describedby", described);
    if (!block.optional && field.control.getAttribute("role") !== "group") field.control.setAttribute("aria-required", "true");
    const heading = element("span", { class: "input-label", id: labelId, dir: "auto" }, plainText(block.label.text, block.label.emoji !== false),
      block.optional && element("span", { class: "optional" }, " (optional)"));
    heading.addEventListener("click", () => field.control.focus());
    return element("div", { class: "input", "data-input": block.block_id },
      heading, holder,
      element("p", { class: "input-error", id: errorId, role: "alert" }),
      block.hint && element("p", { class: "hint", id: hintId, dir: "auto" }, plainText(block.hint.text, block.hint.emoji !== false)));
  },

  image: (block, setting) =>
    element("figure", { class: "image-block" },
      block.title && textObject(block.title, setting, "figcaption"),
      image(block, "block-image")),
};

/** A text object in a box of its own; `dir=auto`, so that titles in Arabic or Hebrew run the right way. */
function textObject(text, setting, tag = "div") {
  const content = text.type === "mrkdwn"
    ? mrkdwn(text.text, { users: setting.users, isVerbatim: text.verbatim })
    : plainText(text.text, text.emoji !== false);
  return element(tag, { class: "text", dir: "auto" }, content);
}

function accessory(block, setting) {
  return block.accessory.type === "image"
    ? image(block.accessory, "accessory-image")
    : interactive(block.accessory, block.block_id, setting);
}

/** An image, or a placeholder with its alternative text where it can't be fetched. */
function image({ image_url: url, alt_text: alternative }, kind) {
  const shown = element("img", {
    class: kind, src: `/image?url=${encodeURIComponent(url)}`, alt: alternative, title: alternative, loading: "lazy",
  });
  shown.addEventListener("error", () => {
    shown.replaceWith(element("span", { class: `${kind} broken-image`, role: "img", "aria-label": alternative },
      element("span", { "aria-hidden": "true" }, "🖼"), element("span", { dir: "auto" }, alternative)));
  });
  return shown;
}
