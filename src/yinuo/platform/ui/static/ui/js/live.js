// Hear of changes: each message named "x" becomes the DOM event "live:x" on <body>, which htmx can wait for
// (hx-trigger="live:cases from:body"). Comes back by itself; after a break the page is asked to refresh everything.
const url = document.documentElement.dataset.live;
const state = document.getElementById("live-state");
const FIRST = 1_000;
const LONGEST = 60_000;
let source;
let wait = FIRST;
let broken = false;

function tell(topic, detail) {
  document.body.dispatchEvent(new CustomEvent(`live:${topic}`, { detail, bubbles: true }));
}

function heard(event) {
  let message;
  try {
    message = JSON.parse(event.data);
  } catch {
    message = { topic: event.data };
  }
  const topic = event.type === "message" ? message.topic : event.type;
  if (topic) tell(topic, message);
}

function open() {
  source = new EventSource(url, { withCredentials: true });
  source.onmessage = heard;
  source.onopen = () => {
    wait = FIRST;
    if (state) state.hidden = true;
    if (broken) tell("resumed", {});
    broken = false;
  };
  source.onerror = () => {
    source.close();
    broken = true;
    // Said only when the break lasts: a single hiccup is nobody's business.
    if (state && wait > FIRST) state.hidden = false;
    setTimeout(open, wait + Math.random() * wait * 0.3);
    wait = Math.min(wait * 2, LONGEST);
  };
}

if (url && "EventSource" in window) {
  open();
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && open());
}
