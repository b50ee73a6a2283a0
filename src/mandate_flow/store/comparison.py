"""Compares what events make with what rows hold, column by column."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, Connection, Table, select
from sqlalchemy.exc import DBAPIError

from mandate_flow.domain.audit.chain import Finding
from mandate_flow.domain.comment import waiting
from mandate_flow.domain.deadline import DeadlineStatus
from mandate_flow.domain.event import StreamKind
from mandate_flow.domain.file import File
from mandate_flow.domain.payment import cents
from mandate_flow.domain.register import ERASED_TEXT, Member
from mandate_flow.domain.said import said
from mandate_flow.store.body import body_of, columns_of
from mandate_flow.store.comment_rows import comment_row
from mandate_flow.store.register_rows import row_of
from mandate_flow.store.registers import TABLES
from mandate_flow.store.tables import (
    comments,
    deadlines,
    documents,
    file_authorities,
    file_structures,
    files,
    mentions,
    payments,
    proposals,
    roles_text,
)
from mandate_flow.store.wire import JSON_TEXT

Columns: TypeAlias = Mapping[str, Any]

_DIFFERENT: Final = said("La fiche ne dit pas la même chose que son journal.")
_MISSING: Final = said("La fiche n’existe pas.")
_UNREADABLE: Final = said("La fiche ne peut pas être lue.")
_IMPOSSIBLE: Final = said("Les événements ne peuvent pas avoir fait cette fiche.")
_DAMAGED: Final = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)


def different_files(connection: Connection, made: Mapping[str, tuple[File, datetime]]) -> Iterator[Finding]:
    """Differences of some files; `made` gives, by id, the file its events make and the instant of the last one."""
    stored = _readable(connection, files, made)
    beside = {table: _grouped(connection, table, made) for table, _ in _BESIDE}
    for file_id, (file, at) in made.items():
        name, row = f"file/{file_id}", stored.get(file_id)
        if row is None:
            yield Finding(name, file.version, "row", _MISSING if file_id not in stored else _UNREADABLE)
            continue
        here = {table: None if rows is None else rows.get(file_id, []) for table, rows in beside.items()}
        yield from _careful(name, file.version, partial(_file, file, at, row, here))


def different_members(
    connection: Connection, kind: StreamKind, made: Mapping[str, tuple[Member, int, bytes]]
) -> Iterator[Finding]:
    """Differences of some members of one register; `made` gives, by id, the member, its version and its head."""
    stored = _readable(connection, TABLES[kind], made)
    for member_id, (member, version, head) in made.items():
        name, row = f"{kind.value}/{member_id}", stored.get(member_id)
        if row is None:
            yield Finding(name, version, "row", _MISSING if member_id not in stored else _UNREADABLE)
        else:
            yield from _careful(name, version, partial(_member, name, member, version, head, row))


def _careful(name: str, version: int, compare: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """What `compare` finds. Altered events may make things of impossible types: that is a finding, not a crash."""
    try:
        return list(compare())
    except _DAMAGED:
        return [Finding(name, version, "outcome", _IMPOSSIBLE)]


def _file(file: File, at: datetime, row: Columns, beside: Mapping[Table, list[Columns] | None]) -> Iterator[Finding]:
    name = f"file/{file.id}"
    yield from _columns(name, file.version, {**columns_of(file), "head": file.head, "changed_at": at}, row)
    yield from _body(name, file.version, body_of(file), row["body"])
    for table, expect in _BESIDE:
        found = beside[table]
        if found is None or _sorted(expect(file)) != _sorted([_picked(one, table) for one in found]):
            yield Finding(name, file.version, table.name, _DIFFERENT)


def _member(name: str, member: Member, version: int, head: bytes, row: Columns) -> Iterator[Finding]:
    yield from _columns(name, version, row_of(member, version, head), row)


def _columns(name: str, version: int, expected: Columns, row: Columns) -> Iterator[Finding]:
    for column, value in expected.items():
        if row[column] != value:
            yield Finding(name, version, column, _DIFFERENT)


def _body(name: str, version: int, expected: Columns, found: Any) -> Iterator[Finding]:  # noqa: ANN401
    if not isinstance(found, dict):
        yield Finding(name, version, "body", _UNREADABLE)
        return
    for part in sorted({*expected, *found}):
        if _sorted(expected.get(part)) != _sorted(found.get(part)):
            yield Finding(name, version, f"body.{part}", _DIFFERENT)


def _sorted(part: Any) -> Any:  # noqa: ANN401 - a JSON node; the order of a list of facts or documents says nothing
    return sorted(map(JSON_TEXT, part)) if isinstance(part, list) else part


def _deadlines(file: File) -> list[Any]:
    return [
        [one.code, one.occurrence, one.due.isoformat(), one.status.value, one.cadence, one.owed_by]
        for one in file.deadlines.values()
    ]


def _documents(file: File) -> list[Any]:
    return [
        [
            one.id,
            one.kind,
            one.occurrence,
            one.name if isinstance(one.name, str) else ERASED_TEXT,
            one.media_type,
            one.size,
            one.sha256,
            one.withdrawn,
        ]
        for one in file.documents.values()
    ]


def _payments(file: File) -> list[Any]:
    return [
        [
            one.id,
            one.authority,
            one.year,
            one.kind.value,
            int(cents(one.amount)),
            one.on.isoformat(),
            one.cancelled,
            one.irregular,
        ]
        for one in file.payments.values()
    ]


def _proposals(file: File) -> list[Any]:
    return [
        [one.step, one.occurrence, one.actor, one.day.isoformat(), roles_text(one.confirm_by)]
        for one in file.proposals.values()
    ]


def _comments(file: File) -> list[Any]:
    return [
        [value.isoformat() if hasattr(value, "isoformat") else value for value in comment_row(one).values()]
        for one in file.comments.values()
    ]


_BESIDE: Final[tuple[tuple[Table, Callable[[File], list[Any]]], ...]] = (
    (file_authorities, lambda file: [[one, place] for place, one in enumerate(file.authorities)]),
    (file_structures, lambda file: [[one, place] for place, one in enumerate(file.structures)]),
    (deadlines, _deadlines),
    (documents, _documents),
    (payments, _payments),
    (proposals, _proposals),
    (comments, _comments),
    (mentions, lambda file: [[*pair] for pair in waiting(file.comments)]),
)


def _picked(row: Columns, table: Table) -> list[Any]:
    """A row as the functions above write it. A closed deadline has no reminder left: one that has is shown as such."""
    picked = [
        value.isoformat() if hasattr(value, "isoformat") else value
        for column, value in row.items()
        if column not in ("file_id", "next_reminder")
    ]
    if table is deadlines and row["status"] != DeadlineStatus.OPEN and row["next_reminder"] is not None:
        picked.append("next_reminder")
    return picked


def _readable(connection: Connection, table: Table, ids: Collection[str]) -> dict[str, Columns | None]:
    """Rows by id; None for one whose columns no longer hold what they can hold."""
    rows = _rows(connection, table, table.c.id.in_(ids))
    if rows is not None:
        return {row["id"]: row for row in rows}
    found: dict[str, Columns | None] = {}
    for one in ids:
        alone = _rows(connection, table, table.c.id == one)
        if alone is None:
            found[one] = None
        elif alone:
            found[one] = alone[0]
    return found


def _grouped(connection: Connection, table: Table, ids: Collection[str]) -> dict[str, list[Columns]] | None:
    rows = _rows(connection, table, table.c.file_id.in_(ids))
    if rows is None:
        return None
    found: dict[str, list[Columns]] = {}
    for row in rows:
        found.setdefault(row["file_id"], []).append(row)
    return found


def _rows(connection: Connection, table: Table, wanted: ColumnElement[bool]) -> list[Columns] | None:
    """Rows, or None when one of them no longer holds what its columns can hold."""
    try:
        return [dict(row) for row in connection.execute(select(table).where(wanted)).mappings()]
    except _DAMAGED:
        return None
    except DBAPIError as error:
        if "decode" in str(error.orig):
            return None
        raise
