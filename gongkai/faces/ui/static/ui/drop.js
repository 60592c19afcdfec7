// Files can be dropped on their field. Without this file it is a file field.
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

// A file dropped beside its field would replace the page; words may be dragged wherever they can be typed.
for (const name of ["dragover", "drop"]) {
  document.addEventListener(name, (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
}
