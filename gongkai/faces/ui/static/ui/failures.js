// What cannot be swapped into the page is shown as the page that it is.
for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, ({ detail }) => {
    if (detail.requestConfig.verb === "get" && detail.boosted) location.assign(detail.pathInfo.requestPath);
  });
}
