"""The funded structures, within what a person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.people import Person
from mandate_flow.domain.register import Structure
from mandate_flow.service.desk import Desk
from mandate_flow.service.labels import Labels
from mandate_flow.store.views import Page, Scope, StructureFilters, StructurePage, StructureRow

MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class OneStructure:
    """One structure, the words for what is in its page, and others that look like the same: (id, name, SIRET)."""

    page: StructurePage
    labels: Labels
    namesakes: tuple[tuple[str, str, str], ...]


def structures(
    desk: Desk, person: Person, day: date, filters: StructureFilters, number: int = 1, *, whole: bool = False
) -> Page[StructureRow]:
    """The structures the filters keep, with what they owe; `whole`: all of them, MOST at most, not a page."""
    with desk.store.read() as unit:
        return unit.views.structures(day, Scope.of(person), filters, number, MOST if whole else None)


def sees(desk: Desk, person: Person, structure_id: str) -> bool:
    """Whether the page of a structure is open to the person."""
    with desk.store.read() as unit:
        return unit.views.sees_structure(Scope.of(person), structure_id)


def registered(desk: Desk, person: Person, structure_id: str) -> Structure:
    """What the register says of one structure. Raises NotFound, also when the person may see none of its files."""
    with desk.store.read() as unit:
        if not unit.views.sees_structure(Scope.of(person), structure_id):
            raise NotFound("Cette structure n’existe pas ou ne vous est pas ouverte.")
        return unit.registers.structure(structure_id)


def structure(desk: Desk, person: Person, day: date, structure_id: str) -> OneStructure:
    """One structure. Raises NotFound, also when the person may see none of its files."""
    with desk.store.read() as unit:
        scope = Scope.of(person)
        page = unit.views.structure(day, scope, structure_id)
        return OneStructure(page, Labels.of(desk, unit), unit.views.namesakes(scope, structure_id))
