// A word about a file that is too large, and one while the report is being read. Without this file the server says
// the same.
import "../ui/drop.js";

const form = document.querySelector(".ask");
const status = form?.querySelector("[role=status]");
form?.addEventListener("change", ({ target }) => {
  const large = target.files && [...target.files].find((file) => file.size > Number(form.dataset.largest));
  target.setCustomValidity?.(large ? form.dataset.tooLarge.replace("{name}", large.name) : "");
  target.reportValidity?.();
});
form?.addEventListener("submit", () => { status.textContent = form.dataset.busy; });
addEventListener("pageshow", () => { if (status) status.textContent = ""; });
