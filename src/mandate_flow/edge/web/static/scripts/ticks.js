// In a long list of boxes: count the ticks, and show only the names that contain what is typed.
"use strict";
{
  const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const listOf = (target) => target instanceof Element && target.closest("[data-ticks]");

  function narrow(list, typed) {
    const wanted = folded(typed.trim());
    for (const group of list.querySelectorAll("details")) {
      const labels = [...group.querySelectorAll("label")];
      for (const label of labels) label.hidden = !folded(label.textContent).includes(wanted);
      group.hidden = labels.every((label) => label.hidden);
      if (wanted) group.open = true;
    }
  }

  function count(list) {
    const place = list.querySelector("[data-count]");
    const ticked = list.querySelectorAll("input[type=checkbox]:checked").length;
    if (place) place.textContent = said("ticked", { n: ticked });
  }

  // The field that narrows is of no use without this script: it is hidden until now.
  function ready(root) {
    for (const filter of root.querySelectorAll("[data-ticks] [data-filter]")) filter.closest("label").hidden = false;
  }

  document.addEventListener("input", (event) => {
    const list = listOf(event.target);
    if (list && event.target.matches("[data-filter]")) narrow(list, event.target.value);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && listOf(event.target) && event.target.matches("[data-filter]")) event.preventDefault();
  });
  document.addEventListener("change", (event) => {
    const list = listOf(event.target);
    if (list && event.target.matches("input[type=checkbox]")) count(list);
  });
  document.addEventListener("htmx:afterSettle", (event) => ready(event.target));
  ready(document);
}
