// What somebody writes survives a reload: <textarea data-draft-key="case:…:answer"> keeps its text in this window's
// session storage until the form is sent. Session storage, because personal data must not outlive the session.
// A text that the page offers (data-draft-offer) is a draft from then on, but is never put over one: the form says which
// of both stands there (data-offer-stands, data-offer-waits).
const PREFIX = "draft:";

function areas(root = document) {
  return root.querySelectorAll("textarea[data-draft-key]");
}

const nameOf = (area) => PREFIX + area.dataset.draftKey;

function say(area, on) {
  const note = area.form?.querySelector("[data-draft-note]");
  if (note) note.hidden = !on;
}

function offer(area, kept) {
  delete area.dataset.draftOffer;
  if (!kept) sessionStorage.setItem(nameOf(area), area.value);
  if (!kept || kept === area.value) return;
  area.value = "";
  area.form.querySelector("[data-offer-stands]").hidden = true;
  area.form.querySelector("[data-offer-waits]").hidden = false;
}

function restore() {
  for (const area of areas()) {
    const kept = sessionStorage.getItem(nameOf(area));
    if ("draftOffer" in area.dataset) offer(area, kept);
    if (kept && !area.value) {
      area.value = kept;
      say(area, true);
    }
  }
}

function forget() {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
}

document.addEventListener("input", (event) => {
  const area = event.target.closest?.("textarea[data-draft-key]");
  if (!area) return;
  if (area.value) sessionStorage.setItem(nameOf(area), area.value);
  else sessionStorage.removeItem(nameOf(area));
  say(area, Boolean(area.value));
});

// A form sent the plain way: the next page knows whether it was taken; a refused one comes back with its text.
document.addEventListener("submit", (event) => {
  if (event.target.matches("[hx-post], [data-hx-post]")) return;
  for (const area of areas(event.target)) sessionStorage.removeItem(nameOf(area));
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful && event.target instanceof HTMLFormElement) {
    for (const area of areas(event.target)) sessionStorage.removeItem(nameOf(area));
  }
});

document.addEventListener("htmx:afterSettle", restore);
// Whoever signs out leaves nothing behind; nor is anything left where nobody is signed in.
document.addEventListener("submit", (event) => event.target.matches("[data-sign-out]") && forget());
if (document.body.classList.contains("guest-page")) forget();
restore();
