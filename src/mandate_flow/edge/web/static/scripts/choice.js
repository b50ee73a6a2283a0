// A table whose rows are ticked: all at once, a range with the shift key, and how many are.
"use strict";
{
  let last = null;
  const boxes = (table) => [...table.querySelectorAll("tbody input[type=checkbox]")];
  const formOf = (table) => document.getElementById(boxes(table)[0]?.getAttribute("form") || "");

  function tell(table) {
    const all = boxes(table);
    const ticked = all.filter((one) => one.checked).length;
    const head = table.querySelector("[data-all]");
    const form = formOf(table);
    const every = form?.querySelector("[data-every]");
    const place = form?.querySelector("[data-chosen]");
    if (head) {
      head.checked = ticked > 0 && ticked === all.length;
      head.indeterminate = ticked > 0 && ticked < all.length;
    }
    if (every && ticked < all.length) every.checked = false;
    if (place) {
      place.hidden = false;
      place.textContent = said("chosen", { n: ticked });
    }
  }

  function range(table, box) {
    const all = boxes(table);
    const ends = [all.indexOf(last), all.indexOf(box)].sort((one, other) => one - other);
    if (ends[0] < 0) return;
    for (const one of all.slice(ends[0], ends[1] + 1)) one.checked = box.checked;
  }

  function ready(root) {
    for (const table of root.querySelectorAll("[data-choice]")) {
      for (const head of table.querySelectorAll("[data-all]")) head.hidden = false; // of no use without this script
      tell(table);
    }
  }

  document.addEventListener("click", (event) => {
    const box = event.target instanceof Element && event.target.closest("[data-choice] tbody input[type=checkbox]");
    if (!box) return;
    const table = box.closest("[data-choice]");
    if (event.shiftKey && last && last !== box) range(table, box);
    last = box;
    tell(table);
  });
  document.addEventListener("change", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const head = target?.closest("[data-choice] [data-all]");
    const every = target?.closest("[data-every]");
    const table = head ? head.closest("[data-choice]") : every && document.querySelector("[data-choice]");
    if (!table) return;
    if (head || every.checked) for (const one of boxes(table)) one.checked = (head || every).checked;
    tell(table);
  });
  document.addEventListener("htmx:afterSettle", (event) => ready(event.target.parentElement || document));
  ready(document);
}
