"""What the database itself refuses, to whoever writes past the program."""

from hashlib import sha256

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DatabaseError

from mandate_flow.store.tables import content, events
from tests.store.story import Story

EVERYWHERE = (
    "UPDATE events SET actor = 'x'",
    "UPDATE events SET bytes = bytes WHERE id = 1",
    "DELETE FROM events",
    "DELETE FROM events WHERE id = 1",
    "INSERT INTO events SELECT * FROM events WHERE id = 1 ON CONFLICT (id) DO UPDATE SET actor = 'x'",
    "UPDATE content SET name = 'x'",
    "DELETE FROM content",
    "INSERT INTO content SELECT * FROM content WHERE true ON CONFLICT (sha256) DO UPDATE SET name = 'x'",
)
SQLITE = (
    "INSERT OR REPLACE INTO events SELECT * FROM events WHERE id = 1",
    "REPLACE INTO events SELECT * FROM events",
    "UPDATE OR IGNORE events SET actor = 'x'",
    "INSERT OR REPLACE INTO content SELECT * FROM content",
)
POSTGRESQL = (
    "TRUNCATE events CASCADE",
    "TRUNCATE content",
    "MERGE INTO events e USING (SELECT 1 AS id) s ON e.id = s.id WHEN MATCHED THEN DELETE",
)


def _everything(connection: Connection) -> list[tuple[object, ...]]:
    return [tuple(row) for table in (events, content) for row in connection.execute(select(table).order_by(*table.c))]


def test_the_log_is_append_only(story: Story) -> None:
    """Every way to change or lose a line, one after the other, is refused by the database itself."""
    story.tell()
    with story.store.write() as unit:
        unit.library.put(sha256(b"raw").hexdigest(), "law", "x", "1", b"raw")
    with story.store.read() as unit:
        before = _everything(unit.connection)
    for statement in (*EVERYWHERE, *(SQLITE if story.store.dialect == "sqlite" else POSTGRESQL)):
        with pytest.raises(DatabaseError, match="append-only"), story.store.writer.begin() as connection:
            connection.execute(text(statement))
        with story.store.read() as unit:
            assert _everything(unit.connection) == before, statement
