"""The list of files a person may see, what each filter would keep, and the whole list to take away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.people import Person
from mandate_flow.service.board import mine
from mandate_flow.service.desk import Desk
from mandate_flow.service.labels import Labels
from mandate_flow.store.unit import Unit
from mandate_flow.store.views import Facets, FileRow, Filters, Found, Page, Scope, Sort

EXPORTED = "files:exported"


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list and the words for what is in it.

    `found`: communes and structures that the searched words name. `named`: names of the organisations and of the
    territory filtered by.
    """

    files: Page[FileRow]
    labels: Labels
    facets: Facets
    found: Found
    named: Mapping[str, str]


def listing(
    desk: Desk, person: Person, day: date, filters: Filters, sort: Sort = Sort.CHANGED, number: int = 1
) -> Listing:
    """The files kept by the filters, restricted to what the person may see."""
    scope = Scope.of(person)
    with desk.store.read() as unit:
        return Listing(
            files=unit.views.files(day, scope, filters, sort, number),
            labels=Labels.of(desk, unit),
            facets=unit.views.facets(day, scope, filters, mine(person)),
            found=unit.views.find(scope, filters.text, {}) if filters.text else Found(),
            named=_named(unit, scope, filters),
        )


def proposals(desk: Desk, person: Person, text: str, themes: Mapping[str, str]) -> Found:
    """What the words being typed name; `themes`: the label of each theme, as the person reads it."""
    with desk.store.read() as unit:
        return unit.views.find(Scope.of(person), text, themes)


def every_row(desk: Desk, person: Person, day: date, filters: Filters, sort: Sort) -> Iterator[tuple[FileRow, Labels]]:
    """The whole list, read as it is gone through, each row with the words for its codes."""
    with desk.store.read() as unit:
        labels = Labels.of(desk, unit)
        for row in unit.views.every_file(day, Scope.of(person), filters, sort):
            yield row, labels


def note_export(desk: Desk, moment: Moment, what: str) -> None:
    """Leave in the access register that a list was taken away."""
    with desk.store.write() as unit:
        unit.doors.record_access(moment.at, moment.day, moment.by.id, EXPORTED, what)


def _named(unit: Unit, scope: Scope, filters: Filters) -> dict[str, str]:
    """The names that may be told: those of a structure the person does not see stay unknown."""
    found: dict[str, str] = {}
    try:
        if filters.authority:
            found[filters.authority] = unit.registers.authority(filters.authority).name
        if filters.structure and unit.views.sees_structure(scope, filters.structure):
            found[filters.structure] = unit.registers.structure(filters.structure).name
        if filters.territory:
            found[filters.territory] = unit.territories.get(filters.territory).name
    except NotFound:
        return found
    return found
