// What the server answers to a request of a part of the page, when it is not that part.
"use strict";
{
  const WHOLE = "innerHTML show:window:top";

  function notice(words) {
    const place = document.getElementById("avis");
    if (!place) return;
    place.textContent = words;
    place.hidden = !words;
  }

  function lacks(detail) {
    const from = detail.requestConfig.elt.closest("[hx-select]");
    const wanted = detail.selectOverride || (from && from.getAttribute("hx-select"));
    if (!wanted || wanted === "unset") return false;
    return !new DOMParser().parseFromString(detail.serverResponse, "text/html").querySelector(wanted);
  }

  // A page of this site is shown whole: an error with its reasons, a form that brings back what was typed.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const detail = event.detail;
    const page = detail.xhr.getResponseHeader("HX-Retarget") === "body";
    if (page) {
      detail.shouldSwap = true;
      detail.isError = false;
    } else if (detail.shouldSwap && lacks(detail)) {
      detail.target = document.body;
      detail.selectOverride = "unset";
      detail.swapOverride = WHOLE;
    }
  });
  document.addEventListener("htmx:beforeRequest", () => notice(""));
  document.addEventListener("htmx:sendError", () => notice(said("unreached")));
  document.addEventListener("htmx:timeout", () => notice(said("unreached")));
  document.addEventListener("htmx:responseError", () => notice(said("failed")));
}
