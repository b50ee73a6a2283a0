"""What people say of a calendar: that something is done, until when it may wait, that nobody owes it any more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final

from mandate_flow.domain.calendar.definition import CalendarDefinition, CalendarFact
from mandate_flow.domain.calendar.derive import Around, derive, differences
from mandate_flow.domain.calendar.picture import Picture
from mandate_flow.domain.calendar.state import Calendar, Written, fold_calendar
from mandate_flow.domain.deadline import Deadline, DeadlineKey, DeadlineStatus
from mandate_flow.domain.errors import BadInput, NotFound
from mandate_flow.domain.event import Action, Draft, Event, Personal
from mandate_flow.domain.said import N_, said
from mandate_flow.domain.value import Json, to_json
from mandate_flow.domain.workflow.evolve import deadline_to_json

NOTE_LENGTH: Final = 1000
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100


@dataclass(frozen=True, slots=True)
class Sight:
    """A calendar with all that it is computed from."""

    definition: CalendarDefinition
    picture: Picture
    calendar: Calendar
    around: Around


def refreshed(sight: Sight) -> Draft | None:
    """What the passing of time and of other events has changed, or None when nothing has."""
    changed = _differences(sight, sight.calendar)
    if not changed:
        return None
    return Draft(Action.CALENDAR_CHANGED, {"deadlines": _rows(changed)}, contents=_contents(sight))


def noted(sight: Sight, fact: CalendarFact, year: str, value: Written | None) -> Draft | None:
    """A date or an amount is written for a fiscal year, or cleared (None); None when it stands already."""
    if not (year.isdigit() and FIRST_YEAR <= int(year) <= LAST_YEAR):
        raise BadInput("Cet exercice n’existe pas.", do="Écrivez une année, par exemple 2026.", where="year")
    if isinstance(value, Decimal) and value < 0:
        raise BadInput("Un montant ne peut pas être négatif.", where="value")
    if sight.calendar.facts.get((fact.name, year)) == value:
        return None
    raw = None if value is None else to_json(fact.type, value)
    out: dict[str, Json | Personal] = {"name": fact.name, "occurrence": year, "type": fact.type.value, "value": raw}
    return _draft(sight, Action.CALENDAR_NOTED, out)


def done(sight: Sight, key: DeadlineKey, on: date, note: str) -> Draft:
    """A deadline is done, since `on`. Raises NotFound, BadInput."""
    held = _held(sight, key, DeadlineStatus.OPEN)
    rule = sight.definition.rules.get(held.code)
    if rule is None or not rule.by_act:
        raise BadInput("Cette échéance ne se marque pas comme faite.", why="C’est une date à connaître.")
    if on > sight.around.day:
        why = N_("On note ce qui est fait, pas ce qui est prévu.")
        raise BadInput("Ce jour n’est pas encore venu.", why=why, do="Donnez le jour où cela a été fait.", where="on")
    return _draft(sight, Action.CALENDAR_DONE, {**_named(key), "on": on.isoformat(), "note": Personal(_short(note))})


def reopened(sight: Sight, key: DeadlineKey, reason: str) -> Draft:
    """It was not done, or is owed after all. Raises NotFound, BadInput."""
    if key not in sight.calendar.done and key not in sight.calendar.waived:
        raise BadInput("Cette échéance n’a pas été close par quelqu’un.", do="Rechargez la page.")
    return _draft(sight, Action.CALENDAR_REOPENED, {**_named(key), "reason": Personal(_short(reason))})


def extended(sight: Sight, key: DeadlineKey, until: date, reason: str) -> Draft:
    """It may wait until a later day, for a reason. Raises NotFound, BadInput."""
    held = _held(sight, key, DeadlineStatus.OPEN)
    if until <= held.due:
        raise BadInput("Ce jour n’est pas après l’échéance.", do="Donnez un jour plus tardif.", where="until")
    out = {**_named(key), "until": until.isoformat(), "reason": _reason(reason)}
    return _draft(sight, Action.CALENDAR_EXTENDED, out)


def waived(sight: Sight, key: DeadlineKey, reason: str) -> Draft:
    """Nobody owes it any more, for a reason. Raises NotFound, BadInput."""
    _held(sight, key, DeadlineStatus.OPEN)
    return _draft(sight, Action.CALENDAR_WAIVED, {**_named(key), "reason": _reason(reason)})


def provisional(sight: Sight, draft: Draft) -> Calendar:
    """The calendar as the draft will make it."""
    return fold_calendar(sight.calendar, _event(sight, draft.action, draft.outcome))


def _draft(sight: Sight, action: Action, outcome: Mapping[str, Any]) -> Draft:
    after = fold_calendar(sight.calendar, _event(sight, action, {**outcome, "deadlines": []}))
    return Draft(action, {**outcome, "deadlines": _rows(_differences(sight, after))}, contents=_contents(sight))


def _event(sight: Sight, action: Action, outcome: Mapping[str, Any]) -> Event:
    day = sight.around.day
    return Event(sight.picture.owner, 0, datetime.combine(day, time(), UTC), day, "", action, outcome)


def _differences(sight: Sight, calendar: Calendar) -> tuple[Deadline, ...]:
    now = derive(sight.definition, sight.picture, calendar, sight.around)
    return differences(calendar, now, sight.around.day)


def _rows(changed: tuple[Deadline, ...]) -> list[dict[str, Any]]:
    return [deadline_to_json(one) for one in changed]


def _contents(sight: Sight) -> tuple[str, ...]:
    """The calendars and the texts of law that their rules rest on, by hash."""
    names = {key.partition(".")[0] for rule in sight.definition.rules_of(sight.picture.owner) for key in rule.law}
    texts = sight.around.law.texts
    return (sight.definition.sha256, *sorted(texts[name].sha256 for name in names if name in texts))


def _held(sight: Sight, key: DeadlineKey, status: DeadlineStatus) -> Deadline:
    found = sight.calendar.deadlines.get(key)
    if found is None:
        raise NotFound("Cette échéance n’est pas au calendrier.", do="Rechargez la page.")
    if found.status is not status:
        raise BadInput(
            "Cette échéance n’est plus ouverte.",
            why="Quelqu’un d’autre l’a peut-être close entre-temps.",
            do="Rechargez la page.",
        )
    return found


def _named(key: DeadlineKey) -> dict[str, Any]:
    return {"code": key[0], "occurrence": key[1]}


def _reason(text: str) -> Personal:
    if not text.strip():
        raise BadInput(
            "Il manque le motif.",
            why="Qui contrôlera le calendrier doit pouvoir comprendre pourquoi l’échéance a changé.",
            do="Écrivez-le en une phrase.",
            where="reason",
        )
    return Personal(_short(text))


def _short(text: str) -> str:
    tidy = " ".join(text.split())
    if len(tidy) > NOTE_LENGTH:
        raise BadInput(
            said("Ce texte dépasse {most} caractères.", most=NOTE_LENGTH),
            do="Abrégez-le.",
            where="reason",
        )
    return tidy
