"""What people may do in a calendar: write a date, say that something is done, let it wait, or waive it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.calendar import Sight, acts
from mandate_flow.domain.calendar.state import TYPES, Written
from mandate_flow.domain.command import Moment
from mandate_flow.domain.deadline import DeadlineKey
from mandate_flow.domain.errors import BadInput, Forbidden, NotFound, Unseen
from mandate_flow.domain.event import Draft, Event, Stream, StreamKind
from mandate_flow.domain.people import Person, Role
from mandate_flow.service.calendars.refresh import write
from mandate_flow.service.calendars.sights import sight_of
from mandate_flow.service.desk import Desk
from mandate_flow.store.unit import Unit
from mandate_flow.store.views import Scope

EVERY: Final = frozenset({Role.MISSION, Role.JURIST})
KEEPS_SYSTEM: Final = frozenset({Role.ADMINISTRATOR, Role.MISSION})
READS_EVERY: Final = frozenset({Role.MISSION, Role.JURIST, Role.APPROVER, Role.CONTROLLER})


def note(desk: Desk, owner: Stream, name: str, year: str, value: Written | None, moment: Moment) -> Event | None:
    """Write a date or an amount of a fiscal year, or clear it (None). None when it stands already.

    Raises NotFound, Forbidden, BadInput; then nothing is written.
    """

    def decided(sight: Sight) -> Draft | None:
        fact = next((one for one in sight.definition.facts_of(owner) if one.name == name), None)
        if fact is None:
            raise NotFound("Ce calendrier ne retient rien de ce nom.", do="Rechargez la page.")
        if value is not None and not isinstance(value, TYPES[fact.type]):
            raise BadInput("Cette valeur n’a pas la forme attendue.", where="value")
        if isinstance(value, date) and value > moment.day:
            raise BadInput("Ce jour n’est pas encore venu.", do="Donnez le jour où cela a eu lieu.", where="value")
        return acts.noted(sight, fact, year, value.quantize(Decimal("0.01")) if isinstance(value, Decimal) else value)

    return _act(desk, owner, moment, decided)


def mark_done(desk: Desk, owner: Stream, key: DeadlineKey, on: date, told: str, moment: Moment) -> Event:
    """A deadline is done since `on`; `told` is a note for those who control. Raises as `note`."""
    return _certain(_act(desk, owner, moment, lambda sight: acts.done(sight, key, on, told)))


def reopen(desk: Desk, owner: Stream, key: DeadlineKey, reason: str, moment: Moment) -> Event:
    """It is owed after all. Raises as `note`."""
    return _certain(_act(desk, owner, moment, lambda sight: acts.reopened(sight, key, reason)))


def extend(desk: Desk, owner: Stream, key: DeadlineKey, until: date, reason: str, moment: Moment) -> Event:
    """It may wait until a later day. Raises as `note`."""
    return _certain(_act(desk, owner, moment, lambda sight: acts.extended(sight, key, until, reason)))


def waive(desk: Desk, owner: Stream, key: DeadlineKey, reason: str, moment: Moment) -> Event:
    """Nobody owes it any more. Raises as `note`."""
    return _certain(_act(desk, owner, moment, lambda sight: acts.waived(sight, key, reason)))


def may_read(unit: Unit, person: Person, owner: Stream) -> bool:
    """Whether a calendar is open to a person."""
    if owner.kind is StreamKind.SYSTEM:
        return person.is_any(READS_EVERY | KEEPS_SYSTEM)
    if owner.kind is StreamKind.STRUCTURE:
        return unit.views.sees_structure(Scope.of(person), owner.id)
    own = person.is_any(frozenset({Role.AGENT})) and person.authority == owner.id
    return own or person.is_any(READS_EVERY)


def may_write(person: Person, owner: Stream) -> bool:
    """Whether a person who may read a calendar may also write in it."""
    if owner.kind is StreamKind.SYSTEM:
        return person.is_any(KEEPS_SYSTEM)
    agent = person.is_any(frozenset({Role.AGENT})) and (
        owner.kind is StreamKind.STRUCTURE or person.authority == owner.id
    )
    return agent or person.is_any(EVERY)


def _act(desk: Desk, owner: Stream, moment: Moment, decide: Callable[[Sight], Draft | None]) -> Event | None:
    with desk.store.write() as unit:
        if not may_read(unit, moment.by, owner):
            raise Unseen
        if not may_write(moment.by, owner):
            raise Forbidden(
                "Votre fonction permet de lire ce calendrier, pas d’y écrire.",
                do="Adressez-vous à la mission ou à l’agent de la collectivité.",
            )
        sight = sight_of(desk, unit, owner, moment.day)
        draft = decide(sight)
        if draft is None:
            return None
        event = write(desk, unit, sight, draft, moment)
    desk.stored.update(draft.contents)
    return event


def _certain(event: Event | None) -> Event:
    if event is None:  # pragma: no cover - these acts always write or raise
        raise NotFound("Rien n’a été écrit.")
    return event
