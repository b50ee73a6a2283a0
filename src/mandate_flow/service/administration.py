"""What an administrator looks after: persons, published content, and whether the clockwork runs."""

from __future__ import annotations

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
    """How many persons are active, and away; `no_rates`: first and last day of a half-year without swap rates."""

    active: int
    away: int
    health: Health
    no_rates: tuple[date, date] | None = None


def administration(desk: Desk, day: date) -> Administration:
    """The page of administration."""
    with desk.store.read() as unit:
        people, away = unit.registers.people(), unit.registers.away(day)
        return Administration(len(people), len(away), unit.views.health(), no_table(unit.rates.book(), day))


def person(desk: Desk, person_id: str) -> Person:
    """One person. Raises NotFound."""
    with desk.store.read() as unit:
        return unit.registers.get_person(person_id)


def name_of(desk: Desk, person_id: str) -> str:
    """The name of somebody, whoever that is by now."""
    with desk.store.read() as unit:
        return unit.registers.name_of(person_id)


def person_of(desk: Desk, email: str) -> Person:
    """The active person of an address. Raises NotFound."""
    with desk.store.read() as unit:
        found = unit.registers.person_by_email(email)
    if found is None or not found.active:
        raise NotFound(
            said("Personne ne se connecte avec {email}.", email=email), do="Voir « mandate-flow user list »."
        )
    return found
