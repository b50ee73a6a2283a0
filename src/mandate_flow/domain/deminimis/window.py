"""The period over which aid is added up: three fiscal years until 2023, three years to the day since."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

ROLLING_SINCE: Final = date(2024, 1, 1)
"""Regulations (EU) 2023/2831 and 2023/2832, article 3(2): any period of three years. Before: three fiscal years."""

YEARS: Final = 3
DECEMBER: Final = 12
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """Both days included. `rolling`: to the day, not by fiscal year."""

    first: date
    last: date
    rolling: bool

    def holds(self, day: date) -> bool:
        """Whether aid granted on that day counts in this period."""
        return self.first <= day <= self.last


def window_to(day: date, year_end_month: int = DECEMBER, *, boundary: bool = True) -> Window:
    """The period that ends on `day`; `year_end_month` is that in which the undertaking closes its accounts.

    `boundary`: the same day three years before is included. The regulations say "over any period of three years" and
    can be read in two ways; this one is the cautious one.
    """
    if day >= ROLLING_SINCE:
        same = _same_day(day, day.year - YEARS)
        return Window(same if boundary else same + ONE_DAY, day, rolling=True)
    closes = day.year if day.month <= year_end_month else day.year + 1
    return Window(_month_end(closes - YEARS, year_end_month) + ONE_DAY, day, rolling=False)


def last_day_in(granted_on: date, year_end_month: int = DECEMBER, *, boundary: bool = True) -> date:
    """The last day on whose period aid granted on that day counts."""
    last = _last_day(granted_on, year_end_month)
    while not window_to(last, year_end_month, boundary=boundary).holds(granted_on):
        last -= ONE_DAY
    return last


def _last_day(granted_on: date, year_end_month: int) -> date:
    """The same, boundary days included."""
    rolling = _same_day(granted_on, granted_on.year + YEARS)
    if rolling >= ROLLING_SINCE:
        next_day = rolling + ONE_DAY  # granted on 28 February: its anniversary may be the 29th
        return next_day if window_to(next_day).holds(granted_on) else rolling
    closes = granted_on.year if granted_on.month <= year_end_month else granted_on.year + 1
    return _month_end(closes + YEARS - 1, year_end_month)


def _same_day(day: date, year: int) -> date:
    """29 February has no anniversary: the 28th, which leaves the longer period."""
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
