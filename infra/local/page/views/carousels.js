/** Carousels of a message that is rendered again: those that show the same cards stay where they were scrolled to. */

const titles = (carousel) => [...carousel.querySelectorAll(".card-title")].map((title) => title.textContent);
const controls = (carousel) => [...carousel.querySelectorAll("[data-action]")];

/** Return the marks of the carousels within a node, to restore them after the node is rendered again. */
export function markCarousels(node) {
  return [...node.querySelectorAll(".carousel")].map((carousel) => ({
    left: carousel.scrollLeft,
    titles: titles(carousel),
    hasFocus: carousel.contains(document.activeElement),
    focused: controls(carousel).findIndex((control) => control.contains(document.activeElement)),
  }));
}

/**
 * Scroll the carousels to where they were, those with other cards to their beginning.
 * @returns {?HTMLElement} The control in the place of the one that had the focus; null where none had, undefined where
 *   it is in a carousel with other cards.
 */
export function restoreCarousels(node, marks) {
  let focused = null;
  [...node.querySelectorAll(".carousel")].forEach((carousel, index) => {
    const mark = marks[index];
    if (!mark) return;
    // A click may have put another card in the place of one.
    const same = titles(carousel).filter((title, place) => title === mark.titles[place]).length;
    const isKept = same * 2 > mark.titles.length;
    if (isKept) carousel.scrollLeft = mark.left;
    if (mark.hasFocus) focused = isKept ? controls(carousel)[mark.focused]?.querySelector("button, a") ?? carousel : undefined;
  });
  return focused;
}
