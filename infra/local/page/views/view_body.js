/** The blocks of a modal or the Home: updated in place, with the person's input. */

import { renderBlock } from "../blocks/blocks.js";
import { element } from "../dom.js";

/** The fields of a view that hold input, by block and action. */
export class Fields {
  constructor() {
    /** @type {Map<string, {blockId: string, spec: Object, field: import("../blocks/elements.js").Field, initial: string}>} */
    this.entries = new Map();
  }

  add(blockId, spec, field) {
    this.entries.set(keyOf(blockId, spec.action_id), { blockId, spec, field, initial: JSON.stringify(field.save()) });
  }

  /** Input that the person has changed, by block and action: it is restored where these stay, even if the app's initial value changes. */
  get changed() {
    const inputs = [...this.entries].map(([key, { spec, field, initial }]) => [key, { type: spec.type, input: field.save(), initial }]);
    return new Map(inputs.filter(([, { input, initial }]) => JSON.stringify(input) !== initial));
  }

  remove(blockId) {
    for (const [key, entry] of this.entries) if (entry.blockId === blockId) this.entries.delete(key);
  }

  /** `{block_id: {action_id: value}}`, as the server takes it. */
  get state() {
    const state = {};
    for (const { blockId, spec, field } of this.entries.values()) {
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
    /** @type {Map<string, {node: HTMLElement, key: string}>} */
    this.rendered = new Map();
    this.fields = new Fields();
  }

  /** Show a view: unchanged blocks stay, others are rendered again with their focus and input. */
  render(view) {
    this.view = view;
    const mark = markFocus(this.node);
    const inputs = this.fields.changed;
    const rendered = new Map();
    for (const block of view.blocks) {
      const key = JSON.stringify(block);
      const known = this.rendered.get(block.block_id);
      rendered.set(block.block_id, known?.key === key ? known : { key, node: this.#renderBlock(block, inputs) });
    }
    for (const blockId of this.rendered.keys()) if (!rendered.has(blockId)) this.fields.remove(blockId);
    this.rendered = rendered;
    syncChildren(this.node, [...rendered.values()].map(({ node }) => node));
    if (mark && !this.node.contains(document.activeElement)) restoreFocus(this.node, mark);
  }

  #renderBlock(block, inputs) {
    this.fields.remove(block.block_id);
    const node = renderBlock(block, this.#context);
    for (const [key, { blockId, spec, field }] of this.fields.entries) {
      const saved = inputs.get(key);
      if (blockId === block.block_id && saved?.type === spec.type) field.restore(saved.input);
    }
    return node;
  }

  get #context() {
    const source = () => ({ view_id: this.view.id, state: this.fields.state });
    return {
      users: this.store.names,
      fields: this.fields,
      act: (blockId, actionId, value) => this.store.act(source(), blockId, actionId, value),
      options: (blockId, actionId, query) => this.store.options({ view_id: this.view.id }, blockId, actionId, query),
    };
  }
}

/** Make nodes the children of a parent, and move only those at another index: a moved node loses its focus. */
export function syncChildren(parent, nodes) {
  const keep = new Set(nodes);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
}

/** Return a mark of the focused element within a node, to restore the focus after the element is rendered again. */
export function markFocus(node) {
  const active = document.activeElement;
  const holder = node.contains(active) && active.closest("[data-action]");
  if (!holder) return null;
  const { block, action } = holder.dataset;
  return { block, action, value: active.dataset.value, selection: [active.selectionStart, active.selectionEnd] };
}

/** @returns {boolean} True where the marked element exists and has the focus again. */
export function restoreFocus(node, mark) {
  const action = `[data-action="${CSS.escape(mark.action)}"]`;
  const holder = node.querySelector(`[data-block="${CSS.escape(mark.block)}"]${action}`) ?? node.querySelector(action);
  const byValue = mark.value === undefined ? "" : `[data-value="${CSS.escape(mark.value)}"]`;
  const control = holder?.querySelector(`:is(input, textarea, button, a)${byValue}`);
  if (!control) return false;
  control.focus({ preventScroll: true });
  if (typeof mark.selection[0] === "number" && control.setSelectionRange) control.setSelectionRange(...mark.selection);
  return true;
}
