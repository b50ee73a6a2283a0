"""Checks the whole log as it is stored: every byte, every link, every head, every kept value, and the guards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mandate_flow.domain.audit.chain import ChainCheck, Finding
from mandate_flow.domain.said import said
from mandate_flow.store import triggers
from mandate_flow.store.failures import is_database_error
from mandate_flow.store.log_sql import ROWS
from mandate_flow.store.unit import Unit
from mandate_flow.store.wire import Statement


def _as_stored(text: str) -> Statement:
    """SQLite may hold text that is no text any more, so it is read as bytes; PostgreSQL never does."""
    return Statement(text, text.replace(" AS BLOB", " AS text"))


_HEADS: Final[dict[str, Statement]] = {
    kind: _as_stored(
        f"SELECT CAST(t.id AS BLOB), t.version FROM {table} t"  # noqa: S608 - our own table names
        f" LEFT JOIN events e ON e.stream_kind = '{kind}' AND e.stream_id = t.id AND e.seq = t.version"
        f" LEFT JOIN events n ON n.stream_kind = '{kind}' AND n.stream_id = t.id AND n.seq = t.version + 1"
        " WHERE e.hash IS NULL OR e.hash <> t.head OR n.id IS NOT NULL"
    )
    for kind, table in ROWS.items()
}
_ORPHANS: Final[dict[str, Statement]] = {
    kind: _as_stored(
        f"SELECT CAST(e.stream_id AS BLOB), e.seq FROM events e WHERE e.stream_kind = '{kind}' AND e.seq = 1"  # noqa: S608
        f" AND NOT EXISTS (SELECT 1 FROM {table} t WHERE t.id = e.stream_id)"
    )
    for kind, table in ROWS.items()
}
_UNREADABLE: Final = said("La base ne peut plus lire ces lignes : son fichier est endommagé.")


def check_log(unit: Unit, check: ChainCheck) -> Iterator[Finding]:
    """Findings in all streams; `check` counts events and streams. Memory stays flat, whatever the size of the log."""
    try:
        found = list(_chains(unit, check, lossy=False))
    except (ValueError, TypeError, AttributeError):  # a column no longer holds what it can hold
        found = None
    except Exception as error:
        if not is_database_error(error):
            raise
        found = None
    yield from _again(unit, check) if found is None else found
    yield from _heads(unit)
    yield from _content(unit)
    yield from _guards(unit)


def _again(unit: Unit, check: ChainCheck) -> Iterator[Finding]:
    """A second, slower reading that takes damaged text as it comes."""
    check.restart()
    try:
        yield from _chains(unit, check, lossy=True)
    except Exception as error:
        if not is_database_error(error):
            raise
        yield Finding("storage", 0, "events", _UNREADABLE)


def _chains(unit: Unit, check: ChainCheck, *, lossy: bool) -> Iterator[Finding]:
    for row, values in unit.log.walk(lossy=lossy):
        if found := check.feed(row, values):
            yield from found
    yield from check.finish()


def _heads(unit: Unit) -> Iterator[Finding]:
    for kind, what in _HEADS.items():
        for name, version in unit.rows(what):
            yield Finding(
                _stream(kind, name),
                version,
                "head",
                said("La fiche ne s’arrête pas au dernier événement de son journal."),
            )
    for kind, what in _ORPHANS.items():
        for name, seq in unit.rows(what):
            yield Finding(_stream(kind, name), seq, "row", said("Le journal parle d’une fiche qui n’existe plus."))


def _stream(kind: str, name: str | bytes) -> str:
    return f"{kind}/{name if isinstance(name, str) else name.decode(errors='replace')}"


def _content(unit: Unit) -> Iterator[Finding]:
    for sha256 in unit.library.altered():
        yield Finding(
            f"content/{sha256}", 0, "bytes", said("Un contenu cité par le journal n’est plus celui d’origine.")
        )


def _guards(unit: Unit) -> Iterator[Finding]:
    for name in sorted(triggers.expected(unit.connection.dialect.name) - triggers.present(unit.connection)):
        yield Finding("storage", 0, name, said("Une protection du journal manque dans la base."))
