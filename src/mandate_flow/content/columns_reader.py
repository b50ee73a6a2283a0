"""Reads what a question offers: its choices, and the columns of a table."""

from __future__ import annotations

from decimal import Decimal

from mandate_flow.content.fields import Fields
from mandate_flow.content.yaml_nodes import Items, Keys
from mandate_flow.domain.value import CELLS, FactType
from mandate_flow.domain.workflow.definition import Choice, Column

ASKS_CHOICES = frozenset({FactType.CHOICE, FactType.CHOICES})
NEVER_NEGATIVE = frozenset({FactType.MONEY, FactType.PERCENTAGE})


def read_columns(one: Fields, kind: FactType) -> tuple[Column, ...]:
    """`columns: {name: {type, label, …}}`, for a table and for nothing else."""
    table = kind is FactType.TABLE
    node = one.get("columns")
    if node is not None and not table:
        one.wrong(node, f"Un fait de type {kind} n’a pas de colonnes", "Changez type en table, ou retirez columns.")
    found = tuple(_column(name, column) for name, column in one.each("columns", "la colonne"))
    if table and not found:
        do = "Ajoutez « columns: {nom: {type: …, label: …}} »."
        one.problems.add("no-column", one.line_of("columns"), f"Il manque les colonnes de {one.of}.", do=do)
    return found


def _column(name: str, one: Fields) -> Column:
    kind = _cell_type(one)
    found = Column(
        name,
        kind,
        one.translated("label", required=True),
        help=one.translated("help"),
        choices=read_choices(one, kind),
        required=one.yes("required"),
        least=one.number("least", Decimal(0) if kind in NEVER_NEGATIVE else None),
        most=one.number("most"),
        whole=one.yes("whole"),
    )
    one.done()
    return found


def _cell_type(one: Fields) -> FactType:
    node = one.get("type", required=True)
    kind = one.one_of("type", FactType)
    if kind is not None and kind not in CELLS and node is not None:
        what = f"Une colonne ne peut pas être de type {kind}."
        do = f"Types possibles : {', '.join(sorted(CELLS))}."
        one.problems.add("cell-type", node.line, what, "Une case tient une seule valeur, courte.", do)
    return kind if kind in CELLS else FactType.TEXT


def read_choices(one: Fields, kind: FactType) -> tuple[Choice, ...]:
    """`choices: {code: {fr, en, nl}}`, or a list of `{value, label}`."""
    node = one.get("choices", required=kind in ASKS_CHOICES)
    if node is None:
        return ()
    if kind not in ASKS_CHOICES:
        do = "Changez type en choice ou choices, ou retirez choices."
        one.wrong(node, f"Un fait de type {kind} n’a pas de choix", do)
    if isinstance(node, Keys):
        inner = Fields(node, one.problems, "« choices »")
        return tuple(Choice(value, inner.translated(value, required=True)) for value in node.items)
    if isinstance(node, Items):
        found = []
        for row in one.rows("choices", "un choix"):
            found.append(Choice(row.text("value"), row.translated("label", required=True)))
            row.done()
        return tuple(found)
    one.wrong(node, "« choices » doit être une suite de « code : libellé »")
    return ()
