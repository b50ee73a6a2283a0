"""Deadlines day by day: how many fall due on each, and the first of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, func, select

from mandate_flow.store.tables import CALENDAR_OPEN, OPEN, calendar_deadlines, deadlines
from mandate_flow.store.views.agenda import AgendaFilters, kept_of_calendars, kept_of_files
from mandate_flow.store.views.calendar_due import calendar_due
from mandate_flow.store.views.due import DueRow, due_rows, open_deadlines
from mandate_flow.store.views.scope import Scope

SHOWN: Final = 4
MOST: Final = 500


@dataclass(frozen=True, slots=True)
class DayDue:
    """The open deadlines of a day: how many, and the first few."""

    day: date
    total: int
    rows: tuple[DueRow, ...]


def list_days(connection: Connection, day: date, scope: Scope, filters: AgendaFilters) -> tuple[DayDue, ...]:
    """The days on which something falls due, earliest first; bound the days with `since` and `until`. Nine queries."""
    kept, of_calendars = kept_of_files(day, scope, filters), kept_of_calendars(day, scope, filters)
    counts = Counter(_counted(connection, select(deadlines.c.due, func.count()).where(OPEN, kept), deadlines.c.due))
    rows = list(due_rows(connection, day, _first_of_each(kept)))
    if of_calendars is not None:
        due = calendar_deadlines.c.due
        counts += _counted(connection, select(due, func.count()).where(CALENDAR_OPEN, of_calendars), due)
        rows += calendar_due(connection, day, of_calendars, MOST)
    of_day: dict[date, list[DueRow]] = {}
    for row in rows:
        of_day.setdefault(row.due, []).append(row)
    return tuple(DayDue(one, counts[one], tuple(of_day.get(one, ())[:SHOWN])) for one in sorted(counts))


def every_deadline(
    connection: Connection, day: date, scope: Scope, filters: AgendaFilters, most: int
) -> tuple[DueRow, ...]:
    """The deadlines that the filters keep, earliest first, `most` at most: for a file to take away."""
    of_calendars = kept_of_calendars(day, scope, filters)
    rows = list(due_rows(connection, day, open_deadlines(kept_of_files(day, scope, filters)).limit(most)))
    if of_calendars is not None:
        rows += calendar_due(connection, day, of_calendars, most)
        rows.sort(key=lambda one: one.due)
    return tuple(rows[:most])


def _counted(connection: Connection, query: Select[Any], due: ColumnElement[date]) -> Counter[date]:
    return Counter({row[0]: row[1] for row in connection.execute(query.group_by(due))})


def _first_of_each(kept: ColumnElement[bool]) -> Select[Any]:
    """The first deadlines of each day, with the columns of `open_deadlines`."""
    order = (deadlines.c.file_id, deadlines.c.code, deadlines.c.occurrence)
    place = func.row_number().over(partition_by=deadlines.c.due, order_by=order).label("place")
    ranked = open_deadlines(kept).order_by(None).add_columns(place).subquery("ranked")
    columns = [one for one in ranked.c if one.name != "place"]
    first = select(*columns).where(ranked.c.place <= SHOWN)
    return first.order_by(ranked.c.due, ranked.c.file_id, ranked.c.code, ranked.c.occurrence)
