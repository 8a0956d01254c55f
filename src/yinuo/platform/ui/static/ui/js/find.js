// A long list of choices with a search above it: <input type="search" data-finds="id"> leaves those items of #id whose
// data-words hold everything that was typed. Enter takes the first one left; arrow keys go on in the list.
const itemsOf = (field) => [...(document.getElementById(field.dataset.finds)?.querySelectorAll("[data-words]") ?? [])];

function find(field) {
  const parts = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let left = 0;
  for (const item of itemsOf(field)) {
    item.hidden = !parts.every((part) => item.dataset.words.includes(part));
    left += !item.hidden;
  }
  const none = document.querySelector(`[data-found-none="${field.dataset.finds}"]`);
  if (none) none.hidden = left > 0;
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-finds]")) find(event.target);
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-finds]")) return;
  const typed = event.target.value.trim() !== "";
  if (event.key !== "ArrowDown" && !(event.key === "Enter" && typed)) return;
  event.preventDefault();
  const first = itemsOf(event.target).find((item) => !item.hidden)?.querySelector("input");
  if (!first) return;
  if (event.key === "Enter" || typed) first.checked = true;
  first.focus();
});
