// The slash goes to the search field, the question mark to the help on keys; never while one is typing.
"use strict";
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    const search = document.getElementById("recherche");
    if (!search) return;
    event.preventDefault();
    search.focus();
  }
});
