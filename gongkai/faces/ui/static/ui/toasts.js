// A toast can be put away; one that holds nothing to do goes by itself, not while it is pointed at or read.
const PATIENCE = 8000;

for (const toast of document.querySelectorAll(".toast")) {
  const close = toast.querySelector(".close");
  close.hidden = false;
  close.addEventListener("click", () => toast.remove());
  if ("passes" in toast.dataset) {
    const away = () => (toast.matches(":hover, :focus-within") ? setTimeout(away, PATIENCE) : toast.remove());
    setTimeout(away, PATIENCE);
  }
}
