"""The list of open deadlines: late, soon or all, by who owes them, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, false, func, select, true

from mandate_flow.store.tables import AWAITED, CALENDAR_AWAITED, OPEN, calendar_deadlines, deadlines
from mandate_flow.store.views.calendar_due import calendar_due, count_calendar_due, merged
from mandate_flow.store.views.calendars import AUTHORITY, STRUCTURE, sees_calendar
from mandate_flow.store.views.due import FILE, SUSPENDED, DueRow, due_rows, open_deadlines
from mandate_flow.store.views.paging import PAGE_SIZE, Page, cut
from mandate_flow.store.views.scope import Scope, has_authority, has_structure, sees, within
from mandate_flow.store.views.waiting import NEAR, near


class Span(StrEnum):
    """Which due days; lateness ends where the next thirty or ninety days begin, today included in these."""

    LATE = "late"
    DAYS_30 = "30"
    DAYS_90 = "90"
    NEAR = "near"  # late, or within sixty days
    ALL = "all"
    SUSPENDED = "suspended"  # those whose clock stands still, and no others


_DAYS: Final = {Span.DAYS_30: 30, Span.DAYS_90: 90}


@dataclass(frozen=True, slots=True)
class AgendaFilters:
    """What to keep; an empty filter keeps everything. `authority`, `structure`, `file` and `territory` are ids.

    `since` and `until`: due days, both included, beside the span.

    `owner`: whose deadlines, those of files ("file") or of one kind of calendar (structure, authority, system).
    """

    span: Span = Span.ALL
    owed_by: frozenset[str] = frozenset()
    not_owed_by: frozenset[str] = frozenset()
    authority: str = ""
    structure: str = ""
    theme: str = ""
    file: str = ""
    owner: str = ""
    territory: str = ""
    regime: str = ""
    since: date | None = None
    until: date | None = None


def list_deadlines(
    connection: Connection, day: date, scope: Scope, filters: AgendaFilters, number: int = 1
) -> Page[DueRow]:
    """Open deadlines of the page, those of files and of calendars, earliest first."""
    kept, of_calendars = kept_of_files(day, scope, filters), kept_of_calendars(day, scope, filters)
    standing = _standing(filters.span)
    total, number = _count(connection, kept, standing), max(1, number)
    found = () if of_calendars is None else calendar_due(connection, day, of_calendars, number * PAGE_SIZE)
    if not found or of_calendars is None:
        return Page(due_rows(connection, day, cut(open_deadlines(kept, standing=standing), number)), total, number)
    first = (number - 1) * PAGE_SIZE
    start = max(0, first - len(found))
    query = open_deadlines(kept, standing=standing).limit(first + PAGE_SIZE - start).offset(start)
    rows = merged(due_rows(connection, day, query), start, found, first)
    return Page(rows, total + count_calendar_due(connection, of_calendars), number)


def count_deadlines(connection: Connection, day: date, scope: Scope, filters: AgendaFilters) -> int:
    """How many rows `list_deadlines` has in all."""
    of_calendars = kept_of_calendars(day, scope, filters)
    more = 0 if of_calendars is None else count_calendar_due(connection, of_calendars)
    return _count(connection, kept_of_files(day, scope, filters), _standing(filters.span)) + more


def kept_of_calendars(day: date, scope: Scope, filters: AgendaFilters) -> ColumnElement[bool] | None:
    """What the filters keep of calendars; None when they keep nothing of them."""
    of_files_alone = filters.theme or filters.file or filters.territory or filters.regime
    if of_files_alone or filters.owner == FILE or filters.span is Span.SUSPENDED:
        return None
    of = calendar_deadlines.c
    kept = and_(sees_calendar(scope), _of_calendars_in_span(day, filters.span), _between(of.due, filters))
    if filters.owner:
        kept &= of.owner_kind == filters.owner
    if filters.owed_by:
        kept &= of.owed_by.in_(sorted(filters.owed_by))
    if filters.not_owed_by:
        kept &= of.owed_by.not_in(sorted(filters.not_owed_by))
    if filters.authority:
        kept &= and_(of.owner_kind == AUTHORITY, of.owner_id == filters.authority)
    if filters.structure:
        kept &= and_(of.owner_kind == STRUCTURE, of.owner_id == filters.structure)
    return kept


def _of_calendars_in_span(day: date, span: Span) -> ColumnElement[bool]:
    due = calendar_deadlines.c.due
    if span is Span.ALL:
        return true()
    if span is Span.LATE:
        return CALENDAR_AWAITED & (due < day)
    if span is Span.NEAR:
        return CALENDAR_AWAITED & (due <= day + NEAR)
    return due.between(day, day + timedelta(days=_DAYS[span]))


def in_span(day: date, span: Span) -> ColumnElement[bool]:
    """The span as a condition on `deadlines.due`."""
    if span in (Span.ALL, Span.SUSPENDED):
        return true()
    if span is Span.LATE:
        return AWAITED & (deadlines.c.due < day)
    if span is Span.NEAR:
        return AWAITED & near(day)
    return deadlines.c.due.between(day, day + timedelta(days=_DAYS[span]))


def kept_of_files(day: date, scope: Scope, filters: AgendaFilters) -> ColumnElement[bool]:
    """What the filters keep of the deadlines of files."""
    if filters.owner not in ("", FILE):
        return false()
    file_id = deadlines.c.file_id
    kept = and_(
        sees(scope, file_id),
        in_span(day, filters.span),
        _between(deadlines.c.due, filters),
        within(file_id, theme=filters.theme, territory=filters.territory, regime=filters.regime),
    )
    if filters.owed_by:
        kept &= deadlines.c.owed_by.in_(sorted(filters.owed_by))
    if filters.not_owed_by:
        kept &= deadlines.c.owed_by.not_in(sorted(filters.not_owed_by))
    if filters.authority:
        kept &= has_authority(file_id, filters.authority)
    if filters.structure:
        kept &= has_structure(file_id, filters.structure)
    if filters.file:
        kept &= file_id == filters.file
    return kept


def _between(due: ColumnElement[date], filters: AgendaFilters) -> ColumnElement[bool]:
    kept: ColumnElement[bool] = true()
    if filters.since is not None:
        kept &= due >= filters.since
    if filters.until is not None:
        kept &= due <= filters.until
    return kept


def _standing(span: Span) -> ColumnElement[bool]:
    return SUSPENDED if span is Span.SUSPENDED else OPEN


def _count(connection: Connection, kept: ColumnElement[bool], standing: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(deadlines).where(standing, kept)) or 0
