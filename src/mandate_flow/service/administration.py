"""What an administrator looks after: persons, published content, and whether the clockwork runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.people import Person
from mandate_flow.domain.said import said
from mandate_flow.service.desk import Desk
from mandate_flow.service.rates_page import no_table
from mandate_flow.store.views import Health


@dataclass(frozen=True, slots=True)
class Administration:
    """Every person, the retired ones too; `names` gives authorities and structures by id.

    `no_rates`: first and last day of the present half-year when it has no table of swap rates.
    """

    people: tuple[Person, ...]
    names: Mapping[str, str]
    health: Health
    no_rates: tuple[date, date] | None = None


def administration(desk: Desk, day: date) -> Administration:
    """The page of administration."""
    with desk.store.read() as unit:
        authorities = unit.registers.authorities(retired=True)
        structures = unit.registers.structures(retired=True)
        names = {one.id: one.name for one in authorities} | {one.id: one.name for one in structures}
        waiting = no_table(unit.rates.book(), day)
        return Administration(unit.registers.people(active=False), names, unit.views.health(), waiting)


def person(desk: Desk, person_id: str) -> Person:
    """One person. Raises NotFound."""
    with desk.store.read() as unit:
        return unit.registers.get_person(person_id)


def person_of(desk: Desk, email: str) -> Person:
    """The active person of an address. Raises NotFound."""
    with desk.store.read() as unit:
        found = unit.registers.person_by_email(email)
    if found is None or not found.active:
        raise NotFound(
            said("Personne ne se connecte avec {email}.", email=email), do="Voir « mandate-flow user list »."
        )
    return found
