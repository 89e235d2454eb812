/** The page: connects channels, messages, threads and the developer's panel. */

import { byId, element, hideToast, toast } from "./dom.js";
import { textWithoutMarkup } from "./mrkdwn.js";
import { Navigation } from "./navigation.js";
import { Store } from "./store.js";
import { Composer } from "./views/composer.js";
import { CrowdPanel } from "./views/crowd.js";
import { Home } from "./views/home.js";
import { MessageList } from "./views/messages.js";
import { Modals } from "./views/modals.js";
import { clearExchanges, revealExchange, showExchanges } from "./views/requests.js";
import { Tools } from "./views/tools.js";
import { TrainingPanel } from "./views/training.js";
import { WorkflowPanel } from "./views/workflow.js";

// Each has a button `toggle-ID`, in the bar or the sidebar, and `close-ID` in its own.
const SIDE_PANELS = ["tools", "workflow", "requests", "training", "crowd"];

const navigation = new Navigation(showPlace);
const store = new Store(navigation.place.user);
let channelId = navigation.place.channel;
let threadTs = null;
const unread = new Set();

const channelList = new MessageList(byId("messages"), byId("scroller"), store, { thread: openThread, exchange: openExchange });
const threadList = new MessageList(byId("thread-messages"), byId("thread-scroller"), store, { thread: null, exchange: openExchange });
const commands = () => store.commands ?? [];
const runShortcut = (callbackId) => store.runShortcut(callbackId);
const composer = new Composer(byId("composer"), { id: "box", commands, runShortcut, send: (text) => send(text, null) });
const threadComposer = new Composer(byId("thread-composer"), {
  id: "thread-box", commands, runShortcut, send: (text) => send(text, threadTs),
});
const training = new TrainingPanel();
const home = new Home(store);
const modals = new Modals(store, focusConversation);
const tools = new Tools(store, openExchange);
const workflow = new WorkflowPanel(store);
const crowd = new CrowdPanel(store, () => channelId);

async function send(text, thread) {
  const command = thread ? null : commands().find(({ command: name }) => text.split(/\s/u)[0] === name);
  if (command) byId("waiting").textContent = "Waiting for the answer…";
  try {
    await store.sendLine(channelId, text, thread);
  } finally {
    byId("waiting").textContent = "";
  }
  (thread ? threadList : channelList).toEnd();
}

function showMessages() {
  channelList.show(store.messagesOf(channelId));
  if (threadTs) threadList.show(store.messagesOf(channelId, threadTs));
}

function showChannels() {
  byId("channels").replaceChildren(...store.channels.map(({ channel_id: id, name }) =>
    element("li", {}, element("button", {
      type: "button",
      class: unread.has(id) ? "channel unread" : "channel",
      "aria-current": id === channelId && !home.isOpen ? "page" : null,
      onclick: () => openChannel(id),
    }, element("span", { "aria-hidden": "true" }, "#"), name, unread.has(id) && element("span", { class: "unseen" }, " (unread)")))));
  showApps();
  const isOfApp = home.isOpen || channelId === store.conversation;
  const { name, purpose } = store.channels.find(({ channel_id: id }) => id === channelId) ?? { name: store.app.name, purpose: "App" };
  byId("channel-name").textContent = isOfApp ? store.app.name : `# ${name}`;
  byId("channel-purpose").textContent = isOfApp ? "App" : purpose;
  byId("open-conversation").hidden = !store.conversation;
  byId("open-conversation").textContent = unread.has(store.conversation) ? "Messages (unread)" : "Messages";
  byId("intro").hidden = channelId === store.conversation;
  byId("conversation-tabs").hidden = channelId !== store.conversation;
  document.title = `${home.isOpen ? store.app.name : name} · ${store.team}, locally`;
  byId("intro-channel").textContent = `#${name}`;
  composer.prompt = `Message #${name}`;
  threadComposer.prompt = "Reply…";
}

function showPeople() {
  const authors = [...store.authors.values()];
  byId("team").textContent = store.team;
  byId("me").replaceChildren(...authors.filter(({ kind }) => kind === "user").map(({ id, name }) =>
    element("option", { value: id, selected: id === store.me }, name)));
  const other = authors.find(({ id, kind }) => kind === "user" && id !== store.me);
  byId("beside").href = `/side-by-side?users=${store.me},${other.id}`;
  for (const box of [composer, threadComposer]) box.offerShortcuts(store.shortcutsOf("global"));
}

