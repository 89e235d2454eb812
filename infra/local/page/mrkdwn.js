/** Slack's markup as DOM nodes. Everything an app sends ends up in text nodes, never in innerHTML. */

import { element } from "./dom.js";

const EMOJI = {
  star: "⭐", star2: "🌟", books: "📚", book: "📖", open_book: "📖", closed_book: "📕", bookmark: "🔖",
  orange_book: "📙", green_book: "📗", blue_book: "📘", notebook: "📓", tada: "🎉", wave: "👋", eyes: "👀",
  heart: "❤️", thumbsup: "👍", "+1": "👍", thumbsdown: "👎", "-1": "👎", white_check_mark: "✅", x: "❌",
  warning: "⚠️", bulb: "💡", mag: "🔍", sparkles: "✨", fire: "🔥", smile: "😄", thinking_face: "🤔",
  point_right: "👉", arrow_right: "➡️", rocket: "🚀", gear: "⚙️", hourglass: "⌛", information_source: "ℹ️",
};

// A mark opens after no letter and closes before none, as in Slack: snake_case and 2*3*4 stay as they are.
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
 * @param {Object} [names] What mentions are called: `{users: {U1: "Mina"}, isVerbatim: true}`.
 * @returns {DocumentFragment}
 */
export function mrkdwn(text, names = {}) {
  const fragment = document.createDocumentFragment();
  let quote = null;
  for (const [place, line] of splitLines(text).entries()) {
    const quoted = /^&gt;\s?(.*)$/su.exec(line);
    if (quoted) {
      if (quote) quote.append(element("br"));
      else fragment.append(quote = element("blockquote"));
      quote.append(...inline(quoted[1], names));
      continue;
    }
    if (place > 0 && !quote) fragment.append(element("br"));
    quote = null;
    fragment.append(...inline(line, names));
  }
  return fragment;
}

/** Text without markup: newlines stay, emoji names become emoji. */
export function plainText(text, hasEmoji = true) {
  return hasEmoji ? text.replace(/:([a-z0-9_+-]+):/gu, (whole, name) => EMOJI[name] ?? whole) : text;
}

/** What a screen reader is told of a text with markup. */
export function spoken(text) {
  const holder = element("div");
  holder.append(mrkdwn(text));
  return holder.textContent;
}

/** Lines, except that a block of code is never cut. */
function splitLines(text) {
  const lines = [];
  for (const [place, part] of text.split(/(```[\s\S]+?```)/u).entries()) {
    const pieces = place % 2 ? [part] : part.split("\n");
    if (lines.length) lines[lines.length - 1] += pieces.shift();
    lines.push(...pieces);
  }
  return lines;
}

function inline(text, names) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > end) nodes.push(unescaped(text.slice(end, match.index)));
    nodes.push(token(match, names));
    end = match.index + match[0].length;
  }
  if (end < text.length) nodes.push(unescaped(text.slice(end)));
  return nodes;
}

function token([whole, block, code, angle, emoji, bold, italic, strike, url], names) {
  if (block !== undefined) return element("pre", {}, unescaped(block.replace(/^\n|\n$/gu, "")));
  if (code !== undefined) return element("code", {}, unescaped(code));
  if (angle !== undefined) return special(angle, names);
  if (emoji !== undefined) return unescaped(EMOJI[emoji] ?? whole);
  if (bold !== undefined) return element("strong", {}, ...inline(bold, names));
  if (italic !== undefined) return element("em", {}, ...inline(italic, names));
  if (strike !== undefined) return element("s", {}, ...inline(strike, names));
  return names.isVerbatim ? unescaped(url) : link(url, url);
}

/** What stands in angle brackets: a link, or a mention of a person, a channel or everyone. */
function special(inside, names) {
  const [target, label] = inside.split(/\|(.*)/su);
  const mention = (shown) => element("span", { class: "mention" }, shown);
  if (target.startsWith("@")) return mention(`@${label ?? names.users?.[target.slice(1)] ?? target.slice(1)}`);
  if (target.startsWith("#")) return mention(`#${label ?? target.slice(1)}`);
  if (target.startsWith("!")) return mention(`@${label ?? target.slice(1)}`);
  return link(target, label ?? target);
}

function link(url, label) {
  const decoded = unescapedText(url);
  if (decoded.startsWith("slack://")) return element("a", { href: decoded }, unescaped(label)); // slack.js opens it
  if (!/^(https?:|mailto:)/iu.test(decoded)) return unescaped(label);
  return element("a", { href: decoded, target: "_blank", rel: "noopener noreferrer" }, unescaped(label));
}

const unescaped = (text) => document.createTextNode(unescapedText(text));

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const unescapedText = (text) => text.replace(/&(?:amp|lt|gt);/gu, (entity) => ENTITIES[entity]);
