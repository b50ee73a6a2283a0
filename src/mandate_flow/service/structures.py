"""The funded structures, within what a person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.people import Person
from mandate_flow.domain.register import Structure
from mandate_flow.service.desk import Desk
from mandate_flow.service.labels import Labels
from mandate_flow.store.views import Page, Scope, StructurePage, StructureRow


@dataclass(frozen=True, slots=True)
class OneStructure:
    """One structure, and the words for what is in its page."""

    page: StructurePage
    labels: Labels


def structures(desk: Desk, person: Person, day: date, text: str = "", number: int = 1) -> Page[StructureRow]:
    """Structures by name, with what they owe."""
    with desk.store.read() as unit:
        return unit.views.structures(day, Scope.of(person), text, number)


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
        return OneStructure(unit.views.structure(day, Scope.of(person), structure_id), Labels.of(desk, unit))
