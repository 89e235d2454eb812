/** Slack's markup as DOM nodes. Text of an app is only put into text nodes, never into innerHTML. */

import { element } from "./dom.js";

const EMOJI = {
  star: "⭐", star2: "🌟", books: "📚", book: "📖", open_book: "📖", closed_book: "📕", bookmark: "🔖",
  orange_book: "📙", green_book: "📗", blue_book: "📘", notebook: "📓", tada: "🎉", wave: "👋", eyes: "👀",
  heart: "❤️", thumbsup: "👍", "+1": "👍", thumbsdown: "👎", "-1": "👎", white_check_mark: "✅", x: "❌",
  warning: "⚠️", bulb: "💡", mag: "🔍", sparkles: "✨", fire: "🔥", smile: "😄", thinking_face: "🤔",
  point_right: "👉", arrow_right: "➡️", rocket: "🚀", gear: "⚙️", hourglass: "⌛", information_source: "ℹ️",
};

// A mark beside a letter on its outer side is plain text, as in Slack: snake_case and 2*3*4 stay unchanged.
const between = (mark) => `(?<![\\p{L}\\p{N}${mark}])${mark}(?=\\S)([^${mark}\\n]+?)(?<=\\S)${mark}(?![\\p{L}\\p{N}])`;
const TOKEN = new RegExp([
  "```([\\s\\S]+?)```",
  "`([^`\\n]+)`",
  "<([^<>\\n]+)>",
  ":([a-z0-9_+-]+):",
  between("\\*"),
  between("_"),
  between("~"),
  "(https?://[^\\s<>|*`]+[^\\s<>|*`.,;:!?)_~])",
].join("|"), "gu");

/**
 * @param {string} text Slack's mrkdwn.
 * @param {Object} [names] Names for mentions, and the text object's verbatim: `{users: {U1: "Mina"}, isVerbatim: true}`.
 * @returns {DocumentFragment}
 */
export function mrkdwn(text, names = {}) {
  const fragment = document.createDocumentFragment();
  let quote = null;
  for (const [index, line] of splitLines(text).entries()) {
    const quoted = /^&gt;\s?(.*)$/su.exec(line);
    if (quoted) {
      if (quote) quote.append(element("br"));
      else fragment.append(quote = element("blockquote"));
      quote.append(...inline(quoted[1], names));
      continue;
    }
    if (index > 0 && !quote) fragment.append(element("br"));
    quote = null;
    fragment.append(...inline(line, names));
  }
  return fragment;
}

/** Text of a plain_text object: newlines stay, emoji names become emoji. */
export function plainText({ text, emoji }) {
  return emoji !== false ? text.replace(/:([a-z0-9_+-]+):/gu, (whole, name) => EMOJI[name] ?? whole) : text;
}

/**
 * Render a text object, for `append`.
 *
 * @param {{type: string, text: string}} object A plain_text or mrkdwn object.
 * @param {Object<string, string>} [users] Names by user id, for mentions.
 * @returns {Node|string}
 */
export function renderText(object, users) {
  return object.type === "mrkdwn" ? mrkdwn(object.text, { users, isVerbatim: object.verbatim }) : plainText(object);
}

/** Text of a text with markup, for screen readers. */
export function textWithoutMarkup(text, users) {
  const holder = element("div");
  holder.append(mrkdwn(text, { users }));
  return holder.textContent;
}

/** Split a text into lines, but no block of code. */
function splitLines(text) {
  const lines = [];
  for (const [index, part] of text.split(/(```[\s\S]+?```)/u).entries()) {
    const pieces = index % 2 ? [part] : part.split("\n");
    if (lines.length) lines[lines.length - 1] += pieces.shift();
    lines.push(...pieces);
  }
  return lines;
}

function inline(text, names) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > end) nodes.push(textNode(text.slice(end, match.index)));
    nodes.push(token(match, names));
    end = match.index + match[0].length;
  }
  if (end < text.length) nodes.push(textNode(text.slice(end)));
  return nodes;
}

function token([whole, block, code, angle, emoji, bold, italic, strike, url], names) {
  if (block !== undefined) return element("pre", {}, textNode(block.replace(/^\n|\n$/gu, "")));
  if (code !== undefined) return element("code", {}, textNode(code));
  if (angle !== undefined) return special(angle, names);
  if (emoji !== undefined) return textNode(EMOJI[emoji] ?? whole);
  if (bold !== undefined) return element("strong", {}, ...inline(bold, names));
  if (italic !== undefined) return element("em", {}, ...inline(italic, names));
  if (strike !== undefined) return element("s", {}, ...inline(strike, names));
  return names.isVerbatim ? textNode(url) : link(url, url);
}

/** Render the content of angle brackets: a link, or a mention of a person, a channel or everyone. */
function special(inside, names) {
  const [target, label] = inside.split(/\|(.*)/su);
  const mention = (name) => element("span", { class: "mention" }, name);
  if (target.startsWith("@")) return mention(`@${label ?? names.users?.[target.slice(1)] ?? target.slice(1)}`);
  if (target.startsWith("#")) return mention(`#${label ?? target.slice(1)}`);
  if (target.startsWith("!")) return mention(`@${label ?? target.slice(1)}`);
  return link(target, label ?? target);
}

function link(url, label) {
  const decoded = unescapeText(url);
  if (decoded.startsWith("slack://")) return element("a", { href: decoded }, textNode(label)); // slack.js opens it
  if (!/^(https?:|mailto:)/iu.test(decoded)) return textNode(label);
  return element("a", { href: decoded, target: "_blank", rel: "noopener noreferrer" }, textNode(label));
}

const textNode = (text) => document.createTextNode(unescapeText(text));

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const unescapeText = (text) => text.replace(/&(?:amp|lt|gt);/gu, (entity) => ENTITIES[entity]);
