// Documents dropped on their kind, several at once, sent one by one with their progress. The form works without this.
"use strict";
{
  const card = () => document.getElementById("pieces");
  const words = () => JSON.parse(card().dataset.words);
  const told = (name, values = {}) => {
    const known = words()[name] ?? "";
    const rule = new Intl.PluralRules(document.documentElement.lang || "fr");
    const sentence = Array.isArray(known) ? known[rule.select(values.n) === "one" ? 0 : 1] : known;
    return sentence.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
  };
  const zoneOf = (target) => (target instanceof Element ? target.closest("#pieces [data-one], #pieces [data-depot]") : null);
  const shelfOf = (zone) => zone.closest("[data-depot]");
  const fieldOf = (zone) => zone.dataset.one || zone.dataset.depot;
  const brings = (event) => card() && [...(event.dataTransfer?.types || [])].includes("Files");
  let busy = false;

  function ready() {
    card()?.querySelectorAll("[data-drag]").forEach((hint) => (hint.hidden = false));
  }

  // What was typed and is not saved yet must survive: the page is then not loaded again.
  function unsaved() {
    const form = document.getElementById("reponses");
    if (document.querySelector("#erreurs, #refus, #conflit")) return true;
    return [...(form ? form.elements : [])].some((one) => {
      if (one.type === "file" || one.type === "hidden" || one.tagName === "BUTTON" || one.tagName === "FIELDSET") return false;
      if (one.type === "checkbox" || one.type === "radio") return one.checked !== one.defaultChecked;
      if (one.tagName === "SELECT") {
        const first = Math.max(0, [...one.options].findIndex((option) => option.defaultSelected));
        return !one.multiple && one.selectedIndex !== first;
      }
      return "defaultValue" in one && one.value !== one.defaultValue;
    });
  }

  function line(list, name) {
    const row = document.createElement("li");
    const label = document.createElement("span");
    const bar = document.createElement("progress");
    label.textContent = name;
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", name);
    row.append(label, bar);
    list.append(row);
    return { row, bar };
  }

  function end(one, words, kept) {
    one.bar.remove();
    const said = document.createElement("span");
    said.className = kept ? "ok" : "wrong";
    said.textContent = kept ? `✓ ${words}` : `▲ ${words}`;
    one.row.append(" ", said);
  }

  function post(field, file, bar) {
    return new Promise((resolve) => {
      const form = new FormData();
      const sent = new XMLHttpRequest();
      form.append("csrf", document.querySelector("#reponses [name=csrf], [name=csrf]").value);
      form.append(field, file, file.name);
      sent.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) bar.value = Math.round((100 * event.loaded) / event.total);
      });
      sent.addEventListener("load", () => {
        try {
          const answer = JSON.parse(sent.responseText);
          resolve({ ...answer.files[0], before: answer.before, after: answer.after });
        } catch {
          const name = { 401: "session", 403: "session", 413: "large" }[sent.status] || "unreached";
          resolve({ kept: false, said: told(name) });
        }
      });
      sent.addEventListener("error", () => resolve({ kept: false, said: told("unreached") }));
      sent.addEventListener("abort", () => resolve({ kept: false, said: told("unreached") }));
      sent.open("POST", card().dataset.depots);
      sent.send(form);
    });
  }

  async function send(zone, files) {
    if (busy || !files.length) return;
    busy = true;
    const shelf = shelfOf(zone);
    const field = fieldOf(zone);
    const place = shelf.querySelector("[data-sent]");
    const list = place.querySelector("ul");
    list.replaceChildren();
    place.querySelector("[role=status]").textContent = "";
    place.hidden = false;
    shelf.setAttribute("aria-busy", "true");
    let kept = 0;
    let before = null;
    let after = null;
    for (const file of zone.dataset.one ? files.slice(0, 1) : files) {
      const one = line(list, file.name);
      const large = file.size > Number(card().dataset.most);
      const answer = large ? { kept: false, said: told("large") } : await post(field, file, one.bar);
      end(one, answer.kept ? told("kept") : answer.said, answer.kept);
      kept += answer.kept ? 1 : 0;
      before ??= answer.before ?? null;
      after = answer.after ?? after;
    }
    const lost = list.children.length - kept;
    const sentences = [kept && told("done", { n: kept }), lost && told("lost", { n: lost })].filter(Boolean).join(" ");
    shelf.removeAttribute("aria-busy");
    busy = false;
    if (kept && !lost && !unsaved()) {
      const next = new URL(location.href);
      next.searchParams.set("depuis", before);
      next.searchParams.set("fait", after);
      next.hash = shelf.querySelector("input[type=file][multiple]").id;
      location.assign(next);
      return;
    }
    if (kept) await refresh(shelf.dataset.depot, list, before, after);
    const now = card().querySelector(`[data-depot="${CSS.escape(shelf.dataset.depot)}"]`) || shelf;
    now.querySelector("[data-sent] [role=status]").textContent = sentences;
    now.querySelector("input[type=file][multiple]").focus({ preventScroll: true });
  }

  // The card as the server has it now; what was typed elsewhere stays, and goes on from the version of these deposits.
  async function refresh(field, list, before, after) {
    const answer = await fetch(location.pathname + location.search, { credentials: "same-origin" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("pieces");
    if (!fresh) return;
    card().replaceWith(document.adoptNode(fresh));
    const place = card().querySelector(`[data-depot="${CSS.escape(field)}"] [data-sent]`);
    place.querySelector("ul").replaceWith(list);
    place.hidden = false;
    document.querySelectorAll("#reponses [name=version]").forEach((held) => {
      if (held.value === String(before)) held.value = after;
    });
    ready();
  }

  // While files are dragged over the page, every place that takes them shows; the one below the pointer stands out.
  function over(zone, dragged = true) {
    card().classList.toggle("dragged", dragged);
    document.querySelectorAll("#pieces .over").forEach((one) => one !== zone && one.classList.remove("over"));
    zone?.classList.add("over");
  }

  // A file dropped beside a zone would open in place of the page and of all that is typed in it.
  document.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    const zone = zoneOf(event.target);
    event.dataTransfer.dropEffect = zone ? "copy" : "none";
    over(zone);
  });
  document.addEventListener("dragleave", (event) => !event.relatedTarget && card() && over(null, false));
  document.addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    over(null, false);
    const zone = zoneOf(event.target);
    if (zone) send(zone, [...event.dataTransfer.files]);
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("#pieces .upload button[name=depot]");
    const input = button && button.closest(".upload").querySelector("input[type=file]");
    if (!input || !input.files.length) return;
    event.preventDefault();
    const files = [...input.files];
    input.value = "";
    send(zoneOf(button), files);
  });
  ready();
}
