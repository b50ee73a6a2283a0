"""A calendar as its events have made it: deadlines, what was written in it, and what people said of a deadline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeAlias

from mandate_flow.domain.deadline import Deadline, DeadlineKey
from mandate_flow.domain.event import Action, Event
from mandate_flow.domain.value import FactType, from_json, to_json
from mandate_flow.domain.workflow.evolve import deadline_from_json, deadline_to_json

Written: TypeAlias = date | Decimal
TYPES: Final = {FactType.DATE: date, FactType.MONEY: Decimal}


@dataclass(frozen=True, slots=True)
class Calendar:
    """`facts` by (name, fiscal year); `done`: the day each was done on; `extended`: the later last day each was given.

    `waived`: those that nobody owes any more, since the day it was said.
    """

    deadlines: Mapping[DeadlineKey, Deadline] = field(default_factory=dict)
    facts: Mapping[tuple[str, str], Written] = field(default_factory=dict)
    done: Mapping[DeadlineKey, date] = field(default_factory=dict)
    extended: Mapping[DeadlineKey, date] = field(default_factory=dict)
    waived: Mapping[DeadlineKey, date] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.deadlines or self.facts)


BLANK: Final = Calendar()


def fold_calendar(calendar: Calendar, event: Event) -> Calendar:
    """The calendar after `event`, from the event alone; other events change nothing. Raises LookupError, ValueError."""
    out = event.outcome
    match event.action:
        case Action.CALENDAR_CHANGED:
            changed = calendar
        case Action.CALENDAR_NOTED:
            changed = replace(calendar, facts=_noted(calendar.facts, out))
        case Action.CALENDAR_DONE:
            changed = replace(calendar, done={**calendar.done, _key(out): date.fromisoformat(out["on"])})
        case Action.CALENDAR_REOPENED:
            changed = replace(
                calendar, done=_without(calendar.done, _key(out)), waived=_without(calendar.waived, _key(out))
            )
        case Action.CALENDAR_EXTENDED:
            until = date.fromisoformat(out["until"])
            changed = replace(calendar, extended={**calendar.extended, _key(out): until})
        case Action.CALENDAR_WAIVED:
            changed = replace(calendar, waived={**calendar.waived, _key(out): event.day})
        case _:
            return calendar
    return replace(changed, deadlines={**changed.deadlines, **_read(out["deadlines"])})


def calendar_to_json(calendar: Calendar) -> dict[str, Any]:
    """The calendar as a row keeps it; it holds nothing personal."""
    return {
        "deadlines": [deadline_to_json(calendar.deadlines[key]) for key in sorted(calendar.deadlines)],
        "facts": [[*key, *_typed(value)] for key, value in sorted(calendar.facts.items())],
        **{
            name: [[*key, day.isoformat()] for key, day in sorted(getattr(calendar, name).items())]
            for name in ("done", "extended", "waived")
        },
    }


def calendar_from_json(body: Mapping[str, Any]) -> Calendar:
    """Inverse of `calendar_to_json`."""
    days = {
        name: {(code, occurrence): date.fromisoformat(day) for code, occurrence, day in body[name]}
        for name in ("done", "extended", "waived")
    }
    facts = {(name, year): _value(kind, raw) for name, year, kind, raw in body["facts"]}
    return Calendar(_read(body["deadlines"]), facts, **days)


def _typed(value: Written) -> tuple[str, Any]:
    kind = FactType.DATE if isinstance(value, date) else FactType.MONEY
    return kind.value, to_json(kind, value)


def _value(kind: str, raw: Any) -> Written:  # noqa: ANN401 - a JSON leaf
    found = from_json(FactType(kind), raw)
    if not isinstance(found, date | Decimal):
        raise TypeError(f"{kind}: {raw!r}")
    return found


def _noted(facts: Mapping[tuple[str, str], Written], out: Mapping[str, Any]) -> Mapping[tuple[str, str], Written]:
    key = (out["name"], out["occurrence"])
    left = {one: value for one, value in facts.items() if one != key}
    return left if out["value"] is None else {**left, key: _value(out["type"], out["value"])}


def _key(out: Mapping[str, Any]) -> DeadlineKey:
    return out["code"], out["occurrence"]


def _without(days: Mapping[DeadlineKey, date], key: DeadlineKey) -> Mapping[DeadlineKey, date]:
    return {one: day for one, day in days.items() if one != key}


def _read(rows: Iterable[Mapping[str, Any]]) -> dict[DeadlineKey, Deadline]:
    return {one.key: one for one in map(deadline_from_json, rows)}
