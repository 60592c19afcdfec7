// A question (a[data-dialog]) is shown over the page instead of as a page of its own.
const ask = async (link) => {
  const answer = await fetch(link.href, { redirect: "error" });
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const question = page.getElementById("question");
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "question-title");
  dialog.append(document.adoptNode(question));
  dialog.querySelector("form").action ||= link.href;
  dialog.querySelector("a.button").addEventListener("click", (event) => {
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  ask(link).catch(() => location.assign(link.href));
});
