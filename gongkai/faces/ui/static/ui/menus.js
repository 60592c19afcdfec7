// A menu closes by Esc, which gives the focus back to its word, and by a click or a focus elsewhere.
const opened = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const menu of opened()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

for (const event of ["pointerdown", "focusin"]) {
  document.addEventListener(event, ({ target }) => {
    for (const menu of opened()) if (!menu.contains(target)) menu.open = false;
  });
}
