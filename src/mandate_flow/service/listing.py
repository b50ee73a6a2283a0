"""The list of files a person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mandate_flow.domain.people import Person
from mandate_flow.service.desk import Desk
from mandate_flow.service.labels import Labels
from mandate_flow.store.views import FileRow, Filters, Page, Scope, Sort


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list and the words for what is in it."""

    files: Page[FileRow]
    labels: Labels


def listing(
    desk: Desk, person: Person, day: date, filters: Filters, sort: Sort = Sort.CHANGED, number: int = 1
) -> Listing:
    """The files kept by the filters, restricted to what the person may see."""
    with desk.store.read() as unit:
        return Listing(unit.views.files(day, Scope.of(person), filters, sort, number), Labels.of(desk, unit))
