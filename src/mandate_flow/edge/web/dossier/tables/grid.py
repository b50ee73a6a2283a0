"""A table as a form: rows of cells to type in, read back with each error beside its cell; works without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.typed import read_money
from mandate_flow.domain.value import Cells, FactType, Scalar, Table
from mandate_flow.domain.workflow.answer import MOST_ROWS, check_one
from mandate_flow.domain.workflow.definition import Column, FactKind
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.dossier.words import typed
from mandate_flow.edge.web.forms import READERS, Form
from mandate_flow.edge.web.language import _, in_language

WHOLE: Final = "fait."
CELL: Final = "case."
ADD: Final = "ajouter"
"""The button that shows more rows, saving nothing; its value is the field of the table."""
BLANK_ROWS: Final = 3
MORE_ROWS: Final = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """One field. `label` names it by its column and row; `error` is what is wrong with it, or ""."""

    column: Column
    name: str
    value: str
    label: str
    error: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row, counted from 1. `first_new`: the first of those that were just asked for."""

    number: int
    cells: tuple[Cell, ...]
    first_new: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """`name` is the field of the whole table. `totals`: one for each column of amounts, "" for the others."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: tuple[str, ...]


def grid(form: Form, kind: FactKind, name: str, held: Table | None) -> Grid:
    """What was typed, with more rows when they were asked for; else the rows held and some blank ones."""
    numbers = _numbers(form, name)
    if name in form:
        shown = len(numbers) and numbers[-1]
        more = MORE_ROWS if form.typed_in(ADD) == name else 0
        held_rows: tuple[Cells, ...] = ()
    else:
        held_rows = () if held is None else held.under(kind.typed_columns).rows
        shown, more = len(held_rows), BLANK_ROWS
    last = max(1, min(shown + more, MOST_ROWS))
    rows = tuple(
        Row(number, tuple(_cells(form, kind, name, number, held_rows)), first_new=name in form and number == shown + 1)
        for number in range(1, last + 1)
    )
    return Grid(name, kind.columns, rows, tuple(_total(index, rows, one) for index, one in enumerate(kind.columns)))


def read(form: Form, kind: FactKind, name: str) -> Table | None:
    """The rows in which something was typed; None when there are none. Errors are noted in the form, by cell."""
    rows = []
    for number in _numbers(form, name):
        fields = [(column, cell_name(name, number, column)) for column in kind.columns]
        if any(form.typed_in(field).strip() for _, field in fields):
            rows.append(tuple(_value(form, kind, column, number, field) for column, field in fields))
    if len(rows) > MOST_ROWS:
        form.wrong(
            name,
            _(
                "{table} : ce tableau dépasse {most} lignes. Regroupez des lignes.",
                table=in_language(kind.label),
                most=MOST_ROWS,
            ),
        )
    return Table(kind.typed_columns, tuple(rows)) if rows else None


def cell_name(name: str, row: int, column: Column) -> str:
    """The field of a cell: `case.indicators@2027.2.target`."""
    return f"{_prefix(name)}{row}.{column.name}"


def whole_of(field: str) -> str:
    """The field of the table that a cell belongs to; any other field is its own."""
    return WHOLE + field.removeprefix(CELL).rsplit(".", 2)[0] if field.startswith(CELL) else field


def _prefix(name: str) -> str:
    return f"{CELL}{name.removeprefix(WHOLE)}."


def _numbers(form: Form, name: str) -> list[int]:
    """The rows that were sent, in order."""
    prefix = _prefix(name)
    sent = {field.removeprefix(prefix).partition(".")[0] for field in form.typed if field.startswith(prefix)}
    return sorted(int(one) for one in sent if one.isdecimal() and len(one) <= len(str(MOST_ROWS)))


def _cells(form: Form, kind: FactKind, name: str, number: int, held: tuple[Cells, ...]) -> Iterator[Cell]:
    row = held[number - 1] if number <= len(held) else (None,) * len(kind.columns)
    for column, value in zip(kind.columns, row, strict=True):
        field = cell_name(name, number, column)
        label = _("{column}, ligne {n}", column=in_language(column.label), n=number)
        error = form.errors.get(field, "").removeprefix(f"{_place(kind, number, column)} : ")
        yield Cell(column, field, form.typed_in(field, typed(value)), label, error[:1].upper() + error[1:])


def _total(index: int, rows: tuple[Row, ...], column: Column) -> str:
    if column.type is not FactType.MONEY:
        return ""
    found = Decimal(0)
    for row in rows:
        with suppress(BadInput):
            found += read_money(row.cells[index].value)
    return formats.money(found)


def _value(form: Form, kind: FactKind, column: Column, number: int, field: str) -> Scalar | None:
    return form.read(field, _reader(column), label=_place(kind, number, column), required=column.required)


def _place(kind: FactKind, number: int, column: Column) -> str:
    """Where a cell is, for the list of errors above the form; beside the cell it goes without saying."""
    return _("{table}, ligne {n}, {column}", table=in_language(kind.label), n=number, column=in_language(column.label))


def _reader(column: Column) -> Callable[[str], Scalar]:
    def checked(raw: str) -> Scalar:
        value = READERS.get(column.type, _one_line)(raw)
        check_one(column, value, column.name)
        return value

    return checked


def _one_line(raw: str) -> str:
    return " ".join(raw.split())
