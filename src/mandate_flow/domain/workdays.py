"""Which days count as working days: not Saturdays, not Sundays, not public holidays (Regulation 1182/71, article 2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from holidays import country_holidays

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
"""The years whose holidays the calendar knows; before and after, a day would pass for working unduly."""

ONE_DAY: Final = timedelta(days=1)
WEEKEND: Final = {5: "saturday", 6: "sunday"}


@dataclass(frozen=True, slots=True)
class Workdays:
    """A calendar. `holiday` gives the name of the public holiday on a day, or None."""

    holiday: Callable[[date], str | None]

    def closed(self, day: date) -> str:
        """Why nobody works on that day: "saturday", "sunday", "holiday:Noël"; empty on a working day."""
        weekend = WEEKEND.get(day.weekday())
        if weekend:
            return weekend
        name = self.holiday(day)
        return f"holiday:{name}" if name else ""

    def is_working(self, day: date) -> bool:
        """Whether people work on that day."""
        return not self.closed(day)

    def next_working(self, day: date) -> date:
        """The day itself when it is a working day, else the next one."""
        while self.closed(day):
            day += ONE_DAY
        return day

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day`, which is not counted; before it when n is negative; `day` when n is 0."""
        step = ONE_DAY if n > 0 else -ONE_DAY
        left = abs(n)
        while left:
            day += step
            if not self.closed(day):
                left -= 1
        return day


@cache
def french_workdays() -> Workdays:
    """The calendar of metropolitan France outside Alsace-Moselle; holidays bear their French names."""
    return Workdays(lambda day: _holidays_of(day.year).get(day))


@cache
def _holidays_of(year: int) -> Mapping[date, str]:
    named = country_holidays("FR", years=year, language="fr")
    return {day: name.replace("'", "’") for day, name in named.items()}
