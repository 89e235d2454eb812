/** What a person can act on in a message: buttons, menus, and the question whether they are sure. */

import { byId, element } from "./dom.js";
import { mrkdwn, plainText } from "./mrkdwn.js";

const label = (text) => plainText(text.text, text.emoji !== false);

/**
 * @param {Object} spec The element as the app sent it.
 * @param {string} blockId
 * @param {import("./blocks.js").Setting} setting
 */
export function interactive(spec, blockId, setting) {
  const send = (control, value) => sendAction(control, spec, (chosen) => setting.act(blockId, spec.action_id, chosen), value);
  const holder = element("span", { class: "element" });
  holder.append((RENDERERS[spec.type] ?? notDrawn)(spec, send));
  return holder;
}

const RENDERERS = {
  button: (spec, send) => {
    const button = element("button", {
      type: "button",
      class: `button ${spec.style ?? ""}`,
      "aria-label": spec.accessibility_label,
      onclick: () => {
        if (spec.url && /^https?:/iu.test(spec.url)) window.open(spec.url, "_blank", "noopener");
        send(button, null);
      },
    }, element("span", { dir: "auto" }, label(spec.text)));
    return button;
  },

  static_select: (spec, send) => {
    const groups = spec.option_groups ?? [{ options: spec.options }];
    const chosen = element("span", { dir: "auto" }, label(spec.initial_option?.text ?? spec.placeholder ?? { text: "Choose…" }));
    return menu({ class: "button select" }, [chosen, element("span", { class: "arrow", "aria-hidden": "true" }, "▾")], groups,
      (control, option) => {
        chosen.textContent = label(option.text);
        send(control, option.value);
      });
  },

  overflow: (spec, send) =>
    menu({ class: "button overflow", "aria-label": "More actions" }, ["⋯"], [{ options: spec.options }],
      (control, option) => send(control, option.value)),
};

function notDrawn(spec) {
  return element("span", { class: "hint" }, `(${spec.type}: not drawn by this page)`);
}

/** A button that opens a list of options: arrow keys move, Enter chooses, Escape closes. */
function menu(attributes, face, groups, choose) {
  const list = element("div", { class: "menu", role: "menu", hidden: true });
  const opener = element("button", { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", ...attributes }, ...face);
  const root = element("span", { class: "menu-root" }, opener, list);
  const setOpen = (isOpen) => {
    list.hidden = !isOpen;
    opener.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) list.querySelector("button")?.focus();
  };
  for (const group of groups) {
    if (group.label) list.append(element("p", { class: "menu-label", dir: "auto" }, label(group.label)));
    for (const option of group.options) {
      list.append(element("button", {
        type: "button", role: "menuitem", dir: "auto", tabindex: "-1",
        onclick: () => {
          setOpen(false);
          opener.focus();
          choose(opener, option);
        },
      }, label(option.text), option.description && element("small", {}, label(option.description))));
    }
  }
  opener.addEventListener("click", () => setOpen(list.hidden));
  opener.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden) {
      event.preventDefault();
      event.stopPropagation(); // to the open list it would be a second step
      setOpen(true);
    }
  });
  root.addEventListener("keydown", (event) => moveInMenu(event, list, () => {
    setOpen(false);
    opener.focus();
  }));
  root.addEventListener("focusout", (event) => {
    if (!root.contains(event.relatedTarget)) setOpen(false);
  });
  return root;
}

function moveInMenu(event, list, close) {
  if (list.hidden) return;
  const options = [...list.querySelectorAll("button")];
  const here = options.indexOf(document.activeElement);
  const moves = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: options.length - 1 };
  if (event.key === "Escape") {
    event.stopPropagation();
    close();
  } else if (event.key in moves) {
    event.preventDefault();
    options[(moves[event.key] + options.length) % options.length].focus();
  }
}

/** Ask if asked to, send the click, and show beside the element what went wrong. */
async function sendAction(control, spec, act, value) {
  if (spec.confirm && !(await isConfirmed(spec.confirm))) return;
  const holder = control.closest(".element");
  holder.querySelector(".problem")?.remove();
  control.setAttribute("aria-busy", "true");
  let problem;
  try {
    problem = await act(value);
  } catch (error) {
    problem = `This machine's Slack does not answer: ${error.message}`;
  }
  control.removeAttribute("aria-busy");
  if (problem) holder.append(element("span", { class: "problem", role: "alert" }, `⚠ ${problem}`));
}

/** Show a confirmation dialog. Resolves to whether the person said yes. */
function isConfirmed(confirm) {
  const dialog = byId("confirm");
  const text = confirm.text.type === "mrkdwn" ? mrkdwn(confirm.text.text) : label(confirm.text);
  const yes = element("button", {
    type: "button", class: `button ${confirm.style ?? "primary"}`, onclick: () => dialog.close("yes"),
  }, label(confirm.confirm));
  const no = element("button", { type: "button", class: "button", onclick: () => dialog.close("no") }, label(confirm.deny));
  dialog.replaceChildren(
    element("h2", { id: "confirm-title", dir: "auto" }, label(confirm.title)),
    element("div", { dir: "auto" }, text),
    element("div", { class: "actions" }, no, yes),
  );
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
