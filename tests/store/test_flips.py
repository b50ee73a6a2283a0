"""Every byte of every stored event, flipped behind the program's back, is found and named."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from mandate_flow.store.unit import Unit
from tests.store.behind import findings, unguard
from tests.store.story import Story
from tests.support.drills import Rounds


@dataclass(frozen=True)
class Flip:
    """One byte (or one unit) of one column of one row, changed."""

    table: str
    column: str
    id: int
    stream: str
    seq: int
    value: Any
    path: str = ""

    @property
    def names(self) -> set[str]:
        """The fields a finding may name for it."""
        if self.table == "event_values":
            return {"values"}
        also = {"stream_kind": {"stream"}, "stream_id": {"stream"}, "bytes": {"bytes"}, "hash": {"hash", "bytes"}}
        return also.get(self.column, {self.column})


def _write(connection: Connection, flip: Flip) -> None:
    values: dict[str, Any] = {"value": flip.value, "id": flip.id, "path": flip.path}
    mark = ":value"
    if isinstance(flip.value, bytes) and flip.column not in ("bytes", "prev", "hash", "salt"):
        mark = "CAST(:value AS TEXT)"
        if connection.dialect.name == "postgresql":
            values["value"], mark = flip.value.decode(), ":value"
    where = "id = :id" if flip.table == "events" else "event_id = :id AND path = :path"
    connection.execute(text(f"UPDATE {flip.table} SET {flip.column} = {mark} WHERE {where}"), values)  # noqa: S608


def _flips(connection: Connection, step: int) -> Iterator[Flip]:
    """Every `step`-th byte of everything stored of every event, and every number one further."""
    postgresql = connection.dialect.name == "postgresql"
    rows = connection.execute(text("SELECT * FROM events ORDER BY id")).mappings().all()
    places = {row["id"]: (row["id"], f"{row['stream_kind']}/{row['stream_id']}", row["seq"]) for row in rows}
    count = 0
    for row in rows:
        for column in ("stream_kind", "stream_id", "action", "actor", "at", "day", "bytes", "prev", "hash"):
            if postgresql and column in ("at", "day"):
                yield Flip("events", column, *places[row["id"]], _later(row[column]))
                continue
            for value in _altered(row[column], postgresql=postgresql):
                count += 1
                if count % step == 0:
                    yield Flip("events", column, *places[row["id"]], value)
        yield Flip("events", "seq", *places[row["id"]], row["seq"] + 50)
    for row in connection.execute(text("SELECT * FROM event_values ORDER BY event_id, path")).mappings().all():
        for column in ("salt", "value"):
            for value in _altered(row[column], postgresql=postgresql):
                count += 1
                if count % step == 0:
                    yield Flip("event_values", column, *places[row["event_id"]], value, row["path"])


def _later(value: Any) -> Any:
    return value + (timedelta(microseconds=1) if isinstance(value, datetime) else timedelta(days=1))


def _altered(stored: Any, *, postgresql: bool) -> Iterator[bytes]:
    raw = stored if isinstance(stored, bytes) else str(stored).encode()
    ascii_only = postgresql and not isinstance(stored, bytes)
    for place, byte in enumerate(raw):
        if ascii_only and byte >= 0x80:
            continue  # PostgreSQL refuses text that is not UTF-8
        for mask in (0x01,) if ascii_only else (0x01, 0x80):
            altered = bytearray(raw)
            altered[place] ^= mask
            yield bytes(altered)


@pytest.mark.drill
@pytest.mark.timeout(3000)
def test_every_flipped_byte_is_found_and_named(story: Story, rounds: Rounds) -> None:
    story.tell()
    tried = 0
    with story.store.writer.connect() as connection, connection.begin() as transaction:
        unit = Unit(connection, bytes)
        assert findings(unit) == set()
        unguard(connection)
        for flip in list(_flips(connection, step=rounds(97, 1))):
            with connection.begin_nested() as savepoint:
                try:
                    _write(connection, flip)
                except DBAPIError as error:  # the schema itself refuses: a second event at that place
                    assert "UNIQUE" in str(error).upper(), flip  # noqa: PT017
                    savepoint.rollback()
                    continue
                found = findings(unit, replay=tried % 10 == 0)  # the log is to say it alone; a replay is not to stumble
                savepoint.rollback()
            named = {field for stream, seq, field in found if (stream, seq) == (flip.stream, flip.seq)}
            assert any(field.startswith(tuple(flip.names)) for field in named), (flip, found)
            tried += 1
        transaction.rollback()
    assert tried > 100
    print(f"{story.store.dialect}: {tried} flips, all found and named")
