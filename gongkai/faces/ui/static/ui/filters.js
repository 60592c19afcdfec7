// A filter works as soon as it is chosen; its button stays for those without scripts, and for what is typed.
document.addEventListener("change", ({ target }) => {
  const form = target.closest("form[data-send-on-change]");
  if (form && target.matches("select, [type=date], [type=checkbox]")) form.requestSubmit();
});
