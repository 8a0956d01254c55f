// A list that was fetched anew: what changed lights up once (a row that is new, a promise that was just kept), and
// whoever was in a row with the keyboard stays there, and what was picked stays picked. Rows are known by where they lead.
const before = new Map();
let here = null;
let focused = false;
let picked = new Set();

const rows = () => [...document.querySelectorAll("[data-rows] > *")];
const nameOf = (row) => row.querySelector("a[href]")?.getAttribute("href");
const kept = (row) => [...row.querySelectorAll(".promise")].map((chip) => chip.classList.contains("kept"));

document.addEventListener("htmx:beforeSwap", () => {
  before.clear();
  here = null;
  picked = new Set([...document.querySelectorAll("[data-rows] input:checked")].map((box) => box.id));
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
  for (const id of picked) {
    const box = document.getElementById(id);
    if (box) box.checked = true;
  }
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

// A box in the head of a list picks all of its rows, or none.
document.addEventListener("change", (event) => {
  if (!event.target.matches?.("[data-picks-all]")) return;
  const boxes = event.target.closest("table").querySelectorAll("[data-rows] input[type=checkbox]");
  for (const box of boxes) box.checked = event.target.checked;
});
