/** Several people's pages beside each other in one window, each in a frame of its own. */

import { byId, element } from "./dom.js";

const AT_FIRST = 2;

const { authors } = await (await fetch("/local/state")).json();
const people = authors.filter(({ kind }) => kind === "user");
let columnCount = 0;

/** Ids of the people in the columns, from the left. */
const shown = () => [...document.querySelectorAll(".column select")].map(({ value }) => value);

function saveAddress() {
  const address = new URL(location.href);
  address.searchParams.set("users", shown().join(","));
  history.replaceState(null, "", address);
  byId("add-person").disabled = shown().length >= people.length;
  for (const button of document.querySelectorAll(".column .icon-button")) button.disabled = shown().length < 2;
}

function addColumn(person) {
  columnCount += 1;
  const source = (id) => `/?user=${encodeURIComponent(id)}`;
  const frame = element("iframe", { name: `column-${columnCount}`, src: source(person.id), title: `Slack as ${person.name} sees it` });
  const select = element("select", { "aria-label": "This column is" }, ...people.map(({ id, name }) =>
    element("option", { value: id, selected: id === person.id }, name)));
  select.addEventListener("change", () => {
    const { id, name } = people.find(({ id: chosen }) => chosen === select.value);
    frame.title = `Slack as ${name} sees it`;
    frame.contentWindow.location.replace(source(id));
    saveAddress();
  });
  const close = element("button", { type: "button", class: "icon-button", "aria-label": `Close the column of ${person.name}` }, "✕");
  const column = element("section", { class: "column", "aria-label": person.name }, element("header", {}, select, close), frame);
  close.addEventListener("click", () => {
    column.remove();
    byId("add-person").focus();
    saveAddress();
  });
  byId("columns").append(column);
  return column;
}

byId("add-person").addEventListener("click", () => {
  const person = people.find(({ id }) => !shown().includes(id));
  const column = addColumn(person);
  saveAddress();
  column.scrollIntoView({ inline: "end" });
  column.querySelector("select").focus();
  byId("announcer").textContent = `${person.name} added`;
});

const setTheme = (theme) => { if (theme) document.documentElement.dataset.theme = theme; };
addEventListener("storage", ({ key, newValue }) => { if (key === "theme") setTheme(newValue); });
setTheme(localStorage.getItem("theme"));

const asked = (new URL(location.href).searchParams.get("users") ?? "").split(",");
const named = asked.map((user) => people.find(({ id, handle }) => user === id || user === handle)).filter(Boolean);
for (const person of named.length ? named : people.slice(0, AT_FIRST)) addColumn(person);
saveAddress();
