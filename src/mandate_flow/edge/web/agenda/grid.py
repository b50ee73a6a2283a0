"""A month as a table of weeks, with what falls due on each of its days."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from babel.dates import format_date, get_day_names

from mandate_flow.edge.web.formats import locale
from mandate_flow.edge.web.rows import DueLine, due_lines
from mandate_flow.service.labels import Labels
from mandate_flow.store.views import DayDue

WEEK: Final = 7
FIRST_YEAR, LAST_YEAR = 1990, 2200


@dataclass(frozen=True, slots=True)
class Square:
    """One day: what falls due on it, how many in all; `inside`: of the month that is shown."""

    day: date
    said: str
    inside: bool
    today: bool
    dues: tuple[DueLine, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its name, its weeks from Monday to Sunday, and the months around it (2026-11)."""

    name: str
    weekdays: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[Square, ...], ...]
    before: str
    after: str
    total: int


def month_of(text: str, day: date) -> date:
    """The first day of the month an address names (2026-11), that of `day` for anything that is none."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return day.replace(day=1)
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else day.replace(day=1)


def last_of(first: date) -> date:
    """The last day of a month."""
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def grid(first: date, today: date, days: tuple[DayDue, ...], labels: Labels) -> Month:
    """The month of `first` with what falls due."""
    held = {one.day: one for one in days}
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    names, short = get_day_names("wide", locale=locale()), get_day_names("abbreviated", locale=locale())
    return Month(
        name=format_date(first, "LLLL y", locale()),
        weekdays=tuple((str(short[one]), str(names[one])) for one in range(WEEK)),
        weeks=tuple(tuple(_square(one, first, today, held, labels) for one in week) for week in weeks),
        before=f"{first - timedelta(days=1):%Y-%m}",
        after=f"{last_of(first) + timedelta(days=1):%Y-%m}",
        total=sum(one.total for one in days),
    )


def _square(day: date, first: date, today: date, held: Mapping[date, DayDue], labels: Labels) -> Square:
    found = held.get(day)
    dues = tuple(due_lines(found.rows, labels, today)) if found else ()
    said = format_date(day, "EEEE d MMMM", locale())
    return Square(day, said, day.month == first.month, day == today, dues, found.total if found else 0)
