// Time left, going on: the same words as the server's, by the server's clock.
import { words, fill } from "./words.js";

const MINUTE = 60_000;
const served = Number(document.documentElement.dataset.now);
// A workstation's clock may be wrong; the promise runs by ours.
const skew = served ? served - (performance.timeOrigin + responseStart()) : 0;
const now = () => Date.now() + (Math.abs(skew) > 5_000 ? skew : 0);

function responseStart() {
  return performance.getEntriesByType("navigation")[0]?.responseStart ?? 0;
}

export function inWords(milliseconds) {
  const minutes = Math.floor(Math.abs(milliseconds) / MINUTE);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days >= 2) return fill(words.days, { days });
  if (days === 1) return fill(words.day, { hours: hours - 24 });
  if (hours) return fill(words.hours, { hours, minutes: minutes % 60 });
  if (minutes) return fill(words.minutes, { minutes });
  return words.moment;
}

function show(element, at) {
  const { made, due, risk } = element.dataset;
  const left = Number(due) - at;
  const look = left < 0 ? "broken" : risk && at >= Number(risk) ? "at-risk" : "running";
  element.classList.remove("running", "at-risk", "broken");
  element.classList.add(look);
  const said = element.querySelector("[data-words]");
  const text = fill(left < 0 ? words.late : words.left, { duration: inWords(left) });
  if (said.textContent !== text) said.textContent = text;
  const thread = element.querySelector("[data-spent]");
  const whole = Number(thread.dataset.spent || 100);
  const share = Math.min(Math.max((at - made) / (due - made || 1), 0), 1);
  thread.setAttribute("width", (share * whole).toFixed(2));
}

function tick() {
  const at = now();
  for (const element of document.querySelectorAll("[data-promise]")) show(element, at);
}

if (words.left) {
  tick();
  setInterval(tick, 15_000);
  document.addEventListener("visibilitychange", () => document.hidden || tick());
  document.addEventListener("htmx:afterSettle", tick);
}
