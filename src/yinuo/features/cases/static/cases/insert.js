// A canned text goes in where the caret stands: <a data-inserts="id of the field" data-text="…">.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-inserts]");
  const field = link && document.getElementById(link.dataset.inserts);
  if (!field || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  link.closest("details")?.removeAttribute("open");
  field.focus();
  field.setRangeText(link.dataset.text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
