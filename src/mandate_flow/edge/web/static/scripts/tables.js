// Answers that are tables: rows added in place, cells of a spreadsheet pasted over several fields, totals as one types.
"use strict";
{
  const MOST_ROWS = 200;
  const fields = "input, select, textarea";

  function rowsOf(table) {
    return [...table.tBodies[0].rows];
  }

  function addRow(table) {
    const rows = rowsOf(table);
    if (rows.length >= MOST_ROWS) return null;
    const number = rows.length + 1;
    const row = rows[rows.length - 1].cloneNode(true);
    row.cells[0].lastChild.textContent = number;
    row.querySelectorAll(".wrong").forEach((error) => error.remove());
    row.querySelectorAll(fields).forEach((field) => {
      field.name = field.name.replace(/\.\d+\.([^.]+)$/, `.${number}.$1`);
      field.id = field.id.replace(/\.\d+\.([^.]+)$/, `.${number}.$1`);
      field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/\d+$/, number));
      field.removeAttribute("aria-invalid");
      field.removeAttribute("autofocus");
      field.value = "";
    });
    table.tBodies[0].append(row);
    const whole = table.parentElement.querySelector("input[type=hidden]");
    if (whole) whole.value = number;
    return row;
  }

  function put(field, words) {
    const typed = words.trim();
    if (!field) return false;
    if (field.tagName === "SELECT") {
      const same = (option) => [option.value, option.text].some((one) => one.toLowerCase() === typed.toLowerCase());
      const found = [...field.options].find(same);
      if (!found) return false;
      field.value = found.value;
    } else {
      field.value = typed;
    }
    return true;
  }

  // Rows and cells as spreadsheets copy them: tabs between cells, quotes around a cell that holds a line break.
  function cellsOf(text) {
    const cells = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").match(/"(?:[^"]|"")*"(?=\t|\n|$)|[^\t\n]+|\t|\n/g) || [];
    const rows = [[""]];
    for (const part of cells) {
      const row = rows[rows.length - 1];
      if (part === "\t") row.push("");
      else if (part === "\n") rows.push([""]);
      else if (part) row[row.length - 1] = part.startsWith('"') ? part.slice(1, -1).replace(/""/g, '"') : part;
    }
    return rows;
  }

  function paste(event) {
    const field = event.target.closest(".grid tbody td")?.querySelector(fields);
    const text = event.clipboardData?.getData("text/plain") || "";
    if (!field || !/[\t\n\r]/.test(text.trim())) return;
    event.preventDefault();
    const table = field.closest("table");
    const first = field.closest("tr").sectionRowIndex;
    const left = field.closest("td").cellIndex;
    let filled = 0;
    let left_out = 0;
    cellsOf(text).forEach((words, down) => {
      const row = rowsOf(table)[first + down] || addRow(table);
      words.forEach((word, right) => {
        if (row && put(row.cells[left + right]?.querySelector(fields), word)) filled += 1;
        else if (word.trim()) left_out += 1;
      });
    });
    total(table);
    table.dispatchEvent(new Event("input", { bubbles: true })); // whoever listens to what is typed hears of it
    const told = [said("filled", { n: filled }), left_out && said("left_out", { n: left_out })].filter(Boolean).join(", ");
    say(table, `${told}. ${said("check")}`);
  }

  function say(table, words) {
    const place = table.parentElement.querySelector("[role=status]");
    if (place) place.textContent = words;
  }

  // An amount as it is typed here; what cannot be read counts for nothing.
  function amount(typed) {
    let bare = typed.replace(/\s|€/g, "").replace("−", "-");
    if (/^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$/.test(bare) && (bare.includes(",") || bare.split(".").length > 2)) {
      bare = bare.replaceAll(".", "");
    }
    return /^[+-]?\d+([.,]\d{1,2})?$/.test(bare) ? Math.round(parseFloat(bare.replace(",", ".")) * 100) : 0;
  }

  function total(table) {
    table.querySelectorAll("tfoot output").forEach((output) => {
      const column = output.closest("td").cellIndex;
      const cents = rowsOf(table).reduce((sum, row) => sum + amount(row.cells[column].querySelector(fields).value), 0);
      const digits = cents % 100 ? 2 : 0;
      const language = document.documentElement.lang || "fr";
      const shape = { minimumFractionDigits: digits, maximumFractionDigits: digits };
      const words = (cents / 100).toLocaleString(language, shape);
      output.textContent = said("euros", { amount: words });
    });
  }

  document.addEventListener("paste", (event) => event.target instanceof Element && paste(event));
  document.addEventListener("input", (event) => {
    const table = event.target instanceof Element && event.target.closest("table.grid");
    if (table) total(table);
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("button[name=ajouter]");
    const table = button && button.closest(".field").querySelector("table.grid");
    if (!table) return;
    event.preventDefault();
    const row = addRow(table);
    if (row) row.querySelector(fields).focus();
    else say(table, said("full", { n: MOST_ROWS }));
  });
}
