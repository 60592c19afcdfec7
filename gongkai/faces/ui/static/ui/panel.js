// A cell opens beside the form without a new page: the form stays where it is, focus goes to the panel and, when
// it closes (Esc or 收起), back to its cell. Without this file every link of the sheet is a page of its own.
"use strict";
(() => {
  const panel = () => document.getElementById("panel");
  const regions = () => [...document.querySelectorAll("#sheet .region")];
  let scrolled = [];

  // The table stands on the page twice, for wide and narrow screens; only one of its cells is visible.
  const cell = (id) => ["", "n-"].map((prefix) => document.getElementById(prefix + id)).find((found) => found?.offsetParent);

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    detail.pathInfo.anchor = undefined; // htmx would scroll to it; the cell is in view already
    scrolled = regions().map((region) => region.scrollLeft);
  });

  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    regions().forEach((region, index) => { region.scrollLeft = scrolled[index] ?? 0; });
    if (panel()) panel().focus({ preventScroll: true });
    else cell(new URL(detail.pathInfo.requestPath, location.href).hash.slice(1))?.focus();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") panel()?.querySelector(".close").click();
  });

  // What cannot be swapped in is shown as the page that it is.
  for (const failure of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(failure, ({ detail }) => location.assign(detail.pathInfo.requestPath));
  }
})();
