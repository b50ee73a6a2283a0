"""Compares the rows of the ledger with what the events of files and structures make of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DBAPIError

from mandate_flow.domain.audit.chain import Finding
from mandate_flow.domain.deminimis import Entries
from mandate_flow.domain.event import StreamKind
from mandate_flow.domain.said import said
from mandate_flow.store.aid_rows import grant_row, link_row
from mandate_flow.store.tables import aid, links

_DIFFERENT: Final = said("Le registre des aides ne dit pas la même chose que le journal.")
_UNREADABLE: Final = said("Le registre des aides ne peut pas être lu.")


def different_aid(
    connection: Connection, kind: StreamKind, made: Mapping[str, tuple[Entries, int]]
) -> Iterator[Finding]:
    """Differences of the grants and links written by some files or structures; `made` gives entries and version by id.

    A grant of a file belongs to the file's journal, any other to its structure's.
    """
    of_file = kind is StreamKind.FILE
    home = aid.c.file_id if of_file else aid.c.structure_id
    own = aid.c.file_id.is_not(None) if of_file else aid.c.file_id.is_(None)
    yield from _compared(connection, kind, aid, home.in_(made) & own, home.name, made)
    if not of_file:
        yield from _compared(connection, kind, links, links.c.structure_id.in_(made), "structure_id", made)


def _compared(
    connection: Connection,
    kind: StreamKind,
    table: Table,
    wanted: Any,  # noqa: ANN401 - a condition
    home: str,
    made: Mapping[str, tuple[Entries, int]],
) -> Iterator[Finding]:
    found: dict[str, dict[str, dict[str, Any]]] = {}
    try:
        for row in connection.execute(select(table).where(wanted)).mappings():
            found.setdefault(row[home], {})[row["id"]] = dict(row)
    except (ValueError, TypeError, ArithmeticError, DBAPIError):
        yield Finding("storage", 0, table.name, _UNREADABLE)
        return
    for name, (entries, version) in made.items():
        expected = _expected(table, entries)
        if found.get(name, {}) != expected:
            yield Finding(f"{kind.value}/{name}", version, table.name, _DIFFERENT)


def _expected(table: Table, entries: Entries) -> dict[str, dict[str, Any]]:
    if table is aid:
        return {one.id: grant_row(one) for one in entries.grants.values()}
    return {one.id: link_row(one) for one in entries.links.values()}
