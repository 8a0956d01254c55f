// Keys: every element with data-key can be pressed by it; "g x" are two keys in a row; "?" lists them all.
const help = document.getElementById("keys");
const CHORD = 1_200;
let begun = "";
let timer;

const typing = (target) => target.closest?.("input, textarea, select, [contenteditable=true]");
const rows = () => [...document.querySelectorAll("[data-rows] > tr, [data-rows] > li, tbody[data-rows] tr")].filter((row) => row.offsetParent);

function visible(key) {
  return [...document.querySelectorAll("[data-key]")].find(
    (element) => element.dataset.key === key && (element.offsetParent || element.closest(".nav, details.menu")),
  );
}

export function press(element) {
  if (element.matches("input:not([type=submit], [type=checkbox]), textarea, select")) {
    element.focus();
    element.select?.();
  } else element.click();
  // A menu that was opened by its key is walked on by arrows.
  if (element.matches("summary")) element.parentElement.querySelector(".menu-panel .menu-item")?.focus();
}

function walkMenu(event) {
  const items = [...(event.target.closest?.("details.menu[open]")?.querySelectorAll(".menu-item") ?? [])];
  if (!items.length) return false;
  const next = items.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
  items[(next + items.length) % items.length].focus();
  return true;
}

function move(by) {
  const all = rows();
  const here = all.findIndex((row) => row.classList.contains("here"));
  const next = all[Math.min(Math.max(here + by, 0), all.length - 1)];
  all.forEach((row) => row.classList.toggle("here", row === next));
  const link = next.querySelector("a[href]");
  (link ?? next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

// What has a key and a name on this page, each key once.
export function keysOf() {
  const found = new Map();
  for (const element of document.querySelectorAll("[data-row-key], [data-key]")) {
    const { keyLabel } = element.dataset;
    const key = element.dataset.rowKey ?? element.dataset.key;
    if (!found.has(key) && keyLabel) found.set(key, { element, key, label: keyLabel });
  }
  return [...found.values()];
}

function list() {
  for (const part of help.querySelectorAll("[data-keys-rows]")) part.hidden = !rows().length;
  const parts = { here: help.querySelector("[data-keys-here]"), go: help.querySelector("[data-keys-go]") };
  for (const part of Object.values(parts)) {
    part.hidden = true;
    part.querySelector("dl").replaceChildren();
  }
  for (const { key, label } of keysOf()) {
    const part = key.includes(" ") ? parts.go : parts.here;
    const dt = document.createElement("dt");
    for (const one of key.split(" ")) {
      const kbd = document.createElement("kbd");
      kbd.textContent = one.length === 1 ? one.toUpperCase() : one;
      dt.append(kbd);
    }
    const dd = document.createElement("dd");
    dd.textContent = label;
    part.querySelector("dl").append(dt, dd);
    part.hidden = false;
  }
}

function showHelp() {
  list();
  if (!help.open) help.showModal();
}

// Sent from anywhere in a form that says so: Ctrl+Enter or Cmd+Enter presses its main button.
function send(event) {
  const button = event.target.form?.querySelector("[data-send]");
  if (!button) return;
  event.preventDefault();
  event.target.form.requestSubmit(button);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return send(event);
  if (event.ctrlKey || event.metaKey) return;
  if ((event.key === "ArrowDown" || event.key === "ArrowUp") && walkMenu(event)) return event.preventDefault();
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (document.querySelector("dialog:modal")) return;
  const key = begun ? `${begun} ${event.key}` : event.key;
  begun = "";
  clearTimeout(timer);
  if (key === "?" && help) {
    event.preventDefault();
    return showHelp();
  }
  // A list is walked by rows; a page without one may have keys of its own for it, such as the next case.
  if ((key === "j" || key === "k") && !visible(key) && rows().length) return move(key === "j" ? 1 : -1);
  // A key of the row that one is in, such as taking the case, goes before one of the page.
  const element = document.querySelector(`[data-rows] > .here [data-row-key="${CSS.escape(key)}"]`) ?? visible(key);
  if (element) {
    event.preventDefault();
    return press(element);
  }
  if (key === "g") {
    begun = "g";
    timer = setTimeout(() => (begun = ""), CHORD);
  }
});

document.addEventListener("click", (event) => {
  if (help && event.target.closest("[data-opens=keys]")) list();
});
