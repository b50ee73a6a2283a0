"""The typed values a fact can hold, and their one JSON form (amounts as strings of cents)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from typing import Final, TypeAlias

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"
Scalar: TypeAlias = str | bool | date | Decimal
Cells: TypeAlias = tuple[Scalar | None, ...]

CENT: Final = Decimal("0.01")


class FactType(StrEnum):
    """What a workflow may ask for; the names are those written in `workflows/*.yaml`."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    DATE = "date"
    MONEY = "money"
    PERCENTAGE = "percentage"  # as typed: 3.45 stands for 3,45 %
    NUMBER = "number"
    ORGANISATION = "organisation"
    AUTHORITIES = "authorities"  # several of the registered authorities, by id
    PERSON = "person"
    DOCUMENT = "document"
    TABLE = "table"


PERSONAL_BY_DEFAULT: Final = frozenset({FactType.TEXT, FactType.LONG_TEXT, FactType.PERSON, FactType.TABLE})
NUMERIC: Final = frozenset({FactType.MONEY, FactType.PERCENTAGE, FactType.NUMBER})
CELLS: Final = frozenset({FactType.TEXT, FactType.CHOICE, FactType.YES_NO, FactType.DATE, *NUMERIC})
"""What a column of a table may hold."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under named, typed columns; a cell left empty is None.

    It says its own columns, so that it reads without the workflow it was given under.
    """

    columns: tuple[tuple[str, FactType], ...]
    rows: tuple[Cells, ...] = ()

    def records(self) -> tuple[Mapping[str, Scalar | None], ...]:
        """The rows, each cell by the name of its column."""
        names = [name for name, _ in self.columns]
        return tuple(dict(zip(names, row, strict=True)) for row in self.rows)

    def under(self, columns: tuple[tuple[str, FactType], ...]) -> Table:
        """The same rows under those columns: a column it lacks is empty, one they lack is left out."""
        if columns == self.columns:
            return self
        return Table(columns, tuple(tuple(row.get(name) for name, _ in columns) for row in self.records()))


Value: TypeAlias = Scalar | tuple[str, ...] | Table


@dataclass(frozen=True, slots=True)
class Erased:
    """Stands where a personal value was erased: the proof remains, the value does not."""


ERASED: Final = Erased()


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed value; `value` is `ERASED` once the personal value behind it is gone."""

    type: FactType
    value: Value | Erased


def to_json(kind: FactType, value: Value) -> Json:
    """The JSON form of a value: euros become a string of cents, fractions and numbers a plain decimal string."""
    if kind is FactType.MONEY and isinstance(value, Decimal):
        return str(int((value / CENT).to_integral_value(ROUND_HALF_UP)))
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Table):
        return _table_to_json(value)
    return value


def from_json(kind: FactType, raw: Json) -> Value:
    """Inverse of `to_json`. Raises ValueError on a form that `to_json` never writes."""
    if kind in SEVERAL and isinstance(raw, list):
        return tuple(str(item) for item in raw)
    if kind is FactType.TABLE and isinstance(raw, dict):
        return _table_from_json(raw)
    return _one_from_json(kind, raw)


def _one_from_json(kind: FactType, raw: Json) -> Scalar:
    if kind is FactType.YES_NO and isinstance(raw, bool):
        return raw
    if kind in _NOT_TEXT or not isinstance(raw, str):
        raise ValueError(f"{kind}: {raw!r}")
    reads = _READS.get(kind)
    try:
        return raw if reads is None else reads(raw)
    except InvalidOperation as error:
        raise ValueError(f"{kind}: {raw!r}") from error


def _table_to_json(table: Table) -> Json:
    types = [kind for _, kind in table.columns]
    columns: list[Json] = [[name, kind.value] for name, kind in table.columns]
    rows: list[Json] = [
        [None if cell is None else to_json(kind, cell) for kind, cell in zip(types, row, strict=True)]
        for row in table.rows
    ]
    return {"columns": columns, "rows": rows}


def _table_from_json(raw: Mapping[str, Json]) -> Table:
    written = raw.get("columns"), raw.get("rows")
    if set(raw) != {"columns", "rows"} or not isinstance(written[0], list) or not isinstance(written[1], list):
        raise ValueError(f"a table has columns and rows: {raw!r}")
    columns = tuple(_column_from_json(one) for one in written[0])
    if len({name for name, _ in columns}) != len(columns):
        raise ValueError(f"two columns of a table have the same name: {written[0]!r}")
    return Table(columns, tuple(_row_from_json(columns, one) for one in written[1]))


def _column_from_json(raw: Json) -> tuple[str, FactType]:
    match raw:
        case [str(name), str(kind)] if kind in CELLS:
            return name, FactType(kind)
    raise ValueError(f"a column of a table is its name and the type of its cells: {raw!r}")


def _row_from_json(columns: tuple[tuple[str, FactType], ...], raw: Json) -> Cells:
    if not isinstance(raw, list) or len(raw) != len(columns):
        raise ValueError(f"a row of a table has one cell for each of its {len(columns)} columns: {raw!r}")
    types = [kind for _, kind in columns]
    return tuple(None if cell is None else _one_from_json(kind, cell) for kind, cell in zip(types, raw, strict=True))


SEVERAL: Final = frozenset({FactType.CHOICES, FactType.AUTHORITIES})
"""Types whose value is a tuple of codes or ids."""
_NOT_TEXT: Final = SEVERAL | {FactType.YES_NO, FactType.TABLE}
_READS: Final[dict[FactType, Callable[[str], Scalar]]] = {
    FactType.MONEY: lambda raw: Decimal(raw) * CENT,
    FactType.PERCENTAGE: Decimal,
    FactType.NUMBER: Decimal,
    FactType.DATE: date.fromisoformat,
}
