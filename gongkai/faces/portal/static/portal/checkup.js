// Dropping a file on its field, a word about one that is too large, and one while the report is being read.
// Without this file the fields are file fields, and the server says the same.
"use strict";
(() => {
  for (const drop of document.querySelectorAll(".drop")) {
    const field = drop.querySelector("input");
    drop.querySelector(".how").hidden = false;
    const over = (event) => {
      event.preventDefault();
      drop.classList.toggle("over", event.type === "dragover");
    };
    drop.addEventListener("dragover", over);
    drop.addEventListener("dragleave", over);
    drop.addEventListener("drop", (event) => {
      over(event);
      if (!event.dataTransfer.files.length) return;
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  // A file dropped beside its field would replace the page.
  for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());

  const form = document.querySelector(".ask");
  const status = form?.querySelector("[role=status]");
  form?.addEventListener("change", ({ target }) => {
    const large = target.files && [...target.files].find((file) => file.size > Number(form.dataset.largest));
    target.setCustomValidity?.(large ? form.dataset.tooLarge.replace("{name}", large.name) : "");
    target.reportValidity?.();
  });
  form?.addEventListener("submit", () => { status.textContent = form.dataset.busy; });
  addEventListener("pageshow", () => { if (status) status.textContent = ""; });
})();
