"""A table as it is read on a page or on paper."""

from __future__ import annotations

from dataclasses import dataclass

from mandate_flow.domain.value import Table
from mandate_flow.domain.workflow.definition import Column, FactKind
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.dossier.words import cell_said, money_totals


@dataclass(frozen=True, slots=True)
class Shown:
    """Cells in words. `totals`: one for each column, "" where it has none; empty when no column is of amounts."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...] = ()


def shown(kind: FactKind, table: Table) -> Shown:
    """The rows under the columns of the question; an empty cell is blank."""
    rows = table.under(kind.typed_columns).rows
    words = tuple(
        tuple(cell_said(column, cell) for column, cell in zip(kind.columns, row, strict=True)) for row in rows
    )
    totals = {column.name: formats.money(total) for column, total in money_totals(kind, table)}
    amounts = tuple(totals.get(column.name, "") for column in kind.columns)
    return Shown(kind.columns, words, amounts if totals and len(rows) > 1 else ())
