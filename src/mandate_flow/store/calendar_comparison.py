"""Compares the calendars that events make with their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DBAPIError

from mandate_flow.domain.audit.chain import Finding
from mandate_flow.domain.calendar.state import Calendar, calendar_to_json
from mandate_flow.domain.deadline import DeadlineStatus
from mandate_flow.domain.event import Stream, StreamKind
from mandate_flow.domain.said import said
from mandate_flow.store.calendars import deadline_row
from mandate_flow.store.tables import calendar_deadlines, calendars

_DIFFERENT: Final = said("Le calendrier ne dit pas la même chose que son journal.")
_UNREADABLE: Final = said("Les calendriers ne peuvent pas être lus.")


def different_calendars(
    connection: Connection, kind: StreamKind, made: Mapping[str, tuple[Calendar, int]]
) -> Iterator[Finding]:
    """Differences of some calendars of one kind; `made` gives, by owner id, the calendar and its stream's version."""
    bodies = _rows(connection, calendars, kind, made)
    deadlines = _rows(connection, calendar_deadlines, kind, made)
    if bodies is None or deadlines is None:
        yield Finding("storage", 0, calendars.name, _UNREADABLE)
        return
    for owner_id, (calendar, version) in made.items():
        name, owner = f"{kind.value}/{owner_id}", Stream(kind, owner_id)
        found = bodies.get(owner_id, [])
        if [row["body"] for row in found] != _expected(calendar, held=bool(found)):
            yield Finding(name, version, calendars.name, _DIFFERENT)
        rows = sorted((_picked(row) for row in deadlines.get(owner_id, [])), key=str)
        if rows != sorted((deadline_row(owner, one) for one in calendar.deadlines.values()), key=str):
            yield Finding(name, version, calendar_deadlines.name, _DIFFERENT)


def _expected(calendar: Calendar, *, held: bool) -> list[dict[str, Any]]:
    """One row, or none for an owner of whom no event speaks; one that was cleared keeps its row."""
    return [calendar_to_json(calendar)] if calendar or held else []


def _picked(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as `deadline_row` gives it; a closed deadline has no reminder left: one that has is shown as such."""
    picked = {name: value for name, value in row.items() if name != "next_reminder"}
    if row["status"] != DeadlineStatus.OPEN and row["next_reminder"] is not None:
        picked["next_reminder"] = row["next_reminder"]
    return picked


def _rows(
    connection: Connection, table: Table, kind: StreamKind, made: Mapping[str, Any]
) -> dict[str, list[dict[str, Any]]] | None:
    query = select(table).where(table.c.owner_kind == kind.value, table.c.owner_id.in_(made))
    found: dict[str, list[dict[str, Any]]] = {}
    try:
        for row in connection.execute(query).mappings():
            found.setdefault(row["owner_id"], []).append(dict(row))
    except (ValueError, TypeError, ArithmeticError, DBAPIError):
        return None
    return found
