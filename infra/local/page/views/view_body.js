/** A view, in a window or as the Home: drawn again in place, with what a person did to it. */

import { renderBlock } from "../blocks/blocks.js";
import { element } from "../dom.js";

/** What can be filled in, by block and action. */
export class Fields {
  constructor() {
    /** @type {Map<string, {blockId: string, spec: Object, field: import("../blocks/elements.js").Field, untouched: string}>} */
    this.known = new Map();
  }

  add(blockId, spec, field) {
    this.known.set(keyOf(blockId, spec.action_id), { blockId, spec, field, untouched: JSON.stringify(field.keep()) });
  }

  /** What a person did, by block and action: to be done again where these stay, whatever the app's initial value. */
  get touched() {
    const all = [...this.known].map(([key, { spec, field, untouched }]) => [key, { type: spec.type, held: field.keep(), untouched }]);
    return new Map(all.filter(([, { held, untouched }]) => JSON.stringify(held) !== untouched));
  }

  drop(blockId) {
    for (const [key, each] of this.known) if (each.blockId === blockId) this.known.delete(key);
  }

  /** `{block_id: {action_id: value}}`, as the server takes it. */
  get state() {
    const state = {};
    for (const { blockId, spec, field } of this.known.values()) {
      (state[blockId] ??= {})[spec.action_id] = field.read();
    }
    return state;
  }
}

const keyOf = (blockId, actionId) => JSON.stringify([blockId, actionId]);

export class ViewBody {
  /** @param {import("../store.js").Store} store */
  constructor(store) {
    Object.assign(this, { store, view: null });
    this.node = element("div", { class: "blocks" });
    /** @type {Map<string, {node: HTMLElement, face: string}>} */
    this.drawn = new Map();
    this.fields = new Fields();
  }

  /** Show a view: blocks that have not changed stay, others keep the focus and what a person filled in. */
  draw(view) {
    this.view = view;
    const mark = markFocus(this.node);
    const kept = this.fields.touched;
    const drawn = new Map();
    for (const block of view.blocks) {
      const face = JSON.stringify(block);
      const known = this.drawn.get(block.block_id);
      drawn.set(block.block_id, known?.face === face ? known : { face, node: this.#anew(block, kept) });
    }
    for (const blockId of this.drawn.keys()) if (!drawn.has(blockId)) this.fields.drop(blockId);
    this.drawn = drawn;
    place(this.node, [...drawn.values()].map(({ node }) => node));
    if (mark && !this.node.contains(document.activeElement)) restoreFocus(this.node, mark);
  }

  #anew(block, kept) {
    this.fields.drop(block.block_id);
    const node = renderBlock(block, this.#setting);
    for (const [key, { blockId, spec, field }] of this.fields.known) {
      const before = kept.get(key);
      if (blockId === block.block_id && before?.type === spec.type) field.restore(before.held);
    }
    return node;
  }

  get #setting() {
    const where = () => ({ view_id: this.view.id, state: this.fields.state });
    return {
      users: this.store.names,
      fields: this.fields,
      act: (blockId, actionId, value) => this.store.act(where(), blockId, actionId, value),
      options: (blockId, actionId, typed) => this.store.options({ view_id: this.view.id }, blockId, actionId, typed),
    };
  }
}

/** Put nodes in place, touching only what is not there yet: what is moved would lose its focus. */
export function place(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  wanted.forEach((node, at) => {
    if (parent.children[at] !== node) parent.insertBefore(node, parent.children[at] ?? null);
  });
}

/** Remember which element within a node has the focus, so that it can have it again when drawn anew. */
export function markFocus(node) {
  const active = document.activeElement;
  const holder = node.contains(active) && active.closest("[data-action]");
  if (!holder) return null;
  const { block, action } = holder.dataset;
  return { block, action, value: active.dataset.value, selection: [active.selectionStart, active.selectionEnd] };
}

/** @returns {boolean} Whether the element that had the focus is there, and has it again. */
export function restoreFocus(node, mark) {
  const action = `[data-action="${CSS.escape(mark.action)}"]`;
  const holder = node.querySelector(`[data-block="${CSS.escape(mark.block)}"]${action}`) ?? node.querySelector(action);
  const wanted = mark.value === undefined ? "" : `[data-value="${CSS.escape(mark.value)}"]`;
  const control = holder?.querySelector(`:is(input, textarea, button, a)${wanted}`);
  if (!control) return false;
  control.focus({ preventScroll: true });
  if (typeof mark.selection[0] === "number" && control.setSelectionRange) control.setSelectionRange(...mark.selection);
  return true;
}
