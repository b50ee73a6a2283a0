"""The driver's own cursor under a unit's connection, for the few statements that every act runs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from mandate_flow.domain.audit.seal import instant_text

BATCH: Final = 500
"""How many rows of a large answer PostgreSQL sends at a time."""

_ENCODE: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
JSON_TEXT: Final[Callable[[Any], str]] = _ENCODE
"""Compact JSON text, as the columns of type JSON keep it."""


class Statement(NamedTuple):
    """The same statement as each driver wants it, written once when the module is imported."""

    sqlite: str
    postgresql: str


def statement(text: str) -> Statement:
    """From text with `?` marks (none inside a string)."""
    return Statement(text, text.replace("?", "%s"))


def insert(table: str, columns: Sequence[str], tail: str = "") -> str:
    """The text of an INSERT with one mark a column."""
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) {tail}".rstrip()  # noqa: S608 - only our own names


class Wire:
    """One connection's statements. Values go in and come out as the driver has them; the helpers below say how."""

    __slots__ = ("driver", "sqlite")

    def __init__(self, connection: Connection) -> None:
        self.sqlite = connection.dialect.name == "sqlite"
        self.driver: Any = connection.connection.driver_connection

    def run(self, what: Statement, values: Sequence[Any] = ()) -> Any:  # noqa: ANN401 - a DBAPI cursor
        """Execute; the cursor gives `rowcount` and rows, inside `batch` only once that has ended."""
        return self.driver.execute(what.sqlite if self.sqlite else what.postgresql, values)

    def many(self, what: Statement, rows: Iterable[Sequence[Any]]) -> None:
        """Execute once for each row of values."""
        self.driver.cursor().executemany(what.sqlite if self.sqlite else what.postgresql, rows)

    def stream(self, what: Statement) -> Iterator[tuple[Any, ...]]:
        """The rows of a large answer, never all in memory."""
        if self.sqlite:
            yield from self.driver.execute(what.sqlite)
            return
        with self.driver.cursor(name=f"stream_{id(what)}") as cursor:
            cursor.itersize = BATCH
            cursor.execute(what.postgresql)
            yield from cursor

    def batch(self) -> AbstractContextManager[Any]:
        """PostgreSQL: statements inside leave together and answer together, in one round trip."""
        return nullcontext() if self.sqlite else self.driver.pipeline()

    def instant(self, at: datetime) -> str | datetime:
        """An aware instant as the driver takes it."""
        if not self.sqlite:
            return at
        text = instant_text(at)
        return f"{text[:10]} {text[11:26]}"

    def day(self, day: date | None) -> str | date | None:
        """A day as the driver takes it."""
        return day.isoformat() if self.sqlite and day is not None else day


def day_from(raw: str | date | None) -> date | None:
    """A day as a driver gave it."""
    return date.fromisoformat(raw) if isinstance(raw, str) else raw


def json_from(raw: str | Mapping[str, Any]) -> Mapping[str, Any]:
    """A JSON column as a driver gave it."""
    return json.loads(raw) if isinstance(raw, str) else raw
