"""Reads a fact's value as the workflow types it: what a story or a demonstration writes in YAML."""

from __future__ import annotations

from collections.abc import Callable

from mandate_flow.content.fields import Fields, as_day, as_number
from mandate_flow.content.problem import nearest
from mandate_flow.content.yaml_nodes import Items, Keys, Node
from mandate_flow.content.yaml_nodes import Scalar as Written
from mandate_flow.domain.value import Cells, FactType, Scalar, Table, Value
from mandate_flow.domain.workflow.definition import Column, FactKind

FORMS: dict[FactType, tuple[Callable[[str], Scalar | None], str]] = {
    FactType.DATE: (as_day, "une date : 2027-01-31"),
    FactType.MONEY: (as_number, "un montant en euros : 1234.50"),
    FactType.PERCENTAGE: (as_number, "un pourcentage : 12.5"),
    FactType.NUMBER: (as_number, "un nombre : 3"),
    FactType.YES_NO: ({"true": True, "false": False}.get, "true ou false"),
}


def fact_value(kind: FactKind, row: Fields, key: str) -> Value | None:
    """The value written under `key`; None when it is null (the fact is cleared) or wrong, which is told."""
    if kind.type is FactType.CHOICES:
        chosen = row.words(key)
        for one in chosen:
            _among(kind, one, row, key)
        return chosen if row.has(key) else None
    if kind.type is FactType.AUTHORITIES:
        return row.words(key) if row.has(key) else None
    if kind.type is FactType.TABLE:
        return _table(kind, row, key)
    return _one(kind, row, key)


def _table(kind: FactKind, row: Fields, key: str) -> Table | None:
    """A list of rows, each `{column: value}`; a column left out, or null, is an empty cell."""
    node = row.get(key)
    if node is None:
        return None
    if not isinstance(node, Items):
        do = f"Écrivez une liste de lignes : - {{{kind.columns[0].name if kind.columns else 'colonne'}: …}}."
        row.wrong(node, f"« {key} » attend un tableau", do)
        return None
    return Table(kind.typed_columns, tuple(_cells(kind, one) for one in row.rows(key, "une ligne")))


def _cells(kind: FactKind, row: Fields) -> Cells:
    names = [column.name for column in kind.columns]
    for written, (line, _) in row.node.items.items() if isinstance(row.node, Keys) else ():
        if written not in names:
            row.has(written)
            what = f"« {written} » n’est pas une colonne de « {kind.name} »."
            row.problems.add("unknown-column", line, what, do=nearest(written, names))
    cells = []
    for column in kind.columns:
        row.get(column.name, required=column.required)
        cells.append(_one(column, row, column.name))
    row.done()
    return tuple(cells)


def _one(kind: FactKind | Column, row: Fields, key: str) -> Scalar | None:
    node = row.get(key)
    if node is None:
        return None
    if not isinstance(node, Written):
        row.wrong(node, f"« {key} » attend une seule valeur")
        return None
    if kind.type is FactType.CHOICE:
        _among(kind, node.text, row, key)
    read, form = FORMS.get(kind.type, (None, ""))
    return node.text if read is None else _typed(read(node.text), row, node, form, key)


def _typed(value: Scalar | None, row: Fields, node: Node, form: str, key: str) -> Scalar | None:
    if value is None:
        row.wrong(node, f"« {key} » attend {form}")
    return value


def _among(kind: FactKind | Column, value: str, row: Fields, key: str) -> None:
    known = [one.value for one in kind.choices]
    if value not in known:
        what = f"« {value} » n’est pas un choix de « {kind.name} »."
        row.problems.add("unknown-choice", row.line_of(key), what, do=nearest(value, known))
