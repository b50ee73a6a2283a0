"""The open deadlines of the files a person may see, each with how it was computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from mandate_flow.domain.calendar.notices import owner_from
from mandate_flow.domain.deadline import Deadline, DeadlineKey
from mandate_flow.domain.people import Person
from mandate_flow.service.desk import Desk
from mandate_flow.service.labels import Labels
from mandate_flow.store.unit import Unit
from mandate_flow.store.views import AgendaFilters, DayDue, DueRow, Page, Scope

MOST: Final = 10_000
Computed: TypeAlias = Mapping[tuple[str, str, str], Deadline]
"""(file id or owner of a calendar, code, occurrence) to the deadline with its trace: see `DueRow.home`."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """One page of deadlines, the computation behind each, and the words for their codes."""

    deadlines: Page[DueRow]
    computed: Computed
    labels: Labels


def agenda(desk: Desk, person: Person, day: date, filters: AgendaFilters, number: int = 1) -> Agenda:
    """The deadlines kept by the filters, earliest first."""
    with desk.store.read() as unit:
        page = unit.views.deadlines(day, Scope.of(person), filters, number)
        return Agenda(page, computed(unit, page.rows), Labels.of(desk, unit))


def month(desk: Desk, person: Person, day: date, filters: AgendaFilters) -> tuple[tuple[DayDue, ...], Labels]:
    """The days on which something falls due, and the words for it; the filters bound the days."""
    with desk.store.read() as unit:
        return unit.views.days(day, Scope.of(person), filters), Labels.of(desk, unit)


def every_deadline(desk: Desk, person: Person, day: date, filters: AgendaFilters) -> tuple[tuple[DueRow, ...], Labels]:
    """All that the filters keep, MOST at most, and the words for it."""
    with desk.store.read() as unit:
        return unit.views.every_deadline(day, Scope.of(person), filters, MOST), Labels.of(desk, unit)


def computed(unit: Unit, rows: tuple[DueRow, ...]) -> Computed:
    """The deadlines of these rows as their files hold them: one reading for each file of the page."""
    held: dict[str, Mapping[DeadlineKey, Deadline]] = {}
    for row in rows:
        if row.home not in held:
            held[row.home] = _held(unit, row)
    wanted = {(row.home, row.code, row.occurrence) for row in rows}
    return {
        (home, code, occurrence): deadline
        for home, deadlines in held.items()
        for (code, occurrence), deadline in deadlines.items()
        if (home, code, occurrence) in wanted
    }


def _held(unit: Unit, row: DueRow) -> Mapping[DeadlineKey, Deadline]:
    if row.file_id:
        return unit.files.get(row.file_id).deadlines
    return unit.calendars.get(owner_from(row.home)).deadlines
