// What a search field proposes as one types: arrows move, Enter opens, Escape closes. Without it, the form searches.
"use strict";
{
  const WAIT = 180;
  const field = document.querySelector("[data-suggest]");
  const list = document.getElementById("propositions");
  let timer = 0;
  let asked = "";
  let at = -1;

  const options = () => [...list.querySelectorAll("[role=option]")];

  function close() {
    clearTimeout(timer);
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function move(to) {
    const all = options();
    if (!all.length) return;
    at = (to + all.length + 1) % (all.length + 1); // one place more: back in the field
    all.forEach((one, number) => one.setAttribute("aria-selected", String(number === at)));
    if (at < all.length) {
      field.setAttribute("aria-activedescendant", all[at].id);
      all[at].scrollIntoView({ block: "nearest" });
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  }

  function show(html) {
    list.innerHTML = html; // from our own server, which escapes every name
    const found = options().length;
    if (!found || document.activeElement !== field) return close();
    list.hidden = false;
    at = found;
    field.setAttribute("aria-expanded", "true");
    const place = document.getElementById("annonces");
    if (place) place.textContent = said("proposed", { n: found });
  }

  async function ask() {
    const typed = field.value.trim();
    if (typed === asked && !list.hidden) return;
    asked = typed;
    if (typed.length < 2) return close();
    try {
      const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(typed)}`, { headers: { "HX-Request": "true" } });
      if (answer.ok && typed === field.value.trim()) show(await answer.text());
    } catch {
      close(); // out of reach: the field searches all the same
    }
  }

  function key(event) {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask();
      else move(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !list.hidden && options()[at]) {
      event.preventDefault();
      options()[at].click();
    }
  }

  if (field && list) {
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) {
      field.setAttribute(name, value);
    }
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    field.addEventListener("keydown", key);
    field.addEventListener("blur", () => setTimeout(close, 150)); // a click in the list comes first
  }
}
