"""Which deadlines a calendar holds on a day, each with the trace of its computation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from mandate_flow.domain import due
from mandate_flow.domain.calendar.definition import (
    DATE,
    FISCAL_YEAR,
    Basis,
    CalendarDefinition,
    CalendarRule,
    day_of_year,
)
from mandate_flow.domain.calendar.picture import Picture
from mandate_flow.domain.calendar.scope import CalendarScope
from mandate_flow.domain.calendar.state import Calendar
from mandate_flow.domain.deadline import Deadline, DeadlineStatus, Period
from mandate_flow.domain.law import LawBook, LawText
from mandate_flow.domain.workdays import Workdays

ONE_DAY: Final = timedelta(days=1)
AROUND: Final = 1
"""How many years before and after today's the days of a year are looked at."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a derivation is told besides the calendar: the law, the working days, today."""

    law: LawBook
    workdays: Workdays
    day: date


def derive(
    definition: CalendarDefinition, picture: Picture, calendar: Calendar, around: Around
) -> tuple[Deadline, ...]:
    """The deadlines of the owner as things stand; one already held whose basis is the same keeps date and trace."""
    found = []
    for rule in definition.rules_of(picture.owner):
        for occurrence, trigger in _occurrences(rule, picture, calendar, around):
            one = _deadline(rule, occurrence, trigger, picture, calendar, around)
            if one is not None:
                found.append(one)
    return tuple(found)


def _occurrences(
    rule: CalendarRule, picture: Picture, calendar: Calendar, around: Around
) -> Iterator[tuple[str, date]]:
    """Over what the rule repeats, with the day each is counted from; those already held are among them."""
    held = sorted(occurrence for code, occurrence in calendar.deadlines if code == rule.code)
    if rule.per == FISCAL_YEAR:
        written = {year for _, year in calendar.facts}
        for year in sorted({*picture.years, *written, *held}):
            trigger = _of_year(rule, year, picture, calendar, around)
            if trigger is not None:
                yield year, trigger
    elif rule.per == DATE:
        for one in sorted({*_days(rule, picture, around.day), *map(date.fromisoformat, held)}):
            yield one.isoformat(), one
    else:
        last = last_day_of(around.law.texts.get(rule.due.name), around.day)
        if last is not None:
            yield "", last


def _of_year(rule: CalendarRule, year: str, picture: Picture, calendar: Calendar, around: Around) -> date | None:
    if rule.due.basis is Basis.EACH:
        month, number = rule.due.days[0]
        return day_of_year(int(year) + rule.due.years_later, month, number)
    found = CalendarScope(picture, calendar, around.law, around.day, around.day, year).look_up(rule.due.name)
    return found if isinstance(found, date) else None


def _days(rule: CalendarRule, picture: Picture, day: date) -> set[date]:
    if rule.due.basis is Basis.EACH_OF:
        return set(picture.days.get(rule.due.name, ()))
    years = range(day.year - AROUND, day.year + AROUND + 1)
    wanted = [year for year in years if year >= rule.due.first and (year - rule.due.first) % rule.due.step == 0]
    return {day_of_year(year, month, number) for year in wanted for month, number in rule.due.days}


def last_day_of(text: LawText | None, day: date) -> date | None:
    """The last day of a text in force on `day`, with the entries that follow without a gap; else of the last one."""
    last = None if text is None else text.on(day)
    if text is None or last is None:
        ended = [one.until for one in text.entries if one.until is not None and one.until < day] if text else []
        return max(ended, default=None)
    while last.until is not None:
        following = text.on(last.until + ONE_DAY)
        if following is None:
            return last.until
        last = following
    return None


