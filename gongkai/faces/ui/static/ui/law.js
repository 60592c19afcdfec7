// The full text of a reference is kept within the window and out of whatever scrolls; Esc puts it away.
const MARGIN = 16;

const place = (reference) => {
  const text = reference.querySelector(".law-text");
  const word = reference.getClientRects()[0];
  text.style.position = "fixed";
  const { width, height } = text.getBoundingClientRect();
  const below = word.bottom + 4 + height < innerHeight;
  text.style.insetInlineStart = `${Math.max(MARGIN, Math.min(word.left, innerWidth - width - MARGIN))}px`;
  text.style.insetBlockStart = `${below ? word.bottom + 4 : word.top - height - 4}px`;
};

for (const event of ["mouseover", "focusin", "click"]) {
  document.addEventListener(event, ({ target }) => {
    const reference = target.closest?.(".law");
    if (!reference) return;
    if (event !== "mouseover") reference.classList.remove("put-away");
    place(reference);
  });
}

document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const reference of document.querySelectorAll(".law:is(:hover, :focus)")) reference.classList.add("put-away");
});

document.addEventListener("mouseout", ({ target }) => target.closest?.(".law")?.classList.remove("put-away"));
