"""How far the communes have come, within what a person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mandate_flow.domain.people import Person
from mandate_flow.service.desk import Desk
from mandate_flow.service.labels import Labels
from mandate_flow.store.views import CommunePage, CommuneRow, Scope


@dataclass(frozen=True, slots=True)
class Communes:
    """Every commune by name, and the words for the stages."""

    rows: tuple[CommuneRow, ...]
    labels: Labels


@dataclass(frozen=True, slots=True)
class OneCommune:
    """One commune, and the words for what is in its page."""

    page: CommunePage
    labels: Labels


def communes(desk: Desk, person: Person, day: date, *, theme: str = "") -> Communes:
    """Every commune, those without a file too."""
    with desk.store.read() as unit:
        return Communes(unit.views.communes(day, Scope.of(person), theme=theme or None), Labels.of(desk, unit))


def commune(desk: Desk, person: Person, day: date, code: str) -> OneCommune:
    """The commune of that INSEE code. Raises NotFound."""
    with desk.store.read() as unit:
        return OneCommune(unit.views.commune(day, Scope.of(person), code), Labels.of(desk, unit))


def code_of(desk: Desk, authority: str) -> str:
    """The INSEE code of a commune by its id, "" for an authority of another kind. Raises NotFound."""
    with desk.store.read() as unit:
        found = unit.registers.authority(authority)
    return found.code if found.kind == "commune" else ""
