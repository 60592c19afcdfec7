// A key that leads to a field, such as / to the search, wherever nothing is being typed.
const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const field = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
  if (!field?.offsetParent) return;
  event.preventDefault();
  field.focus();
});
