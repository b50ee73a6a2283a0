"""Open deadlines of calendars as the lists of deadlines show them, and how the two kinds are merged."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, select

from mandate_flow.domain.deadline import TO_KNOW
from mandate_flow.store.tables import CALENDAR_OPEN, authorities, calendar_deadlines, structures
from mandate_flow.store.views.calendars import AUTHORITY, STRUCTURE
from mandate_flow.store.views.due import DueRow
from mandate_flow.store.views.names import Named
from mandate_flow.store.views.paging import PAGE_SIZE

_COLUMNS: Final = ("owner_kind", "owner_id", "code", "occurrence", "due", "owed_by", "cadence", "next_reminder")


def calendar_due(
    connection: Connection, day: date, kept: ColumnElement[bool], limit: int | None = None
) -> tuple[DueRow, ...]:
    """Three queries: the rows, earliest first, and the names of their owners."""
    of = calendar_deadlines.c
    order = (of.due, of.owner_kind, of.owner_id, of.code, of.occurrence)
    query = select(*(of[name] for name in _COLUMNS)).where(CALENDAR_OPEN, kept).order_by(*order).limit(limit)
    found = [dict(row) for row in connection.execute(query).mappings()]
    named = _named(connection, found)
    return tuple(_row(row, day, named) for row in found)


def count_calendar_due(connection: Connection, kept: ColumnElement[bool]) -> int:
    """How many there are in all."""
    query = select(func.count()).select_from(calendar_deadlines).where(CALENDAR_OPEN, kept)
    return connection.scalar(query) or 0


def merged(files: Sequence[DueRow], start: int, calendars: Sequence[DueRow], first: int) -> tuple[DueRow, ...]:
    """The page of both that begins at place `first`; on one day files come first.

    `files` begins at place `start` among the files, `first - len(calendars)` at the latest, and goes to the page's end.
    """
    days, file_days = [one.due for one in calendars], [one.due for one in files]
    placed = [(start + index + bisect_left(days, one.due), one) for index, one in enumerate(files)]
    placed += [(index + start + bisect_right(file_days, one.due), one) for index, one in enumerate(calendars)]
    placed = [pair for pair in placed if first <= pair[0] < first + PAGE_SIZE]
    return tuple(one for _, one in sorted(placed, key=lambda pair: pair[0]))


def _named(connection: Connection, rows: list[dict[str, Any]]) -> dict[tuple[str, str], Named]:
    found: dict[tuple[str, str], Named] = {}
    of_structures = sorted({row["owner_id"] for row in rows if row["owner_kind"] == STRUCTURE})
    if of_structures:
        query = select(structures.c.id, structures.c.name).where(structures.c.id.in_(of_structures))
        found |= {(STRUCTURE, row.id): Named(row.id, row.name) for row in connection.execute(query)}
    of_authorities = sorted({row["owner_id"] for row in rows if row["owner_kind"] == AUTHORITY})
    if of_authorities:
        columns = (authorities.c.id, authorities.c.name, authorities.c.code)
        wanted = select(*columns).where(authorities.c.id.in_(of_authorities))
        found |= {(AUTHORITY, row.id): Named(row.id, row.name, row.code) for row in connection.execute(wanted)}
    return found


def _row(row: dict[str, Any], day: date, named: dict[tuple[str, str], Named]) -> DueRow:
    owner = named.get((row["owner_kind"], row["owner_id"]))
    return DueRow(
        **row,
        file_id="",
        ref="",
        title=owner.name if owner else "",
        state="",
        demonstration=False,
        workflow="",
        workflow_version=0,
        workflow_sha256="",
        late=row["due"] < day and row["cadence"] != TO_KNOW,
        authorities=(owner,) if owner and row["owner_kind"] == AUTHORITY else (),
        structures=(owner,) if owner and row["owner_kind"] == STRUCTURE else (),
    )
