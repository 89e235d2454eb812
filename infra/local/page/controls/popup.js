/** Lists that open beside a control and above everything else: no scrolling element and no dialog clips them. */

const GAP_PX = 4;
const EDGE_PX = 8;
const MAX_HEIGHT_PX = 320;

export class Popup {
  /**
   * @param {HTMLElement} node The list; it has to be in the document, near its anchor.
   * @param {HTMLElement} anchor The control that it opens beside.
   * @param {"start"|"end"} [side] Edge of the anchor that it is aligned with.
   */
  constructor(node, anchor, side = "start") {
    Object.assign(this, { node, anchor, side, isOpen: false });
    node.classList.add("popup");
    node.setAttribute("popover", "manual");
  }

  open() {
    if (!this.isOpen) {
      this.isOpen = true;
      this.node.showPopover();
      this.follow = (event) => { if (!this.node.contains(event.target)) this.position(); };
      addEventListener("scroll", this.follow, { capture: true, passive: true });
      addEventListener("resize", this.follow);
    }
    this.position();
  }

  close() {
    if (!this.isOpen) return;
    this.isOpen = false;
    if (this.node.isConnected) this.node.hidePopover();
    removeEventListener("scroll", this.follow, { capture: true });
    removeEventListener("resize", this.follow);
  }

  /** Position the list below the anchor, or above it where there is more room, within the window. */
  position() {
    if (!this.node.isConnected) {
      this.close();
      return;
    }
    const { style } = this.node;
    const anchor = this.anchor.getBoundingClientRect();
    const below = innerHeight - anchor.bottom - GAP_PX - EDGE_PX;
    const above = anchor.top - GAP_PX - EDGE_PX;
    style.minWidth = `${Math.min(anchor.width, innerWidth - 2 * EDGE_PX)}px`;
    style.maxHeight = `${MAX_HEIGHT_PX}px`;
    const height = Math.min(this.node.offsetHeight, MAX_HEIGHT_PX);
    const opensUp = below < height && above > below;
    style.maxHeight = `${Math.min(MAX_HEIGHT_PX, Math.max(opensUp ? above : below, 0))}px`;
    const { offsetWidth: width, offsetHeight } = this.node;
    const left = this.side === "end" ? anchor.right - width : anchor.left;
    style.left = `${Math.max(EDGE_PX, Math.min(left, innerWidth - width - EDGE_PX))}px`;
    style.top = `${opensUp ? anchor.top - GAP_PX - offsetHeight : anchor.bottom + GAP_PX}px`;
  }
}
