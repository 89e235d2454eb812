/** The panel of a crowd: made-up members who press buttons of one message, and the report of what they got. */

import { byId, element } from "../dom.js";
import { plainText, textWithoutMarkup } from "../mrkdwn.js";

const OUTCOMES = {
  answered: "answered", silent: "acknowledged without an answer", refused: "answers refused by Slack",
  failed: "errors", late: "time-outs", gone: "button gone",
};
const STATES = { running: "Pressing…", done: "Done", stopped: "Stopped" };

export class CrowdPanel {
  /**
   * @param {import("../store.js").Store} store
   * @param {() => string} channelId Returns the id of the open channel.
   */
  constructor(store, channelId) {
    Object.assign(this, { store, channelId, key: "" });
    this.form = byId("crowd-form");
    this.form.noValidate = true;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#start();
    });
  }

  /** Show the form for the newest message with buttons of the open channel, and the report. */
  render() {
    this.showReport();
    const messages = this.store.messagesOf(this.channelId()).filter((message) => !message.is_ephemeral && buttonsOf(message.blocks).length);
    const shown = messages.map(({ ts, blocks }) => [ts, buttonsOf(blocks).map(({ action_id: id, text, value }) => [id, text, value])]);
    const key = JSON.stringify(shown);
    if (key === this.key) return; // what has been filled in stays
    this.key = key;
    if (!messages.length) {
      this.form.replaceChildren(element("p", { class: "line" }, "No message of this channel that everyone sees has buttons yet. Try /recommend club."));
      return;
    }
    const before = this.fields && { ts: this.fields.message.value, members: this.fields.members.value, seconds: this.fields.seconds.value };
    const chosen = messages.find(({ ts }) => ts === before?.ts) ?? messages.at(-1);
    const message = element("select", { id: "crowd-message", class: "field" }, ...messages.map(({ ts, text, blocks }) =>
      element("option", { value: ts, selected: ts === chosen.ts }, titleOf(text, blocks, this.store.names))));
    const buttons = element("fieldset", { class: "crowd-buttons" });
    const number = (id, value, most) => element("input", { id, class: "field", type: "number", min: "0", max: most, value });
    const members = number("crowd-members", before?.members ?? this.store.mostMembers, this.store.mostMembers);
    const seconds = number("crowd-seconds", before?.seconds ?? 60, 300);
    const ticked = before?.ts === chosen.ts ? new Set(this.#ticked().map(keyOf)) : null;
    this.fields = { message, buttons, members, seconds };
    this.#showButtons(ticked);
    message.addEventListener("change", () => this.#showButtons(null));
    this.problem = element("p", { class: "problem", role: "alert" });
    const labelled = (text, control) => element("div", { class: "tool-field" }, element("label", { for: control.id }, text), control);
    this.form.replaceChildren(
      labelled("Message", message), buttons,
      element("div", { class: "crowd-numbers" }, labelled("Members", members), labelled("Within seconds", seconds)),
      element("div", { class: "actions" },
        element("button", { type: "submit", class: "button primary" }, "Press"),
        element("button", { type: "button", class: "button", onclick: () => this.store.stopCrowd() }, "Stop")),
      this.problem);
  }

  #showButtons(ticked) {
    const { blocks } = this.store.messages.get(this.fields.message.value);
    this.buttons = buttonsOf(blocks);
    // The action with most buttons is what a crowd is for: votes rather than the one button that closes them.
    const counts = new Map();
    for (const { action_id: id } of this.buttons) counts.set(nameOf(id), (counts.get(nameOf(id)) ?? 0) + 1);
    const most = Math.max(...counts.values());
    const isKept = this.buttons.some((button) => ticked?.has(keyOf(button)));
    const isTicked = (button, index) => (isKept ? ticked.has(keyOf(button)) : most > 1 ? counts.get(nameOf(button.action_id)) === most : index === 0);
    this.fields.buttons.replaceChildren(element("legend", {}, "Each presses one of these, by chance"), ...this.buttons.map((button, index) =>
      element("label", { class: "choice" },
        element("input", { type: "checkbox", value: String(index), checked: isTicked(button, index) }),
        element("span", { dir: "auto" }, button.label))));
  }

  #ticked() {
    return [...this.fields.buttons.querySelectorAll("input:checked")].map(({ value }) => this.buttons[Number(value)]);
  }

  async #start() {
    if (!this.fields) return;
    const message = this.store.messages.get(this.fields.message.value);
    const buttons = this.#ticked().map(({ block_id, action_id, value }) => ({ block_id, action_id, value }));
    this.problem.textContent = "";
    try {
      this.problem.textContent = await this.store.startCrowd(message, buttons, Number(this.fields.members.value), Number(this.fields.seconds.value));
    } catch (error) {
      this.problem.textContent = `This machine's Slack does not answer: ${error.message}`;
    }
  }

  /** Show how far the last crowd has come. */
  showReport() {
    const report = this.store.crowd;
    const node = byId("crowd-report");
    node.hidden = !report;
    if (!report) return;
    const { state, members, seconds, pressed, outcomes, buttons, problems, words, median_milliseconds: median, longest_milliseconds: longest } = report;
    const counts = Object.entries(OUTCOMES).filter(([name]) => outcomes[name] || name === "answered" || name === "failed" || name === "late");
    node.replaceChildren(
      element("h3", { role: "status" }, `${STATES[state]}: ${pressed} of ${members} have pressed`),
      element("progress", { max: members, value: pressed, "aria-label": "Members who have pressed" }),
      element("dl", { class: "facts" },
        ...counts.flatMap(([name, words]) => [
          element("dt", {}, words), element("dd", { class: outcomes[name] && name !== "answered" ? "bad" : null }, String(outcomes[name]))]),
        ...(median === null ? [] : [
          element("dt", {}, "acknowledged in, median and longest"), element("dd", {}, `${Math.round(median)} ms, ${Math.round(longest)} ms`)]),
        element("dt", {}, "spread over"), element("dd", {}, `${seconds} s`)),
      ...(buttons.length > 1 ? [
        element("h3", {}, "Pressed"),
        element("dl", { class: "facts" }, ...buttons.flatMap(({ text, presses }) => [element("dt", { dir: "auto" }, text), element("dd", {}, String(presses))]))] : []),
      ...(words.length ? [
        element("h3", {}, "Told in private"),
        element("dl", { class: "facts" }, ...words.flatMap(({ text, presses }) => [
          element("dt", { dir: "auto" }, textWithoutMarkup(text, this.store.names)), element("dd", {}, String(presses))]))] : []),
      ...problems.map(({ text, presses }) => element("p", { class: "found error" }, `${presses}×: ${text}`)));
  }
}

/** Text of an action_id without the number that makes it unique in its block. */
const nameOf = (actionId) => actionId.replace(/:\d+$/u, "");
const keyOf = ({ action_id: id, value }) => `${nameOf(id)} ${value}`;

/** First words of a message. */
function titleOf(text, blocks, users) {
  const words = textWithoutMarkup(text || blocks[0]?.text?.text || "A message with buttons", users);
  return words.length > 60 ? `${words.slice(0, 59)}…` : words;
}

/** The buttons of a message, each with its block's id and a label that names its section where it has one. */
function buttonsOf(blocks) {
  return blocks.flatMap((block) => [...(block.elements ?? []), ...(block.actions ?? []), block.accessory]
    .filter((member) => member?.type === "button" && !member.url)
    .map((member) => ({ ...member, block_id: block.block_id, label: member.accessibility_label ?? plainText(member.text) })));
}