function showApps() {
  const apps = [...store.authors.values()].filter(({ kind }) => kind === "app");
  const isOpen = home.isOpen || channelId === store.conversation;
  byId("apps").replaceChildren(...apps.map(({ id, name }) => element("li", {}, id === store.app.id
    ? element("button", {
      type: "button", class: unread.has(store.conversation) && !isOpen ? "channel app-name unread" : "channel app-name",
      "aria-current": isOpen ? "page" : null, onclick: openHome,
    }, name)
    : element("span", { class: "app-name" }, name))));
}

/** Show the place that Back or Forward leads to; the window of the app closes where it was left. */
async function showPlace(place, before, isReturn) {
  if (modals.isOpen && !place.window) {
    if (isReturn) navigation.go({ window: "open" }); // another one was opened meanwhile
    else modals.closeAll();
  }
  if (place.user !== before.user) await store.switchUser(place.user);
  if (place.tab === "home" && !home.isOpen) openHome();
  else if (place.tab !== "home" && (home.isOpen || (place.channel ?? channelId) !== channelId)) openChannel(place.channel ?? channelId);
  if (place.panel && byId(place.panel).hidden) openPanel(place.panel);
  else if (!place.panel) SIDE_PANELS.forEach(closePanel);
  const message = place.thread && store.messages.get(place.thread);
  if (message && place.thread !== threadTs) openThread(message);
  else if (!message) closePanel("thread");
}

/** Show the app's Home instead of the channel. */
function openHome() {
  navigation.go({ tab: "home", thread: null });
  closePanel("thread");
  setSidebar(false);
  for (const part of ["scroller", "waiting", "composer"]) byId(part).hidden = true;
  const opened = home.open();
  showChannels();
  return opened;
}

/** Show the windows of the app: they have an entry in the history, so that Back closes them. */
function showModals(views) {
  modals.show(views);
  if (views.length) navigation.go({ window: "open" });
  else navigation.leaveWindow();
}

function focusConversation() {
  byId(home.isOpen ? "home" : channelId === store.conversation ? "scroller" : "box").focus({ preventScroll: true });
}

function openChannel(id) {
  navigation.go({ channel: id, tab: null, thread: null });
  channelId = id;
  unread.delete(id);
  home.close();
  for (const part of ["scroller", "waiting"]) byId(part).hidden = false;
  byId("composer").hidden = id === store.conversation; // read-only, as the manifest has it
  closePanel("thread");
  setSidebar(false);
  showChannels();
  showMessages();
  channelList.toEnd();
  byId(id === store.conversation ? "scroller" : "box").focus();
}

function openThread(message) {
  navigation.go({ thread: message.ts, panel: null });
  threadTs = message.ts;
  SIDE_PANELS.forEach(closePanel);
  byId("thread").hidden = false;
  threadList.show(store.messagesOf(channelId, threadTs));
  byId("thread-box").focus();
}

function openExchange(exchangeId) {
  openPanel("requests");
  revealExchange(exchangeId);
}

/** Open one of the panels beside the conversation, in the place of the one that is open. */
function openPanel(id) {
  navigation.go({ panel: id, thread: null });
  closePanel("thread");
  for (const other of SIDE_PANELS) {
    byId(other).hidden = other !== id;
    byId(`toggle-${other}`).setAttribute("aria-expanded", String(other === id));
  }
  if (id === "training") training.open();
  else training.close();
  if (id === "tools") tools.load();
  if (id === "workflow") workflow.render();
  if (id === "crowd") crowd.render();
  setSidebar(false);
}

/** @returns {boolean} True where the panel was open. */
function closePanel(id) {
  const panel = byId(id);
  if (panel.hidden) return false;
  const hadFocus = panel.contains(document.activeElement);
  panel.hidden = true;
  if (id === "thread") threadTs = null;
  else byId(`toggle-${id}`).setAttribute("aria-expanded", "false");
  if (id === "training") training.close();
  navigation.go({ [id === "thread" ? "thread" : "panel"]: null });
  if (hadFocus) focusConversation();
  return true;
}

function setSidebar(isOpen) {
  byId("sidebar").classList.toggle("open", isOpen);
  byId("open-sidebar").setAttribute("aria-expanded", String(isOpen));
  if (isOpen) byId("sidebar").querySelector("[aria-current]")?.focus();
}

