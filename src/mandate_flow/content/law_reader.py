"""Reads one file of law/: the entries of a text by date, each quantity with its value, article and confidence."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

from mandate_flow.content.fields import Fields, as_day, as_number
from mandate_flow.content.problem import Problems
from mandate_flow.content.yaml_nodes import Scalar, read_yaml
from mandate_flow.domain.law import Confidence, Entry, LawText, Quantity


def read_law(name: str, content: bytes, problems: Problems) -> LawText:
    """The text called `name`. What is wrong goes to `problems`; what could be read is returned."""
    root = Fields(read_yaml(content, problems), problems, "le fichier")
    title = root.translated("title", required=True)
    entries = tuple(_entry(row) for row in root.rows("entries", "une entrée", required=True))
    root.done()
    _in_order(entries, root, problems)
    return LawText(name, title, hashlib.sha256(content).hexdigest(), entries)


def _entry(row: Fields) -> Entry:
    identity = row.word("id")
    row.of = f"l’entrée « {identity} »"
    since = row.day("since", required=True) or date.min
    until = row.day("until")
    if until is not None and until < since:
        what = f"L’entrée « {identity} » finit le {until} avant de commencer le {since}."
        row.problems.add("dates-reversed", row.line_of("until"), what, do="Corrigez since ou until.")
    text = row.translated("text", required=True)
    quantities = {name: _quantity(name, one) for name, one in row.each("quantities", "la quantité")}
    entry = Entry(identity, since, until, text, quantities, row.word("corrects", ""))
    row.done()
    return entry


def _quantity(name: str, one: Fields) -> Quantity:
    confidence = _confidence(one)
    quantity = Quantity(
        name,
        _value(one),
        one.text("article", ""),
        confidence,
        label=one.translated("label"),
        unit=one.text("unit", ""),
        note=one.text("note", ""),
        checked_on=one.day("checked_on"),
    )
    if not quantity.article and quantity.value is None:
        what = f"La quantité « {name} » n’a ni valeur ni article : elle ne dit rien."
        one.problems.add("empty-quantity", one.line, what, do="Donnez value, article, ou les deux.")
    one.done()
    return quantity


def _confidence(one: Fields) -> Confidence:
    if not one.has("confidence"):
        one.get("confidence", required=True)
        return Confidence.UNKNOWN
    return one.one_of("confidence", Confidence, "bad-confidence") or Confidence.UNKNOWN


def _value(one: Fields) -> Decimal | date | str | None:
    node = one.get("value")
    if node is None:
        return None
    if not isinstance(node, Scalar):
        one.wrong(node, "« value » doit être un nombre, une date ou un texte entre guillemets")
        return None
    if not node.plain:
        return node.text
    found = as_number(node.text)
    if found is not None:
        return found
    day = as_day(node.text)
    if day is None and node.text in ("true", "false", "yes", "no"):
        one.wrong(node, "« value » doit être un nombre, une date ou un texte", "Mettez le texte entre guillemets.")
    return day or node.text


def _in_order(entries: tuple[Entry, ...], root: Fields, problems: Problems) -> None:
    """Entries go by date and do not overlap, unless the later one in the file corrects the earlier."""
    seen: dict[str, Entry] = {}
    lines = _lines(root, len(entries))
    for entry, line in zip(entries, lines, strict=True):
        if entry.id in seen:
            problems.add("duplicate-entry", line, f"L’entrée « {entry.id} » existe déjà dans ce fichier.")
        if entry.corrects and entry.corrects not in seen:
            what = f"L’entrée « {entry.id} » corrige « {entry.corrects} », qui n’est pas écrite avant elle."
            problems.add("unknown-entry", line, what, do="Placez la correction après l’entrée corrigée.")
        for other in seen.values():
            _beside(other, entry, line, problems)
        seen[entry.id] = entry


def _beside(before: Entry, entry: Entry, line: int, problems: Problems) -> None:
    if entry.corrects in (before.id, before.corrects or "-") or before.corrects == entry.id:
        return
    if before.corrects and entry.corrects:
        return
    ends = before.until or date.max
    overlap = before.since <= (entry.until or date.max) and entry.since <= ends
    if entry.since < before.since and not entry.corrects:
        what = f"L’entrée « {entry.id} » ({entry.since}) est écrite après « {before.id} » ({before.since})."
        problems.add("dates-unordered", line, what, "Les entrées se lisent dans l’ordre des dates.", "Remontez-la.")
    elif overlap:
        what = f"Les entrées « {before.id} » et « {entry.id} » valent toutes deux à la même date."
        do = f"Donnez un until à « {before.id} », ou écrivez « corrects: {before.id} »."
        problems.add("dates-overlap", line, what, "On ne saurait pas laquelle s’applique.", do)


def _lines(root: Fields, count: int) -> list[int]:
    node = root.get("entries")
    items = getattr(node, "items", None)
    found = [one.line for one in items] if isinstance(items, list) else []
    return (found + [root.line] * count)[:count]
