"""What the database itself refuses, to whoever writes past the program."""

from contextlib import closing
from hashlib import sha256
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DatabaseError

from mandate_flow.domain.errors import Stale
from mandate_flow.domain.event import GENESIS, Stream, StreamKind
from mandate_flow.store.engine import sqlite_driver
from mandate_flow.store.tables import content, events
from tests.store.story import WHO, Story, facts

_OTHER = "SELECT sha256, kind, name, version, CAST('x' AS {blob}) FROM content"
EVERYWHERE = (
    "UPDATE events SET actor = 'x'",
    "UPDATE events SET bytes = bytes WHERE id = 1",
    "DELETE FROM events",
    "DELETE FROM events WHERE id = 1",
    "INSERT INTO events SELECT * FROM events WHERE id = 1 ON CONFLICT (id) DO UPDATE SET actor = 'x'",
    "UPDATE content SET name = 'x'",
    "DELETE FROM content",
    f"INSERT INTO content {_OTHER} WHERE true ON CONFLICT (sha256) DO UPDATE SET name = 'x'",
)
SQLITE = (
    "INSERT OR REPLACE INTO events SELECT * FROM events WHERE id = 1",
    "REPLACE INTO events SELECT * FROM events",
    "UPDATE OR IGNORE events SET actor = 'x'",
    f"INSERT OR REPLACE INTO content {_OTHER}",
)
# A connection of somebody else’s, with no setting at all: REPLACE then deletes without waking the DELETE triggers.
_REST = "action, 'x', at, day, bytes, prev, hash FROM events"
_COLUMNS = "stream_kind, stream_id, seq, action, actor, at, day, bytes, prev, hash"
BARE_SQLITE = (
    *(one for one in SQLITE if "REPLACE" in one),
    f"INSERT OR REPLACE INTO events SELECT id, stream_kind, stream_id, seq, {_REST}",
    f"INSERT OR REPLACE INTO events ({_COLUMNS}) SELECT stream_kind, stream_id, seq, {_REST} WHERE id = 2",
    f"INSERT OR REPLACE INTO events ({_COLUMNS}) SELECT stream_kind, stream_id, CAST(seq AS TEXT), {_REST}",
    f"INSERT OR REPLACE INTO events SELECT '1', 'x', 'x', 1, {_REST}",
    f"INSERT OR REPLACE INTO events SELECT 1.0, 'x', 'x', 1, {_REST}",
    f"INSERT OR REPLACE INTO events (rowid, {_COLUMNS}) SELECT 1, 'x', 'x', 1, {_REST} LIMIT 1",
    "INSERT OR REPLACE INTO content (rowid, sha256, kind, name, version, bytes) VALUES (1, 'y', 'x', 'x', 'x', X'00')",
    f"INSERT OR IGNORE INTO content {_OTHER}",
)
REFUSED = r"append-only|already recorded"
POSTGRESQL = (
    "TRUNCATE events CASCADE",
    "TRUNCATE content",
    "MERGE INTO events e USING (SELECT 1 AS id) s ON e.id = s.id WHEN MATCHED THEN DELETE",
)


def _everything(connection: Connection) -> list[tuple[object, ...]]:
    return [tuple(row) for table in (events, content) for row in connection.execute(select(table).order_by(*table.c))]


def _told(story: Story) -> str:
    """A file has lived, and a content is kept; its sha256."""
    story.tell()
    digest = sha256(b"raw").hexdigest()
    with story.store.write() as unit:
        unit.library.put(digest, "law", "x", "1", b"raw")
    return digest


def test_the_log_is_append_only(story: Story) -> None:
    """Every way to change or lose a line, one after the other, is refused by the database itself."""
    _told(story)
    with story.store.read() as unit:
        before = _everything(unit.connection)
    blob = "blob" if story.store.dialect == "sqlite" else "bytea"
    for statement in (*EVERYWHERE, *(SQLITE if story.store.dialect == "sqlite" else POSTGRESQL)):
        with (
            pytest.raises(DatabaseError, match=REFUSED),
            story.store.writer.begin() as connection,
        ):
            connection.execute(text(statement.format(blob=blob)))
        with story.store.read() as unit:
            assert _everything(unit.connection) == before, statement


def test_a_connection_without_any_setting_is_refused_too(story: Story) -> None:
    """The same through the bare driver, as any tool opens the database: our own settings protect nothing here."""
    _told(story)
    with story.store.read() as unit:
        before = _everything(unit.connection)
    sqlite = story.store.dialect == "sqlite"
    for statement in (*EVERYWHERE, *(BARE_SQLITE if sqlite else POSTGRESQL)):
        with closing(_bare(story)) as driver:
            with pytest.raises(Exception, match=REFUSED):
                driver.execute(statement.format(blob="blob" if sqlite else "bytea"))
            driver.commit()
        with story.store.read() as unit:
            assert _everything(unit.connection) == before, statement


def test_content_may_be_offered_again(story: Story) -> None:
    """Kept once, whatever asks: what is there stays as it was at its first use."""
    digest = _told(story)
    with story.store.write() as unit:
        unit.library.put(digest, "law", "other", "2", b"raw")
        unit.library.put(sha256(b"new").hexdigest(), "law", "new", "1", b"new")
    with closing(_bare(story)) as driver:
        again = "INSERT INTO content SELECT * FROM content WHERE true ON CONFLICT (sha256) DO NOTHING"
        driver.execute(again)
        if story.store.dialect == "sqlite":
            driver.execute(again.replace("INSERT", "INSERT OR IGNORE").partition(" WHERE")[0])
            driver.execute("INSERT OR REPLACE INTO content SELECT sha256, kind, 'x', version, bytes FROM content")
        driver.commit()
    with story.store.read() as unit:
        kept = unit.connection.execute(select(content.c.name).order_by(content.c.name))
        assert list(kept.scalars()) == ["new", "x"]
        assert unit.library.get(digest) == b"raw"


def test_a_number_taken_meanwhile_is_a_matter_of_two_people_not_of_tampering(story: Story) -> None:
    file = story.open()
    stream = Stream(StreamKind.FILE, file.id)
    with pytest.raises(Stale), story.store.write() as unit:
        unit.log.append(stream, facts(), **WHO, seq=1, prev=GENESIS)


def _bare(story: Story) -> Any:
    address = story.store.writer.url
    if story.store.dialect == "sqlite":
        return sqlite_driver().connect(address.database)
    return psycopg.connect(address.set(drivername="postgresql").render_as_string(hide_password=False))
