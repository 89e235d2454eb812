/**
 * Create an element. Text is always set as text, never as markup: no text of an app or a person can become HTML.
 *
 * @param {string} tag
 * @param {Object<string, unknown>} [attributes] `class`, `aria-label`, ...; functions under `on...` become event listeners;
 *   null, undefined and false leave an attribute out.
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** The element of the page with an id; it has to exist. */
export const byId = (id) => document.getElementById(id);

let toastTimer = 0;

/** Show an error of this machine for eight seconds. */
export function toast(sentence) {
  const node = byId("toast");
  node.textContent = sentence;
  node.hidden = false;
  if (node.matches(":popover-open")) node.hidePopover();
  node.showPopover(); // above a modal that may be open, too
  clearTimeout(toastTimer);
  toastTimer = setTimeout(hideToast, 8000);
}

export function hideToast() {
  byId("toast").hidden = true;
}
