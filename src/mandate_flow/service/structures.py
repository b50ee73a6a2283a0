"""The funded structures, within what a person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mandate_flow.domain.people import Person
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


def structure(desk: Desk, person: Person, day: date, structure_id: str) -> OneStructure:
    """One structure. Raises NotFound, also when the person may see none of its files."""
    with desk.store.read() as unit:
        return OneStructure(unit.views.structure(day, Scope.of(person), structure_id), Labels.of(desk, unit))
