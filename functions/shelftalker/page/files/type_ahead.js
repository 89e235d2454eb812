/** Titles while one types, as links below the box: the editable combobox of the ARIA Authoring Practices.
 *
 * https://www.w3.org/WAI/ARIA/apg/patterns/combobox/. Without this script the box is a plain one.
 */

const PAUSE_MS = 140;
const KEPT_ANSWERS = 100;

const input = document.getElementById("title");
const listbox = document.createElement("div");
const count = document.createElement("p");
const answers = new Map();
let request = null;
let timer = 0;
let active = -1;
let entered = 0; // 1 or -1 where an arrow opens the titles, to choose the first or the last
let typed = "";

Object.assign(listbox, { id: "completions", className: "completions", hidden: true });
listbox.setAttribute("role", "listbox");
listbox.setAttribute("aria-label", "Titles");
count.className = "unseen";
count.setAttribute("role", "status");
input.setAttribute("role", "combobox");
input.setAttribute("aria-autocomplete", "list");
input.setAttribute("aria-controls", listbox.id);
input.setAttribute("aria-expanded", "false");
input.parentElement.append(listbox, count);

input.addEventListener("input", (event) => { if (!event.isComposing) lookSoon(); });
input.addEventListener("compositionend", lookSoon);
input.addEventListener("keydown", onKey);
input.addEventListener("blur", close);
input.form.addEventListener("submit", close);
listbox.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
listbox.addEventListener("click", close);

/** One letter of an alphabet begins too many titles; one sign of a script without case may be a word. */
function isLongEnough(text) {
  return [...text].length > 1 || (text !== "" && text.toLowerCase() === text.toUpperCase() && /\p{Letter}/u.test(text));
}

function lookSoon() {
  clearTimeout(timer);
  request?.abort();
  activate(-1); // a choice was one for the text before
  entered = 0;
  typed = input.value.trimStart();
  if (isLongEnough(typed.trimEnd())) timer = setTimeout(look, answers.has(typed) ? 0 : PAUSE_MS);
  else close();
}

async function look() {
  const asked = typed;
  request = new AbortController();
  try {
    const books = answers.get(asked) ?? await completions(asked, request.signal);
    if (asked === typed) show(books);
  } catch {
    close(); // the title can be sent all the same, and that failure is explained
  }
}

async function completions(text, signal) {
  const response = await fetch(`page/search?q=${encodeURIComponent(text)}`, { signal });
  if (!response.ok) throw new Error(`status ${response.status}`);
  const { books } = await response.json();
  if (answers.size >= KEPT_ANSWERS) answers.delete(answers.keys().next().value);
  answers.set(text, books);
  return books;
}

function show(books) {
  if (document.activeElement !== input) return;
  listbox.replaceChildren(...books.map(option));
  const isOpen = books.length > 0;
  listbox.hidden = !isOpen;
  listbox.scrollTop = 0;
  input.setAttribute("aria-expanded", String(isOpen));
  activate(isOpen && entered ? (entered > 0 ? 0 : books.length - 1) : -1);
  entered = 0;
  count.textContent = isOpen ? `${books.length} ${books.length === 1 ? "title" : "titles"} below` : "";
}

function option({ id, title, author, language }, number) {
  const link = document.createElement("a");
  Object.assign(link, { id: `completion-${number}`, href: `./?book=${encodeURIComponent(id)}`, tabIndex: -1 });
  link.setAttribute("role", "option");
  link.setAttribute("aria-selected", "false");
  link.append(isolated(title, language));
  if (author) {
    const by = document.createElement("small");
    by.append(isolated(author));
    link.append(by);
  }
  return link;
}

/** Text whose direction is its own. */
function isolated(text, language) {
  const node = document.createElement("bdi");
  node.textContent = text;
  if (language) node.lang = language;
  return node;
}

function activate(number) {
  const options = [...listbox.children];
  active = number;
  options.forEach((each, position) => each.setAttribute("aria-selected", String(position === number)));
  if (number < 0) input.removeAttribute("aria-activedescendant");
  else {
    input.setAttribute("aria-activedescendant", options[number].id);
    options[number].scrollIntoView({ block: "nearest" });
  }
}

function close() {
  clearTimeout(timer);
  request?.abort();
  typed = "";
  listbox.hidden = true;
  input.setAttribute("aria-expanded", "false");
  count.textContent = "";
  activate(-1);
}

function onKey(event) {
  if (event.isComposing) return;
  const { length } = listbox.children;
  const isOpen = !listbox.hidden;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    if (!isOpen) {
      lookSoon();
      entered = event.altKey ? 0 : step;
    }
    // The box itself is one stop of the round.
    else if (!event.altKey) activate(((active + 1 + step + length + 1) % (length + 1)) - 1);
    else if (step < 0) close();
  } else if (event.key === "Enter" && isOpen && active >= 0) {
    event.preventDefault();
    listbox.children[active].click();
  } else if (event.key === "Escape" && isOpen) {
    event.preventDefault();
    close();
  } else if (event.key === "Escape" && input.value) {
    input.value = "";
  }
}
