// Short messages at the edge: good news leaves by itself, bad news waits to be read.
import { words } from "./words.js";

const place = document.getElementById("toasts");
const READING = 6_000;

function leave(toast) {
  toast.classList.add("leaving");
  setTimeout(() => toast.remove(), 300);
}

function watch(toast) {
  if (toast.matches(".error, .warning")) return;
  let timer = setTimeout(() => leave(toast), READING);
  toast.addEventListener("pointerenter", () => clearTimeout(timer));
  toast.addEventListener("pointerleave", () => (timer = setTimeout(() => leave(toast), READING / 2)));
}

export function say(text, level = "info") {
  if (!place) return;
  const toast = document.createElement("div");
  toast.className = `toast ${level}`;
  const span = document.createElement("span");
  span.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button quiet icon-only small";
  close.dataset.dismiss = "";
  close.setAttribute("aria-label", words.close);
  close.textContent = "×";
  toast.append(span, close);
  place.append(toast);
  watch(toast);
}

if (place) {
  place.querySelectorAll(".toast").forEach(watch);
  place.addEventListener("click", (event) => {
    const button = event.target.closest("[data-dismiss]");
    if (button) leave(button.closest(".toast"));
  });
  // A server's answer to htmx may carry HX-Trigger: {"toast": {"text": "...", "level": "success"}}.
  document.body.addEventListener("toast", (event) => say(event.detail.text, event.detail.level));
  document.body.addEventListener("htmx:sendError", () => say(words.failed, "error"));
  document.body.addEventListener("htmx:responseError", (event) =>
    say([401, 403].includes(event.detail.xhr.status) ? words.refused : words.failed, "error"),
  );
}
