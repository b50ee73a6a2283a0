"""What a story takes over from another: the deeds that succeeded, up to a step, moved in time, with other answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

from mandate_flow.domain.file import FactKey
from mandate_flow.domain.story import (
    Act,
    CancelPaid,
    Decide,
    Deed,
    Deposit,
    Expected,
    Look,
    Pay,
    Record,
    Story,
    Take,
    Withdraw,
)
from mandate_flow.domain.value import Scalar, Table, Value

YEAR: Final = re.compile(r"[0-9]{4}")
DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LEAP_DAY: Final = (2, 29)

Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Changes:
    """Other answers and documents by (name, occurrence); None takes one away; no occurrence stands for all of them."""

    facts: Mapping[FactKey, Value | None] = field(default_factory=dict)
    documents: Mapping[FactKey, str | None] = field(default_factory=dict)


def moved(story: Story, years: int) -> Story:
    """The same story so many years later (earlier when negative): its days, the dates it answers, its fiscal years."""
    if years == 0:
        return story
    acts = tuple(replace(act, on=_later(act.on, years), deed=_deed(act.deed, years)) for act in story.acts)
    rates = tuple(
        replace(one, since=_later(one.since, years), until=_later(one.until, years) if one.until else None)
        for one in story.given.rates
    )
    return replace(story, on=_later(story.on, years), given=replace(story.given, rates=rates), acts=acts)


def before(story: Story, step: str, occurrence: str) -> tuple[Act, ...] | None:
    """The deeds that come before that step is first asked for with success; None when it never is."""
    acts = successes(story)
    for number, act in enumerate(acts):
        if isinstance(act.deed, Take) and act.deed.step == step and occurrence in ("", act.deed.occurrence):
            return acts[:number]
    return None


def successes(story: Story) -> tuple[Act, ...]:
    """What left a trace: not what was refused, nor the days on which one only looked."""
    return tuple(act for act in story.acts if not act.expected.refused and not isinstance(act.deed, Look))


def changed(acts: tuple[Act, ...], changes: Changes) -> tuple[Act, ...]:
    """The deeds with other answers and documents; a deed of which nothing is left is gone."""
    found = []
    for act in acts:
        deed = act.deed
        if isinstance(deed, Record):
            deed = replace(deed, facts=dict(_kept(deed.facts, changes.facts)))
        elif isinstance(deed, Deposit):
            deed = replace(deed, documents=dict(_kept(deed.documents, changes.documents)))
        if deed not in (Record({}), Deposit({})):
            found.append(replace(act, deed=deed))
    return tuple(found)


def idle(acts: tuple[Act, ...], changes: Changes) -> tuple[FactKey, ...]:
    """The changes that change nothing, since none of the deeds answers that question or deposits that document."""
    facts = {key for act in acts if isinstance(act.deed, Record) for key in act.deed.facts}
    documents = {key for act in acts if isinstance(act.deed, Deposit) for key in act.deed.documents}
    return tuple(
        key
        for wanted, there in ((changes.facts, facts), (changes.documents, documents))
        for key in wanted
        if not any(key in (one, (one[0], "")) for one in there)
    )


def taken_over(acts: tuple[Act, ...], where: str) -> tuple[Act, ...]:
    """Deeds that must succeed again, and of which nothing else is looked at; `where` is the line that takes them."""
    return tuple(replace(act, expected=Expected(), where=f"{where} ({act.where})") for act in acts)


def _kept(given: Mapping[FactKey, Given], wanted: Mapping[FactKey, Given | None]) -> Iterator[tuple[FactKey, Given]]:
    for key, value in given.items():
        named = key if key in wanted else (key[0], "")
        other = wanted.get(named)
        if named not in wanted:
            yield key, value
        elif other is not None:
            yield key, other


def _deed(deed: Deed, years: int) -> Deed:
    if isinstance(deed, Record):
        return replace(deed, facts={_key(key, years): _value(value, years) for key, value in deed.facts.items()})
    if isinstance(deed, Deposit):
        return replace(deed, documents={_key(key, years): name for key, name in deed.documents.items()})
    if isinstance(deed, Decide):
        day = _later(deed.day, years) if deed.day else None
        return replace(deed, occurrence=_occurrence(deed.occurrence, years), day=day)
    if isinstance(deed, Take | Withdraw):
        return replace(deed, occurrence=_occurrence(deed.occurrence, years))
    if isinstance(deed, Pay):
        return replace(deed, year=_occurrence(deed.year, years), on=_later(deed.on, years))
    if isinstance(deed, CancelPaid):
        return replace(deed, year=_occurrence(deed.year, years))
    return deed


def _key(key: FactKey, years: int) -> FactKey:
    return key[0], _occurrence(key[1], years)


def _occurrence(occurrence: str, years: int) -> str:
    """A fiscal year or the day of a meeting moves; an authority does not."""
    if YEAR.fullmatch(occurrence):
        return str(int(occurrence) + years)
    return _later(date.fromisoformat(occurrence), years).isoformat() if DAY.fullmatch(occurrence) else occurrence


def _value(value: Value | None, years: int) -> Value | None:
    if isinstance(value, Table):
        names = [name for name, _ in value.columns]
        moved = (tuple(_cell(*pair, years) for pair in zip(names, row, strict=True)) for row in value.rows)
        return Table(value.columns, tuple(moved))
    return _later(value, years) if isinstance(value, date) else value


def _cell(column: str, cell: Scalar | None, years: int) -> Scalar | None:
    """A day moves, and so does a number in a column called `year`."""
    if column == "year" and isinstance(cell, Decimal):
        return cell + years
    return _later(cell, years) if isinstance(cell, date) else cell


def _later(day: date, years: int) -> date:
    """The same day of another year; 29 February becomes the 28th."""
    if (day.month, day.day) == LEAP_DAY:
        day = day.replace(day=28)
    return day.replace(year=day.year + years)
