// A menu of the bar closes with Escape, and when one goes elsewhere.
"use strict";
{
  const open = () => document.querySelectorAll("details.drop[open]");

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector("summary").focus();
    }
  });
  const elsewhere = (event) => {
    for (const menu of open()) if (!(event.target instanceof Node) || !menu.contains(event.target)) menu.open = false;
  };
  document.addEventListener("click", elsewhere);
  document.addEventListener("focusin", elsewhere);
}
