/* Recovery codes leave this page on paper or as a file; they are never shown again. */
const list = document.querySelector("[data-codes]");
const print = document.querySelector("[data-codes-print]");
const save = document.querySelector("[data-codes-save]");

if (list) {
  print.hidden = save.hidden = false;
  print.addEventListener("click", () => window.print());
  save.addEventListener("click", () => {
    const text = [...list.querySelectorAll("code")].map((code) => code.textContent).join("\n") + "\n";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    link.download = save.dataset.codesSave;
    link.click();
    URL.revokeObjectURL(link.href);
  });
}
