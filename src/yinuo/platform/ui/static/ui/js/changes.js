// A list that was fetched anew: what changed lights up once (a row that is new, a promise that was just kept), and
// whoever was in a row with the keyboard stays there. Rows are known by where they lead.
const before = new Map();
let here = null;
let focused = false;

const rows = () => [...document.querySelectorAll("[data-rows] > *")];
const nameOf = (row) => row.querySelector("a[href]")?.getAttribute("href");
const kept = (row) => [...row.querySelectorAll(".promise")].map((chip) => chip.classList.contains("kept"));

document.addEventListener("htmx:beforeSwap", () => {
  before.clear();
  here = null;
  for (const row of rows()) {
    before.set(nameOf(row), kept(row));
    if (row.classList.contains("here")) {
      here = nameOf(row);
      focused = row.contains(document.activeElement);
    }
  }
});

document.addEventListener("htmx:afterSettle", () => {
  if (!before.size) return;
  for (const row of rows()) {
    const name = nameOf(row);
    const was = before.get(name);
    if (!was) row.classList.add("fresh");
    else row.querySelectorAll(".promise").forEach((chip, place) => {
      if (chip.classList.contains("kept") && was[place] === false) chip.classList.add("just-kept");
    });
    if (name === here) {
      row.classList.add("here");
      if (focused) row.querySelector("a[href]").focus({ preventScroll: true });
    }
  }
  before.clear();
});
