"""Whatever is changed behind the program's back is found, and named by stream, event and field."""

import tracemalloc
from hashlib import sha256

from sqlalchemy import text

from mandate_flow.domain.audit import ChainCheck
from mandate_flow.service.integrity import verify
from mandate_flow.store.unit import Unit
from mandate_flow.store.verify import check_log
from mandate_flow.store.wire import BATCH
from tests.store.behind import findings, unguard
from tests.store.story import Story, facts

FILE_CHANGES = {
    "state": "'mandate'",
    "state_rank": "5",
    "furthest_rank": "5",
    "version": "3",
    "title": "'x'",
    "fold": "'x'",
    "theme": "'x'",
    "regime": "'x'",
    "yearly_cents": "1",
    "mandate_start": "NULL",
    "mandate_end": "'2030-01-01'",
    "next_due": "'2030-01-01'",
    "opened_on": "'2030-01-01'",
    "changed_at": "'2030-01-01 00:00:00.000000'",
    "workflow": "'x'",
    "workflow_version": "9",
    "workflow_sha256": "'x'",
    "ref": "'x'",
}
BESIDE = {
    "deadlines": "UPDATE deadlines SET due = '2030-01-01'",
    "documents": "UPDATE documents SET name = 'x'",
    "file_authorities": "DELETE FROM file_authorities WHERE place = 1",
    "file_structures": "DELETE FROM file_structures",
    "body.facts": "UPDATE files SET body = replace(cast(body AS text), '12345678', '1')",
    "body.taken": "UPDATE files SET body = replace(cast(body AS text), 'analyse', 'other')",
}


REGISTERS = {
    "UPDATE people SET name = 'x'": ("person/p1", 1, "name"),
    "UPDATE people SET roles = '[]'": ("person/p1", 1, "roles"),
    "UPDATE structures SET email = 'x'": ("structure/s1", 1, "email"),
    "UPDATE authorities SET population = 1 WHERE code = '59350'": ("authority/commune-59350", 1, "population"),
    "UPDATE structures SET head = events.hash FROM events WHERE events.id = 1": ("structure/s1", 1, "head"),
}


def test_a_row_changed_by_hand_is_named(story: Story) -> None:
    story.tell()
    changes = {sql: ("file/f1", 6, field) for field, sql in BESIDE.items()} | REGISTERS
    for field, value in FILE_CHANGES.items():
        changes[f"UPDATE files SET {field} = {value}"] = ("file/f1", 6, field)  # noqa: S608
    with story.store.writer.begin() as connection:
        unit = Unit(connection, bytes)
        assert findings(unit) == set()
        for change, named in changes.items():
            with connection.begin_nested() as savepoint:
                connection.execute(text(_spelt(change, connection.dialect.name)))
                found = findings(unit)
                savepoint.rollback()
            assert named in found, change
        assert findings(unit) == set()


def _spelt(change: str, dialect: str) -> str:
    return (
        change.replace("'other')", "'other')::json").replace("'1')", "'1')::json")
        if dialect == "postgresql"
        else change
    )


def test_the_end_of_a_log_cannot_be_cut_off(story: Story) -> None:
    story.tell()
    with story.store.write() as unit:
        unguard(unit.connection)
        last = "(SELECT id FROM events WHERE stream_id = 'f1' AND seq = 6)"
        for table, column in (("unsealed", "event_id"), ("event_values", "event_id"), ("events", "id")):
            unit.connection.execute(text(f"DELETE FROM {table} WHERE {column} = {last}"))  # noqa: S608
    found = {(one.stream, one.seq, one.field) for one in verify(story.store).findings}
    assert ("file/f1", 6, "head") in found


def test_a_row_without_its_log_and_a_log_without_its_row_are_named(story: Story) -> None:
    story.tell()
    with story.store.write() as unit:
        unit.connection.execute(text("DELETE FROM people"))
        unit.connection.execute(
            text(
                "INSERT INTO authorities (id, version, head, kind, name, fold) SELECT 'x', 1, hash, 'k', 'n', 'n'"
                " FROM events WHERE id = 1"
            )
        )
    found = {(one.stream, one.field) for one in verify(story.store).findings}
    assert {("person/p1", "row"), ("authority/x", "head")} <= found


def test_kept_content_that_was_altered_is_named(story: Story) -> None:
    digest = sha256(b"law").hexdigest()
    with story.store.write() as unit:
        unit.library.put(digest, "law", "x", "1", b"law")
        if unit.connection.dialect.name == "sqlite":
            unit.connection.execute(text("DROP TRIGGER content_update_refused"))
        else:
            unit.connection.execute(text("ALTER TABLE content DISABLE TRIGGER USER"))
        unit.connection.execute(text("UPDATE content SET bytes = :raw"), {"raw": b"lax"})
    assert f"content/{digest}" in {one.stream for one in verify(story.store).findings}


def test_a_damaged_column_stops_nothing(story: Story) -> None:
    """SQLite keeps whatever it is given, even text that is no text: it is named, and the rest is still read."""
    if story.store.dialect != "sqlite":
        return
    story.tell()
    story.tell("f2")
    with story.store.write() as unit:
        unguard(unit.connection)
        unit.connection.execute(text("UPDATE events SET action = CAST(X'FF00FE' AS TEXT), seq = 'two' WHERE id = 6"))
        unit.connection.execute(text("UPDATE files SET opened_on = 'hier', body = 'no json' WHERE id = 'f2'"))
    found = {(one.stream, one.field) for one in verify(story.store).findings}
    assert {("file/f1", "action"), ("file/f2", "row")} <= found


def test_memory_stays_flat(story: Story) -> None:
    file = story.open()
    peaks = []
    for _ in range(3):
        with story.store.write() as unit:
            for _ in range(BATCH + 100):
                _, file = story.write(unit, file, facts())
        tracemalloc.start()
        with story.store.read() as unit:
            assert list(check_log(unit, ChainCheck())) == []
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] < peaks[1] * 1.1
