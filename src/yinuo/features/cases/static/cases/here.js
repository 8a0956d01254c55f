// The page of a case says that it is open, and whether somebody writes an answer, only while a person is at it: a
// page that was left alone must not keep its session alive.
const AT_WORK = 120_000;
const WRITING = 60_000;
let touched = Date.now();
let wrote = 0;

for (const kind of ["pointerdown", "pointermove", "keydown", "scroll"]) {
  addEventListener(kind, () => (touched = Date.now()), { passive: true });
}

const writing = () => Date.now() - wrote < WRITING && Boolean(document.getElementById("text")?.value.trim());

document.addEventListener("input", (event) => {
  if (event.target.id !== "text" || document.getElementById("composer")?.classList.contains("as-note")) return;
  const first = !writing();
  wrote = Date.now();
  if (first) document.getElementById("here")?.dispatchEvent(new Event("here:writing"));
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!event.target.matches?.("[data-here]")) return;
  if (document.hidden || Date.now() - touched > AT_WORK) event.preventDefault();
});

document.addEventListener("htmx:configRequest", (event) => {
  if (event.target.matches?.("[data-here]") && writing()) event.detail.parameters.writing = "1";
});
