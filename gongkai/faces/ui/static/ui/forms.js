// A form is sent once: while its answer is on the way a second press does nothing, and nothing is disabled.
const IN_HAND = "aria-busy";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.matches("[data-again]")) return;
  if (form.getAttribute(IN_HAND)) event.preventDefault();
  else form.setAttribute(IN_HAND, "true");
});

// back from the next page: the form may be sent again, and the server knows whether it was
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll(`form[${IN_HAND}]`)) form.removeAttribute(IN_HAND);
});
