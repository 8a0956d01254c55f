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

function press(element) {
  if (element.matches("input:not([type=submit], [type=checkbox]), textarea, select")) {
    element.focus();
    element.select?.();
  } else element.click();
}

function move(by) {
  const all = rows();
  if (!all.length) return;
  const here = all.findIndex((row) => row.classList.contains("here"));
  const next = all[Math.min(Math.max(here + by, 0), all.length - 1)];
  all.forEach((row) => row.classList.toggle("here", row === next));
  const link = next.querySelector("a[href]");
  (link ?? next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function list() {
  const parts = { here: help.querySelector("[data-keys-here]"), go: help.querySelector("[data-keys-go]") };
  for (const part of Object.values(parts)) {
    part.hidden = true;
    part.querySelector("dl").replaceChildren();
  }
  const listed = new Set();
  for (const element of document.querySelectorAll("[data-row-key], [data-key]")) {
    const { keyLabel } = element.dataset;
    const key = element.dataset.rowKey ?? element.dataset.key;
    if (listed.has(key) || !keyLabel) continue;
    listed.add(key);
    const part = key.includes(" ") ? parts.go : parts.here;
    const dt = document.createElement("dt");
    for (const one of key.split(" ")) {
      const kbd = document.createElement("kbd");
      kbd.textContent = one.length === 1 ? one.toUpperCase() : one;
      dt.append(kbd);
    }
    const dd = document.createElement("dd");
    dd.textContent = keyLabel;
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
  if (key === "j" || key === "k") return move(key === "j" ? 1 : -1);
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
