"""The few words that name what a stream is about, read so that damaged rows stop nobody."""

from __future__ import annotations

from typing import Any, Final

from mandate_flow.store.unit import Unit
from mandate_flow.store.wire import Statement, statement


def _text(sql: str) -> Statement:
    """SQLite may hold text that is no text any more, so names are read as bytes; PostgreSQL never does."""
    return Statement(sql.format("CAST(name AS BLOB)"), statement(sql.format("name")).postgresql)


_NAMES: Final = {
    table: _text(f"SELECT {{}} FROM {table} WHERE id = ?")  # noqa: S608 - our own table names
    for table in ("authorities", "structures", "people")
}
_FILE: Final = Statement(
    "SELECT CAST(ref AS BLOB), CAST(title AS BLOB) FROM files WHERE id = ?",
    "SELECT ref, title FROM files WHERE id = %s",
)
_CONTENT: Final = _text("SELECT {} FROM content WHERE sha256 = ?")
_OPENING: Final = statement("SELECT bytes FROM events WHERE stream_kind = 'file' AND stream_id = ? AND seq = 1")


def member_name(unit: Unit, table: str, member_id: str) -> str:
    """The name in a register (authorities, structures or people), "" when there is none."""
    return _one(unit, _NAMES[table], member_id)


def content_name(unit: Unit, sha256: str) -> str:
    """The name under which a content is kept, such as "cgct", "" when there is none."""
    return _one(unit, _CONTENT, sha256)


def file_words(unit: Unit, file_id: str) -> tuple[str, str]:
    """(reference, title) as the row of a file gives them, empty when there is none."""
    found = unit.rows(_FILE, (file_id,))
    return (_as_text(found[0][0]), _as_text(found[0][1])) if found else ("", "")


def opening(unit: Unit, file_id: str) -> bytes:
    """The bytes of the event that opened a file, empty when there is none."""
    found = unit.rows(_OPENING, (file_id,))
    raw: Any = found[0][0] if found else b""
    return raw if isinstance(raw, bytes) else b""


def _one(unit: Unit, what: Statement, name: str) -> str:
    found = unit.rows(what, (name,))
    return _as_text(found[0][0]) if found else ""


def _as_text(value: Any) -> str:  # noqa: ANN401 - whatever the column holds
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value or "")
