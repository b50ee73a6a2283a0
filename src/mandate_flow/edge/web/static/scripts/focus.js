// After a part of the page was exchanged: the focus and the caret are where they were, and what changed is read aloud.
"use strict";
{
  let held = null;

  function hold(target) {
    const one = document.activeElement;
    if (!one || one === document.body || !target.contains(one)) return null;
    return { id: one.id, name: one.name || "", value: one.value || "", tag: one.tagName, start: one.selectionStart, end: one.selectionEnd };
  }

  function find(was) {
    const same = was.id && document.getElementById(was.id);
    if (same) return same;
    const named = was.name ? [...document.getElementsByName(was.name)].filter((one) => one.tagName === was.tag) : [];
    return named.find((one) => one.value === was.value) || named[0] || null;
  }

  function give(one, was) {
    one.focus({ preventScroll: true });
    if (typeof was.start === "number" && one.setSelectionRange && one.value.length >= was.end) {
      try {
        one.setSelectionRange(was.start, was.end);
      } catch {
        // a field without a caret
      }
    }
  }

  // What replaced the part that had the focus is the next best place for it.
  function settle(root) {
    const wrong = root.matches("[data-erreurs]") ? root : root.querySelector("[data-erreurs]");
    if (wrong) {
      wrong.focus();
    } else if (held && (document.activeElement === document.body || !document.activeElement)) {
      const same = find(held);
      if (same) {
        give(same, held);
      } else {
        if (!root.hasAttribute("tabindex")) root.setAttribute("tabindex", "-1");
        root.focus({ preventScroll: true });
      }
    }
    held = null;
  }

  // A live region is read when its text changes, not when it comes with the page: the sentences are copied to one that stays.
  function announce(root) {
    const place = document.getElementById("annonces");
    const told = "[data-announce], [role=status], [role=alert]";
    const parts = root.matches(told) ? [root] : [...root.querySelectorAll(told)];
    const words = parts.map((part) => part.dataset.announce || part.textContent.replace(/\s+/g, " ").trim()).filter(Boolean);
    if (!place || !words.length) return;
    place.textContent = words.join(" ");
    setTimeout(() => (place.textContent = ""), 1500); // read once: nobody should come across it later
  }

  // « Compléter » may lead to a field of another page: the field has the focus there, as it would here.
  function arrive() {
    const wanted = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!wanted || document.activeElement !== document.body) return;
    for (let fold = wanted.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) fold.open = true;
    if (wanted.matches("input, select, textarea, [tabindex]")) wanted.focus();
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.shouldSwap) held = hold(event.detail.target);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!(event.target instanceof Element)) return;
    settle(event.target);
    announce(event.target);
  });
  arrive();
  document.addEventListener("htmx:beforeRequest", (event) => event.detail.target.setAttribute("aria-busy", "true"));
  document.addEventListener("htmx:afterRequest", (event) => event.detail.target.removeAttribute("aria-busy"));
}