/** Announce a new message to screen readers, or mark its channel as unread where another one is open. */
function announce(message) {
  if (message.author_id === store.me) return;
  if (message.channel_id === channelId && !home.isOpen) {
    byId("announcer").textContent = `${store.author(message).name}: ${textWithoutMarkup(message.text, store.names)}`;
  } else {
    unread.add(message.channel_id);
    showChannels();
  }
}

const isDark = () => getComputedStyle(document.documentElement).colorScheme === "dark"
  || (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);

function setTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  byId("theme").textContent = isDark() ? "☀" : "☾";
  byId("theme").setAttribute("aria-label", isDark() ? "Switch to light colours" : "Switch to dark colours");
}

byId("theme").addEventListener("click", () => {
  const theme = isDark() ? "light" : "dark";
  localStorage.setItem("theme", theme);
  setTheme(theme);
});
byId("me").addEventListener("change", async (event) => {
  navigation.go({ user: event.target.value });
  await store.switchUser(event.target.value);
  if (home.isOpen) openHome();
});
byId("open-conversation").addEventListener("click", () => openChannel(store.conversation));
byId("open-home").addEventListener("click", openHome);
for (const button of document.querySelectorAll(".try")) button.addEventListener("click", () => composer.write(button.textContent));
for (const id of SIDE_PANELS) {
  byId(`toggle-${id}`).addEventListener("click", () => closePanel(id) || openPanel(id));
  byId(`close-${id}`).addEventListener("click", () => closePanel(id));
}
byId("close-thread").addEventListener("click", () => closePanel("thread"));
byId("open-sidebar").addEventListener("click", () => setSidebar(true));
byId("conversation").addEventListener("pointerdown", () => setSidebar(false));
byId("close-sidebar").addEventListener("click", () => setSidebar(false));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
    SIDE_PANELS.some(closePanel) || closePanel("thread") || setSidebar(false);
  }
});
// Of the app's links into Slack, this page opens the one to its Home.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="slack://"]');
  if (!link) return;
  event.preventDefault();
  if (/^slack:\/\/app\?.*\btab=home\b/u.test(link.getAttribute("href"))) openHome();
  else toast(`This page does not open ${link.getAttribute("href")}.`);
});

store.addEventListener("reset", () => {
  const isKnown = channelId === store.conversation || store.channels.some(({ channel_id: id }) => id === channelId);
  if (!isKnown || channelId === null) channelId = store.channels[0].channel_id;
  navigation.replace({ channel: channelId });
  byId("composer").hidden = home.isOpen || channelId === store.conversation;
  showPeople();
  showChannels();
  showMessages();
  clearExchanges();
  showExchanges([...store.exchanges.values()]);
  byId("toggle-tools").hidden = !store.hasTools;
  byId("toggle-workflow").hidden = !store.steps.length;
  workflow.render();
  crowd.render();
  if (!byId("tools").hidden) tools.load();
  home.render();
  showModals(store.modals);
});
store.addEventListener("home", () => {
  home.render();
  if (home.isOpen) byId("announcer").textContent = `${store.app.name}: Home has changed`;
});
store.addEventListener("modals", ({ detail: views }) => showModals(views));
store.addEventListener("message", ({ detail: message }) => {
  showMessages();
  if (!byId("crowd").hidden) crowd.render();
  announce(message);
});
store.addEventListener("deleted", showMessages);
store.addEventListener("exchange", ({ detail: exchange }) => {
  showExchanges([exchange]);
  showMessages();
});
store.addEventListener("execution", () => workflow.showExecutions());
store.addEventListener("crowd", () => crowd.showReport());
store.addEventListener("offline", () => toast("The local Slack does not answer; this page tries again by itself."));
store.addEventListener("online", hideToast);

addEventListener("storage", ({ key, newValue }) => { if (key === "theme") setTheme(newValue); });

setTheme(localStorage.getItem("theme"));
const isFramed = window !== window.top;
document.body.classList.toggle("framed", isFramed);
const isAtHome = navigation.place.tab === "home";
// Where models are trained, answers name theirs.
store.namesModels = await training.isThere().catch(() => false);
store.open().then(() => (isAtHome ? openHome() : modals.isOpen || isFramed || byId("box").focus()), (error) => toast(`The local Slack does not answer: ${error.message}`));
