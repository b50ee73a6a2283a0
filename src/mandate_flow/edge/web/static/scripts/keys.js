// Keys for those who know them, never while one is typing: / search, ? the list of keys, g then a letter to go to a place.
"use strict";
{
  const PLACES = { t: "/", d: "/dossiers", e: "/echeances" };
  const PAUSE = 1500;
  let going = 0;

  function help() {
    const keys = document.getElementById("touches");
    if (!keys || keys.open) return false;
    keys.showModal();
    return true;
  }

  function search() {
    const field = document.getElementById("recherche");
    if (!field) return false;
    field.focus();
    return true;
  }

  // Only to places the bar has: nobody is led to a page that is not theirs.
  function go(key) {
    const place = Date.now() - going < PAUSE && PLACES[key] && document.querySelector(`.bar nav a[href="${PLACES[key]}"]`);
    going = 0;
    if (!place) return false;
    window.location.assign(place.href);
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, dialog, [contenteditable]");
    if (typing || !("keys" in document.body.dataset) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (go(event.key) || (event.key === "/" && search()) || (event.key === "?" && help())) event.preventDefault();
    else if (event.key === "g") going = Date.now();
  });
}
