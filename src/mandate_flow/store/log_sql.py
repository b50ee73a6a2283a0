"""The statements of the log, written once."""

from __future__ import annotations

from typing import Final

from mandate_flow.store.wire import Statement, insert, statement

ROWS: Final = {"file": "files", "authority": "authorities", "structure": "structures", "person": "people"}
"""Which table holds the row that a kind of stream makes; the system stream makes none."""

_COLUMNS: Final = ("stream_kind", "stream_id", "seq", "action", "actor", "at", "day", "bytes", "prev", "hash")
_INSERT: Final = insert("events", _COLUMNS)

EVENT: Final = statement(_INSERT)
UNSEALED: Final = statement("INSERT INTO unsealed (event_id) VALUES (?)")
VALUE: Final = statement(insert("event_values", ("event_id", "path", "salt", "value")))
_MARKS: Final = ", ".join("?" * len(_COLUMNS))
_PLACED: Final = (
    " RETURNING id), u AS (INSERT INTO unsealed (event_id) SELECT id FROM e),"
    " v AS (INSERT INTO event_values (event_id, path, salt, value) SELECT e.id, x.path, x.salt, x.value"
    " FROM e CROSS JOIN unnest(?::text[], ?::bytea[], ?::text[]) AS x(path, salt, value))"
    " SELECT id FROM e"
)
PLACE: Final = statement(f"WITH e AS ({_INSERT}{_PLACED}")
"""PostgreSQL: the event, its place among the unsealed and its personal values in one statement."""
PLACE_OF_FILE: Final = statement(
    f"WITH e AS (INSERT INTO events ({', '.join(_COLUMNS)}) SELECT {_MARKS}"  # noqa: S608 - our own column names
    f" WHERE EXISTS (SELECT 1 FROM files WHERE id = ? AND head = ?){_PLACED}"
)
"""The same, and nothing at all unless the file's row has just taken this event's hash as its head."""

LOCK: Final = statement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")
HEAD: Final = statement(
    "SELECT seq, hash FROM events WHERE stream_kind = ? AND stream_id = ? ORDER BY seq DESC LIMIT 1"
)
STREAM: Final = statement("SELECT id, bytes FROM events WHERE stream_kind = ? AND stream_id = ? ORDER BY seq")
STREAM_VALUES: Final = statement(
    "SELECT v.event_id, v.path, v.value FROM events e JOIN event_values v ON v.event_id = e.id"
    " WHERE e.stream_kind = ? AND e.stream_id = ?"
)
RECENT: Final = statement("SELECT id, bytes FROM events WHERE id < ? ORDER BY id DESC LIMIT ?")
EVENT_VALUES: Final = statement("SELECT event_id, path, value FROM event_values WHERE event_id = ?")
DROP_VALUE: Final = statement("DELETE FROM event_values WHERE event_id = ? AND path = ?")


_DEPOSITS: Final = (
    "SELECT {name}, seq, bytes FROM events WHERE stream_kind = 'file' AND action = 'document:added'"
    " ORDER BY stream_id, seq"
)
DEPOSITS: Final = Statement(_DEPOSITS.format(name="CAST(stream_id AS BLOB)"), _DEPOSITS.format(name="stream_id"))


def _walk(at: str, day: str, wrap: str = "{}", collate: str = "") -> str:
    texts = [wrap.format(f"e.{name}") for name in ("action", "actor")]
    kind, name = wrap.format("e.stream_kind"), wrap.format("e.stream_id")
    return (
        f"SELECT {kind}, {name}, e.seq, {texts[0]}, {texts[1]}, {at}, {day}, e.bytes, e.prev, e.hash, e.id"  # noqa: S608
        f" FROM events e ORDER BY e.stream_kind{collate}, e.stream_id{collate}, e.seq"
    )


def _walk_values(wrap: str = "{}", collate: str = "") -> str:
    path, value = wrap.format("v.path"), wrap.format("v.value")
    return (
        f"SELECT v.event_id, {path}, v.salt, {value} FROM events e JOIN event_values v ON v.event_id = e.id"  # noqa: S608
        f" ORDER BY e.stream_kind{collate}, e.stream_id{collate}, e.seq, v.path{collate}"
    )


_SQLITE_AT: Final = "substr(e.at, 1, 10) || replace(substr(e.at, 11, 1), ' ', 'T') || substr(e.at, 12) || 'Z'"
_PG_AT: Final = "to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
_C: Final = ' COLLATE "C"'
_BLOB: Final = "CAST({} AS BLOB)"

WALK: Final = Statement(_walk(_SQLITE_AT, "e.day"), _walk(_PG_AT, "e.day::text", collate=_C))
WALK_LOSSY: Final = Statement(
    _walk(_BLOB.format(f"({_SQLITE_AT})"), _BLOB.format("e.day"), wrap=_BLOB), WALK.postgresql
)
WALK_VALUES: Final = Statement(_walk_values(), _walk_values(collate=_C))
WALK_VALUES_LOSSY: Final = Statement(_walk_values(_BLOB), WALK_VALUES.postgresql)
