/** What becomes of a click: the question whether the person is sure, the wait, and what went wrong. */

import { label } from "../controls/listbox.js";
import { byId, element, toast } from "../dom.js";
import { mrkdwn } from "../mrkdwn.js";

/**
 * Ask if asked to, send, and show beside the element what went wrong.
 *
 * @param {HTMLElement} control What was clicked; it is busy until the app has acknowledged.
 * @param {?Object} confirm A confirmation dialog object.
 * @param {() => Promise<string>} act Resolves to what went wrong, or an empty string.
 * @returns {Promise<boolean>} False if the person thought better of it, or waits for the same click already.
 */
export async function sendAction(control, confirm, act) {
  if (control.getAttribute("aria-busy") === "true") return false;
  if (confirm && !(await isConfirmed(confirm))) return false;
  const holder = control.closest(".element");
  holder.querySelector(":scope > .problem")?.remove();
  const problem = await whileBusy(control, act);
  if (!problem) return true;
  if (holder.isConnected) holder.append(problemNode(problem));
  else toast(problem); // the app has drawn it anew, and then failed
  return true;
}

/** Mark a control as busy while something is awaited. Resolves to what went wrong, or an empty string. */
export async function whileBusy(control, act) {
  control.setAttribute("aria-busy", "true");
  try {
    return await act();
  } catch (error) {
    return `This machine's Slack does not answer: ${error.message}`;
  } finally {
    control.removeAttribute("aria-busy");
  }
}

export const problemNode = (problem) => element("span", { class: "problem", role: "alert" }, `⚠ ${problem}`);

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
