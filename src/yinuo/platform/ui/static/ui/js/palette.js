// Ctrl+K: everything that can be done on this page, and everywhere that one can go, by its name.
import { keysOf, press } from "./keyboard.js";

const dialog = document.getElementById("palette");
const MOST = 12;
let commands = [];
let chosen = 0;

function collect() {
  const found = new Map();
  const add = (label, run, key) => label && !found.has(label) && found.set(label, { label, run, key });
  for (const { element, key, label } of keysOf()) add(label, () => press(element), key);
  for (const link of document.querySelectorAll("nav.nav a.nav-item, .bar .menu-panel a[href]")) {
    add((link.querySelector("span") ?? link).textContent.trim(), () => link.click(), "");
  }
  // What is done here before where one goes.
  const goes = ({ key }) => Number(!key || key.includes(" "));
  return [...found.values()].sort((one, other) => goes(one) - goes(other));
}

// How well a name answers what was typed: the earlier the words stand in it the better, then its letters in their order.
function rank(label, typed) {
  const text = label.toLowerCase();
  if (text.includes(typed)) return text.indexOf(typed);
  let at = -1;
  for (const letter of typed) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return -1;
  }
  return 100 + at;
}

function matching() {
  const typed = dialog.querySelector("input").value.trim().toLowerCase();
  const found = commands
    .map((command) => ({ ...command, rank: typed ? rank(command.label, typed) : 0 }))
    .filter((command) => command.rank >= 0)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, MOST);
  if (typed && dialog.dataset.search) {
    const said = dialog.querySelector("input").value.trim();
    const label = `${dialog.querySelector(".palette-search").textContent} “${said}”`;
    found.push({ label, key: "", run: () => location.assign(`${dialog.dataset.search}?q=${encodeURIComponent(said)}`) });
  }
  return found;
}

function draw() {
  const found = matching();
  chosen = Math.min(Math.max(chosen, 0), Math.max(found.length - 1, 0));
  const list = dialog.querySelector("ul");
  list.replaceChildren(
    ...found.map((command, place) => {
      const row = document.createElement("li");
      row.setAttribute("role", "option");
      row.append(document.createElement("span"));
      row.id = `palette-${place}`;
      row.querySelector("span").textContent = command.label;
      for (const one of command.key ? command.key.split(" ") : []) {
        const kbd = document.createElement("kbd");
        kbd.textContent = one.length === 1 ? one.toUpperCase() : one;
        row.append(kbd);
      }
      row.setAttribute("aria-selected", String(place === chosen));
      row.addEventListener("click", () => run(command));
      return row;
    }),
  );
  dialog.querySelector("input").setAttribute("aria-activedescendant", found.length ? `palette-${chosen}` : "");
  list.children[chosen]?.scrollIntoView({ block: "nearest" });
}

function run(command) {
  dialog.close();
  command.run();
}

function open() {
  commands = collect();
  chosen = 0;
  dialog.querySelector("input").value = "";
  draw();
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (!dialog || event.isComposing) return;
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    if (!dialog.open && document.querySelector("dialog:modal")) return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else open();
  } else if (dialog.open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    const { length } = dialog.querySelector("ul").children;
    chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + length) % (length || 1);
    draw();
  } else if (dialog.open && event.key === "Enter") {
    event.preventDefault();
    const command = matching()[chosen];
    if (command) run(command);
  }
});
dialog?.querySelector("input").addEventListener("input", () => {
  chosen = 0;
  draw();
});
