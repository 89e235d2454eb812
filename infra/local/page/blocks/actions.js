/** The handling of a click: its confirmation, its waiting state and its error. */

import { byId, element, toast } from "../dom.js";
import { plainText, renderText } from "../mrkdwn.js";

/**
 * Ask for confirmation where the element demands it, send the action, and show an error beside the element.
 *
 * @param {HTMLElement} control The clicked control; it is busy until the app has acknowledged.
 * @param {?Object} confirm A confirmation dialog object.
 * @param {() => Promise<string>} act Resolves to an error, or an empty string.
 * @returns {Promise<boolean>} False if the person did not confirm, or the control is still busy.
 */
export async function sendAction(control, confirm, act) {
  if (control.getAttribute("aria-busy") === "true") return false;
  if (confirm && !(await isConfirmed(confirm))) return false;
  const holder = control.closest(".element");
  holder.querySelector(":scope > .problem")?.remove();
  const problem = await whileBusy(control, act);
  if (!problem) return true;
  if (holder.isConnected) holder.append(problemNode(problem));
  else toast(problem); // the app has replaced the element, and then failed
  return true;
}

/** Mark a control as busy during an action. Resolves to an error, or an empty string. */
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

/** Show a confirmation dialog. Resolves to true if the person confirms. */
function isConfirmed(confirm) {
  const dialog = byId("confirm");
  const yes = element("button", {
    type: "button", class: `button ${confirm.style ?? "primary"}`, onclick: () => dialog.close("yes"),
  }, plainText(confirm.confirm));
  const no = element("button", { type: "button", class: "button", onclick: () => dialog.close("no") }, plainText(confirm.deny));
  dialog.replaceChildren(
    element("h2", { id: "confirm-title", dir: "auto" }, plainText(confirm.title)),
    element("div", { dir: "auto" }, renderText(confirm.text)),
    element("div", { class: "actions" }, no, yes),
  );
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