def _deadline(
    rule: CalendarRule, occurrence: str, trigger: date, picture: Picture, calendar: Calendar, around: Around
) -> Deadline | None:
    scope = CalendarScope(picture, calendar, around.law, around.day, trigger, occurrence)
    if rule.when is not None and rule.when(scope) is not True:
        return None
    key = (rule.code, occurrence)
    one = _computed(rule, occurrence, trigger, calendar, around)
    if one is None or (key not in calendar.deadlines and not _opens(rule, one.due, around.day)):
        return None
    return _settled(rule, one, calendar, scope, around.day)


def _opens(rule: CalendarRule, last: date, day: date) -> bool:
    soon = not rule.ahead or last <= day + timedelta(days=rule.ahead)
    return soon and last >= day - timedelta(days=rule.back)


def _computed(
    rule: CalendarRule, occurrence: str, trigger: date, calendar: Calendar, around: Around
) -> Deadline | None:
    """The last day and how it was found, kept from what is held as long as nothing it rests on has changed."""
    period = _period(rule, around.law, trigger)
    if period is None:
        return None
    key = (rule.code, occurrence)
    until, held = calendar.extended.get(key), calendar.deadlines.get(key)
    basis = f"{rule.due.name or rule.due.basis}={trigger.isoformat()}|{rule.due.fingerprint}"
    basis += f"|{period.days}" if rule.due.plus_law else ""
    basis += f"|until={until.isoformat()}" if until else ""
    if held is not None and held.basis == basis:
        return held
    found = due.compute(_trigger_name(rule), trigger, period, around.workdays)
    day, trace = found.due, found.trace
    if until is not None:
        day, trace = until, (*trace, ("deferred", until.isoformat()))
    return Deadline(rule.code, occurrence, day, basis, trace, rule.owed_by, rule.cadence)


def _trigger_name(rule: CalendarRule) -> str:
    return rule.due.name if rule.due.basis in (Basis.AFTER, Basis.EACH_OF) else rule.due.basis.value


def _period(rule: CalendarRule, law: LawBook, trigger: date) -> Period | None:
    """The length; None when the law that should give it does not."""
    if not rule.due.plus_law:
        return rule.due.plus
    cited = law.cite(rule.due.plus_law, trigger)
    value = cited.quantity.value if cited else None
    if cited is None or not isinstance(value, Decimal):
        return None
    match cited.quantity.unit:
        case "days":
            return Period(days=int(value))
        case "months":
            return Period(months=int(value))
        case "years":
            return Period(years=int(value))
    return None


def _settled(rule: CalendarRule, one: Deadline, calendar: Calendar, scope: CalendarScope, day: date) -> Deadline:
    """The deadline with its status: given up, done, met by itself, behind, or open."""
    status, closed = DeadlineStatus.OPEN, None
    if one.key in calendar.waived:
        status, closed = DeadlineStatus.CANCELLED, calendar.waived[one.key]
    elif one.key in calendar.done:
        status, closed = DeadlineStatus.MET, calendar.done[one.key]
    elif rule.met_when is not None and rule.met_when(scope) is True:
        before = calendar.deadlines.get(one.key)
        kept = before.closed_on if before is not None and before.status is DeadlineStatus.MET else None
        status, closed = DeadlineStatus.MET, kept or day
    elif not rule.awaited and one.due < day:
        status, closed = DeadlineStatus.MET, one.due
    if one.status is status and one.closed_on == closed:
        return one
    return replace(one, status=status, closed_on=closed)


def differences(calendar: Calendar, now: tuple[Deadline, ...], day: date) -> tuple[Deadline, ...]:
    """What differs from what is held: opened, moved, met, reopened; an open one that no longer stands is cancelled."""
    current: Mapping[tuple[str, str], Deadline] = {one.key: one for one in now}
    changed = [one for key, one in current.items() if calendar.deadlines.get(key) != one]
    gone = [
        replace(one, status=DeadlineStatus.CANCELLED, closed_on=day)
        for key, one in calendar.deadlines.items()
        if key not in current and one.status is DeadlineStatus.OPEN
    ]
    return (*changed, *gone)
