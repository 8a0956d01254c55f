// Dialogues: a link or button with data-opens="id" opens <dialog id>; without this script the link leads to a page.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      opener.closest("details.menu")?.removeAttribute("open");
      dialog.showModal();
      // The first question, not the button that leaves again.
      dialog.querySelector(".dialog-body :is(input:not([type=hidden]), select, textarea)")?.focus();
    }
    return;
  }
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog")?.close();
  // A click beside the dialogue's inside is a click on the dialogue itself: its backdrop.
  if (event.target instanceof HTMLDialogElement && event.target.matches(":modal")) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside && !event.target.querySelector("form")) event.target.close();
  }
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  }
});

// A refused form says so first; in the gallery it is only a picture of itself.
document.querySelector("[data-focus]:not([data-sample] *)")?.focus();

// A dialogue whose form was refused is open again, with what was typed; now as one that stands before its page.
const reopened = document.querySelector("dialog[open]:not([data-sample] *)");
if (reopened) {
  reopened.close();
  reopened.showModal();
  reopened.querySelector(".invalid :is(input, select, textarea), .dialog-body :is(input:not([type=hidden]), select, textarea)")?.focus();
}
