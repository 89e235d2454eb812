/** Lists that open beside a control and above all else: no scrolling box and no dialog cuts them off. */

const GAP_PX = 4;
const EDGE_PX = 8;
const TALLEST_PX = 320;

export class Popup {
  /**
   * @param {HTMLElement} node What opens; it must stand in the page, near its anchor.
   * @param {HTMLElement} anchor What it opens beside.
   * @param {"start"|"end"} [side] Which of the anchor's edges it keeps to.
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
      this.follow = (event) => { if (!this.node.contains(event.target)) this.place(); };
      addEventListener("scroll", this.follow, { capture: true, passive: true });
      addEventListener("resize", this.follow);
    }
    this.place();
  }

  close() {
    if (!this.isOpen) return;
    this.isOpen = false;
    if (this.node.isConnected) this.node.hidePopover();
    removeEventListener("scroll", this.follow, { capture: true });
    removeEventListener("resize", this.follow);
  }

  /** Below the anchor, or above it where there is more room; never past the window's edges. */
  place() {
    if (!this.node.isConnected) {
      this.close();
      return;
    }
    const { style } = this.node;
    const anchor = this.anchor.getBoundingClientRect();
    const below = innerHeight - anchor.bottom - GAP_PX - EDGE_PX;
    const above = anchor.top - GAP_PX - EDGE_PX;
    style.minWidth = `${Math.min(anchor.width, innerWidth - 2 * EDGE_PX)}px`;
    style.maxHeight = `${TALLEST_PX}px`;
    const wanted = Math.min(this.node.offsetHeight, TALLEST_PX);
    const opensUp = below < wanted && above > below;
    style.maxHeight = `${Math.min(TALLEST_PX, Math.max(opensUp ? above : below, 0))}px`;
    const { offsetWidth: width, offsetHeight: height } = this.node;
    const left = this.side === "end" ? anchor.right - width : anchor.left;
    style.left = `${Math.max(EDGE_PX, Math.min(left, innerWidth - width - EDGE_PX))}px`;
    style.top = `${opensUp ? anchor.top - GAP_PX - height : anchor.bottom + GAP_PX}px`;
  }
}
