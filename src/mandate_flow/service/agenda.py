"""The open deadlines of the files a person may see, each with how it was computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from mandate_flow.domain.deadline import Deadline
from mandate_flow.domain.people import Person
from mandate_flow.service.desk import Desk
from mandate_flow.service.labels import Labels
from mandate_flow.store.unit import Unit
from mandate_flow.store.views import AgendaFilters, DueRow, Page, Scope

Computed: TypeAlias = Mapping[tuple[str, str, str], Deadline]
"""(file id, code, occurrence) to the deadline with its trace."""


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


def computed(unit: Unit, rows: tuple[DueRow, ...]) -> Computed:
    """The deadlines of these rows as their files hold them: one reading for each file of the page."""
    files = {file_id: unit.files.get(file_id) for file_id in dict.fromkeys(row.file_id for row in rows)}
    wanted = {(row.file_id, row.code, row.occurrence) for row in rows}
    return {
        (file_id, code, occurrence): deadline
        for file_id, file in files.items()
        for (code, occurrence), deadline in file.deadlines.items()
        if (file_id, code, occurrence) in wanted
    }
