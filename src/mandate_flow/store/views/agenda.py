"""The list of open deadlines: late, soon or all, by who owes them, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, func, select, true

from mandate_flow.store.tables import AWAITED, OPEN, deadlines
from mandate_flow.store.views.due import DueRow, due_rows, open_deadlines
from mandate_flow.store.views.paging import Page, cut
from mandate_flow.store.views.scope import Scope, has_authority, has_structure, sees, within
from mandate_flow.store.views.waiting import near


class Span(StrEnum):
    """Which due days; lateness ends where the next thirty or ninety days begin, today included in these."""

    LATE = "late"
    DAYS_30 = "30"
    DAYS_90 = "90"
    NEAR = "near"  # late, or within sixty days
    ALL = "all"


_DAYS: Final = {Span.DAYS_30: 30, Span.DAYS_90: 90}


@dataclass(frozen=True, slots=True)
class AgendaFilters:
    """What to keep; an empty filter keeps everything. `authority`, `structure` and `file` are ids."""

    span: Span = Span.ALL
    owed_by: frozenset[str] = frozenset()
    not_owed_by: frozenset[str] = frozenset()
    authority: str = ""
    structure: str = ""
    theme: str = ""
    file: str = ""


def list_deadlines(
    connection: Connection, day: date, scope: Scope, filters: AgendaFilters, number: int = 1
) -> Page[DueRow]:
    """Open deadlines of the page, earliest first."""
    kept = _kept(day, scope, filters)
    query = cut(open_deadlines(kept), number)
    return Page(due_rows(connection, day, query), _count(connection, kept), max(1, number))


def count_deadlines(connection: Connection, day: date, scope: Scope, filters: AgendaFilters) -> int:
    """How many rows `list_deadlines` has in all."""
    return _count(connection, _kept(day, scope, filters))


def in_span(day: date, span: Span) -> ColumnElement[bool]:
    """The span as a condition on `deadlines.due`."""
    if span is Span.ALL:
        return true()
    if span is Span.LATE:
        return AWAITED & (deadlines.c.due < day)
    if span is Span.NEAR:
        return AWAITED & near(day)
    return deadlines.c.due.between(day, day + timedelta(days=_DAYS[span]))


def _kept(day: date, scope: Scope, filters: AgendaFilters) -> ColumnElement[bool]:
    file_id = deadlines.c.file_id
    kept = and_(sees(scope, file_id), in_span(day, filters.span), within(file_id, theme=filters.theme))
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


def _count(connection: Connection, kept: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(deadlines).where(OPEN, kept)) or 0
