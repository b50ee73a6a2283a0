// While one types in the form of a file: what differs from what is recorded is kept, a few seconds after the last key
// and when one leaves a field; and an answer on which other questions depend makes them come or go.
"use strict";
{
  const PAUSE = 3000;
  let timer = 0;
  let dirty = false;
  let sending = false;
  let wanted = false;

  const formOf = (target) => (target instanceof Element && target.form && target.form.dataset.draft ? target.form : null);

  function fields(form) {
    const typed = new FormData(form);
    for (const [name, value] of [...typed.entries()]) if (value instanceof File) typed.delete(name);
    return typed;
  }

  function tell(form, words) {
    const place = form.querySelector("[data-kept]");
    if (place && words) place.textContent = words;
  }

  async function keep(form) {
    clearTimeout(timer);
    wanted = dirty && sending;
    if (!dirty || sending) return;
    dirty = false;
    sending = true;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: fields(form), headers: { "HX-Request": "true" } });
      if (answer.ok) form.elements.brouillon.value = answer.headers.get("brouillon") || "";
      tell(form, answer.ok ? await answer.text() : said(answer.status === 401 || answer.status === 403 ? "signed_out" : "not_kept"));
    } catch {
      dirty = true;
      tell(form, said("not_kept"));
    }
    sending = false;
    if (wanted) keep(form);
    else if (dirty) timer = setTimeout(() => keep(form), PAUSE);
  }

  const asking = (field, form) => {
    const [name] = field.name.replace(/^fait\./, "").split("@");
    return field.name.startsWith("fait.") && (form.dataset.triggers.split(" ").includes(name) || /\d{4}/.test(field.value));
  };

  const key = (field) => field.querySelector("[name]")?.name || field.id;

  // One group of questions: those that come are put in their place, those that go are taken away. What stays is not
  // touched, whatever is being typed in it; only the note beside it is renewed.
  function merge(now, arrived) {
    const here = new Map([...now.children].map((field) => [key(field), field]));
    let last = null;
    let more = 0;
    for (const field of [...arrived.children]) {
      const known = here.get(key(field));
      const note = known?.querySelector(":scope > .soft");
      const other = field.querySelector(":scope > .soft");
      if (note && other && note.textContent !== other.textContent) note.replaceWith(other);
      if (!known) {
        if (last) last.after(field);
        else now.prepend(field);
        more += 1;
      }
      here.delete(key(field));
      last = known || field;
    }
    for (const gone of here.values()) gone.remove();
    return more;
  }

  function section(now, arrived) {
    const groups = [now, arrived].map((one) => [...one.querySelectorAll(".fields")]);
    const state = now.querySelector("summary .state");
    const other = arrived.querySelector("summary .state");
    if (groups[0].length !== groups[1].length) {
      arrived.open = now.open;
      now.replaceWith(arrived);
      return 1;
    }
    if (state && other) state.replaceWith(other);
    return groups[0].reduce((sum, group, place) => sum + merge(group, groups[1][place]), 0);
  }

  function exchange(form, answer) {
    const arrived = new DOMParser().parseFromString(answer, "text/html").getElementById("reponses");
    if (!arrived) return;
    const sections = [...arrived.querySelectorAll("details.section[id]")];
    const ids = new Set(sections.map((one) => one.id));
    let last = null;
    let more = 0;
    for (const one of sections) {
      const now = document.getElementById(one.id);
      if (now) more += section(now, one);
      else if (last) last.after(one);
      else form.querySelector(".sticky")?.before(one);
      last = document.getElementById(one.id);
    }
    for (const now of form.querySelectorAll("details.section[id]")) if (!ids.has(now.id)) now.remove();
    const place = document.getElementById("annonces");
    if (place && more > 0) place.textContent = said("asked", { n: more });
  }

  let turn = 0;
  async function ask(form) {
    const mine = ++turn;
    try {
      const answer = await fetch(form.dataset.asks, { method: "POST", body: fields(form) });
      const words = await answer.text();
      if (answer.ok && mine === turn) exchange(form, words);
    } catch {
      // the questions come when the answers are saved
    }
  }

  document.addEventListener("input", (event) => {
    const form = formOf(event.target);
    if (!form || event.target.type === "file") return;
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(() => keep(form), PAUSE);
  });
  document.addEventListener("change", (event) => {
    const form = formOf(event.target);
    if (form && event.target.name && asking(event.target, form)) ask(form);
  });
  document.addEventListener("focusout", (event) => {
    const form = formOf(event.target);
    if (form) keep(form);
  });
  document.addEventListener("submit", () => {
    dirty = false;
    clearTimeout(timer);
  });
}
