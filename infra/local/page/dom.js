/**
 * Make an element. Text is always set as text, never as markup: what an app or a person wrote can't become HTML.
 *
 * @param {string} tag
 * @param {Object<string, unknown>} [attributes] `class`, `aria-label`, ...; functions under `on...` become listeners;
 *   null, undefined and false leave an attribute out.
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** The element of the page with an id, which is known to be there. */
export const byId = (id) => document.getElementById(id);

let toastTimer = 0;

/** Tell of something that went wrong on this machine, for a few seconds. */
export function toast(sentence) {
  const shown = byId("toast");
  shown.textContent = sentence;
  shown.hidden = false;
  if (shown.matches(":popover-open")) shown.hidePopover();
  shown.showPopover(); // above a window that may be open, too
  clearTimeout(toastTimer);
  toastTimer = setTimeout(hideToast, 8000);
}

export function hideToast() {
  byId("toast").hidden = true;
}
