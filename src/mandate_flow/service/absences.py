"""Somebody is away: who stands in receives what was for them and sees what waits, with no right but their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mandate_flow.domain.absence import Absence
from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import BadInput, Forbidden
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.said import said
from mandate_flow.service.desk import Desk
from mandate_flow.store.unit import Unit
from mandate_flow.store.views import FileRow, Filters, Scope, Sort, Spoken

LONGEST: Final = timedelta(days=366)
SHOWN: Final = 8
INSTEAD_OF: Final = "instead_of"
"""In the outcome of an event: for whom somebody acted who stood in that day."""


@dataclass(frozen=True, slots=True)
class StandingIn:
    """What waits for somebody who is away, as far as whoever stands in may see it: `files` they are in charge of."""

    person: Person
    until: date
    files: tuple[FileRow, ...]
    total: int
    asked: tuple[Spoken, ...]


def declare(desk: Desk, person_id: str, absence: Absence, moment: Moment) -> Person:
    """A person is away from one day to another, both included; said by that person or by an administrator.

    Raises Forbidden, NotFound, BadInput (`where` is since, until or substitute).
    """
    _may(person_id, moment)
    _check_days(absence, moment.day)
    with desk.store.write() as unit:
        person, substitute = unit.registers.get_person(person_id), unit.registers.get_person(absence.substitute)
        if not can_stand_in(person, substitute):
            raise BadInput(
                said("{name} ne peut pas remplacer cette personne.", name=substitute.name),
                why="Remplacer ne donne aucun droit : il faut déjà une fonction en commun, et la même collectivité.",
                do="Choisissez dans la liste.",
                where="substitute",
            )
        _both_not_away(unit, person, substitute, absence)
        return unit.registers.declare(person_id, absence, actor=moment.by.id, at=moment.at, day=moment.day)


def end(desk: Desk, person_id: str, moment: Moment) -> None:
    """The person is back, or will not be away after all. Raises Forbidden, NotFound."""
    _may(person_id, moment)
    with desk.store.write() as unit:
        if unit.registers.get_person(person_id).absence is not None:
            unit.registers.declare(person_id, None, actor=moment.by.id, at=moment.at, day=moment.day)


def can_stand_in(person: Person, other: Person) -> bool:
    """Who holds one of the person's roles already, in the same authority where it is an agent's."""
    common = {role for role in person.roles & other.roles if role is not Role.STRUCTURE}
    if Role.AGENT in common and person.authority != other.authority:
        common.discard(Role.AGENT)
    return bool(common) and other.active and other.id != person.id


def candidates(desk: Desk, person: Person) -> tuple[Person, ...]:
    """Who may stand in for that person, by name."""
    with desk.store.read() as unit:
        return tuple(one for one in unit.registers.people() if can_stand_in(person, one))


def standing_in(desk: Desk, person: Person, day: date) -> tuple[StandingIn, ...]:
    """For whom this person stands in that day, and what waits for each of them."""
    with desk.store.read() as unit:
        return tuple(_waits(unit, one, person, day) for one in unit.registers.substituted_by(person.id, day))


def substitutes(people: Iterable[Person], day: date) -> Mapping[str, str]:
    """Ids of those who are away that day, and of who stands in for each."""
    return {one.id: found for one in people if (found := one.substitute_on(day))}


def instead_of(unit: Unit, in_charge: str | None, moment: Moment) -> str:
    """The person in charge (id) whom whoever acts stands in for at that moment, "" for nobody."""
    if not in_charge or in_charge == moment.by.id:
        return ""
    return in_charge if unit.registers.substitute_of(in_charge, moment.day) == moment.by.id else ""


def _waits(unit: Unit, away: Person, person: Person, day: date) -> StandingIn:
    scope = Scope.of(person)
    files = unit.views.files(day, scope, Filters(assignee=away.id, ended=False), Sort.DUE)
    asked = unit.views.asked(scope, away.id)
    until = away.absence.until if away.absence else day
    return StandingIn(away, until, files.rows[:SHOWN], files.total, asked)


def _may(person_id: str, moment: Moment) -> None:
    if person_id != moment.by.id and not moment.by.is_any(frozenset({Role.ADMINISTRATOR})):
        raise Forbidden(
            "Une absence se déclare par la personne absente, ou par un administrateur.",
            do="Adressez-vous à l’administrateur.",
        )


def _check_days(absence: Absence, day: date) -> None:
    if absence.until < absence.since:
        raise BadInput("L’absence finit avant de commencer.", do="Corrigez l’un des deux jours.", where="until")
    if absence.until < day:
        raise BadInput("Cette absence est déjà finie.", do="Donnez un dernier jour à venir.", where="until")
    if absence.until - absence.since > LONGEST:
        raise BadInput(
            "Une absence dure un an au plus.",
            why="Au-delà, mieux vaut changer les fonctions.",
            do="Donnez un dernier jour plus proche.",
            where="until",
        )


def _both_not_away(unit: Unit, person: Person, substitute: Person, absence: Absence) -> None:
    """A chain of substitutes would end nowhere."""
    other = substitute.absence
    if other is not None and other.since <= absence.until and absence.since <= other.until:
        raise BadInput(
            said("{name} est absent aussi ces jours-là.", name=substitute.name),
            do="Choisissez une autre personne, ou d’autres jours.",
            where="substitute",
        )
    for each in unit.registers.people():
        held = each.absence
        if held is None or held.substitute != person.id:
            continue
        if held.since <= absence.until and absence.since <= held.until:
            raise BadInput(
                said("Cette personne remplace déjà {name} ces jours-là.", name=each.name),
                do="Choisissez d’abord un autre remplaçant pour cette absence, ou d’autres jours.",
                where="since",
            )
