// A button[data-insert] of a form puts its text where the cursor last stood in a textarea of that form.
let last = null;
document.addEventListener("focusin", ({ target }) => {
  if (target.matches("textarea")) last = target;
});
document.addEventListener("click", ({ target }) => {
  const button = target.closest("button[data-insert]");
  if (!button) return;
  const area = last?.form === button.form ? last : button.form.querySelector("textarea");
  area.setRangeText(button.dataset.insert, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
});
