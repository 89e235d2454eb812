/** Block Kit as DOM nodes. The server has validated the blocks already. */

import { element } from "../dom.js";
import { plainText, renderText } from "../mrkdwn.js";
import { inputElement, interactive } from "./elements.js";

/**
 * @typedef {Object} BlockContext The context in which blocks are rendered.
 * @property {Object<string, string>} users Names by user id, for mentions.
 * @property {(blockId: string, actionId: string, value: ?string|string[]) => Promise<string>} act Sends a click;
 *   resolves to an error, or an empty string.
 * @property {(blockId: string, actionId: string, query: string) => Promise<Object>} options Requests the options
 *   of a type-ahead.
 * @property {import("../views/view_body.js").Fields} [fields] The fields of a view that hold input.
 */

/**
 * @param {Object[]} blocks
 * @param {BlockContext} context
 * @returns {HTMLElement}
 */
export function renderBlocks(blocks, context) {
  return element("div", { class: "blocks" }, ...blocks.map((block) => renderBlock(block, context)));
}

/**
 * @param {Object} block
 * @param {BlockContext} context
 * @returns {HTMLElement}
 */
export function renderBlock(block, context) {
  return RENDERERS[block.type]?.(block, context)
    ?? element("p", { class: "hint" }, `(${block.type}: not drawn by this page)`);
}

let inputs = 0;

const RENDERERS = {
  section: (block, context) =>
    element("div", { class: "section" },
      element("div", { class: "section-text" },
        block.text && textObject(block.text, context),
        block.fields && element("div", { class: "fields" }, ...block.fields.map((text) => textObject(text, context)))),
      block.accessory && element("div", { class: "accessory" }, accessory(block, context))),

  header: (block, context) => {
    const heading = textObject(block.text, context, "h3");
    heading.classList.add("header-block");
    return heading;
  },

  divider: () => element("hr"),

  context: (block, context) =>
    element("div", { class: "context" }, ...block.elements.map((member) =>
      member.type === "image" ? image(member, "context-image") : textObject(member, context, "span"))),

  actions: (block, context) =>
    element("div", { class: "actions" }, ...block.elements.map((member) => interactive(member, block.block_id, context))),

  input: (block, context) => {
    inputs += 1;
    const [labelId, hintId, errorId] = ["label", "hint", "error"].map((part) => `input-${inputs}-${part}`);
    const { holder, field } = inputElement(block, labelId, context);
    const described = [block.hint && hintId, errorId].filter(Boolean).join(" ");
    field.control.setAttribute("aria-describedby", described);
    if (!block.optional && field.control.getAttribute("role") !== "group") field.control.setAttribute("aria-required", "true");
    const heading = element("span", { class: "input-label", id: labelId, dir: "auto" }, plainText(block.label),
      block.optional && element("span", { class: "optional" }, " (optional)"));
    heading.addEventListener("click", () => field.control.focus());
    return element("div", { class: "input", "data-input": block.block_id },
      heading, holder,
      element("p", { class: "input-error", id: errorId, role: "alert" }),
      block.hint && element("p", { class: "hint", id: hintId, dir: "auto" }, plainText(block.hint)));
  },

  carousel: (block, context) =>
    element("div", { class: "carousel", role: "list", tabindex: "0", "aria-label": "Cards" },
      ...block.elements.map((member) => element("div", { role: "listitem" }, renderBlock(member, context)))),

  card: (block, context) =>
    element("div", { class: "card" },
      block.hero_image && image(block.hero_image, "hero-image"),
      element("div", { class: "card-top" },
        block.icon && image(block.icon, "icon-image"),
        element("div", { class: "card-titles" },
          block.title && cardText(block.title, context, "card-title"),
          block.subtitle && cardText(block.subtitle, context, "card-subtitle"))),
      block.body && cardText(block.body, context, "card-body"),
      block.actions && element("div", { class: "actions" },
        ...block.actions.map((member) => interactive(member, block.block_id, context)))),

  container: (block, context) => {
    const heading = [
      block.icon && image(block.icon, "icon-image"),
      element("span", { class: "card-titles" },
        cardText(block.title, context, "card-title"),
        block.subtitle && cardText(block.subtitle, context, "card-subtitle")),
    ].filter(Boolean);
    const body = element("div", { class: "blocks" }, ...block.child_blocks.map((child) => renderBlock(child, context)));
    const kind = `container ${block.width ?? "standard"} ${block.has_header_divider ? "divided" : ""}`;
    return block.is_collapsible
      ? element("details", { class: kind, open: !block.default_collapsed }, element("summary", { class: "card-top" }, ...heading), body)
      : element("div", { class: kind }, element("div", { class: "card-top" }, ...heading), body);
  },

  image: (block, context) =>
    element("figure", { class: "image-block" },
      block.title && textObject(block.title, context, "figcaption"),
      image(block, "block-image")),
};

/** A text object in an element of its own, with `dir=auto` for titles in Arabic or Hebrew. */
function textObject(text, context, tag = "div") {
  return element(tag, { class: "text", dir: "auto" }, renderText(text, context.users));
}

function cardText(text, context, kind) {
  const node = textObject(text, context);
  node.classList.add(kind);
  return node;
}

function accessory(block, context) {
  return block.accessory.type === "image"
    ? image(block.accessory, "accessory-image")
    : interactive(block.accessory, block.block_id, context);
}

/** An image, or a placeholder with its alternative text where it can't be fetched. */
function image({ image_url: url, alt_text: alternative }, kind) {
  const node = element("img", {
    class: kind, src: `/image?url=${encodeURIComponent(url)}`, alt: alternative, title: alternative, loading: "lazy",
  });
  node.addEventListener("error", () => {
    node.replaceWith(element("span", { class: `${kind} broken-image`, role: "img", "aria-label": alternative },
      element("span", { "aria-hidden": "true" }, "🖼"), element("span", { dir: "auto" }, alternative)));
  });
  return node;
}
