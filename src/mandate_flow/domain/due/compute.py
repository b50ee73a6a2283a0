"""The computation of a last day: calendar lengths first, then working and clear days, délai franc, and the roll."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

from mandate_flow.domain.deadline import Period
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.said import said
from mandate_flow.domain.workdays import FIRST_YEAR, LAST_YEAR, Workdays

Trace: TypeAlias = tuple[tuple[str, str], ...]
"""("code", "ISO day reached") pairs, oldest first."""

REACH: Final = 12 * (LAST_YEAR - FIRST_YEAR)
"""The longest calendar length in months."""


@dataclass(frozen=True, slots=True)
class Due:
    """The last day, and how it was found."""

    due: date
    trace: Trace


class Walk:
    """A day that moves through the calendar and notes each move."""

    def __init__(self, trigger: str, on: date, workdays: Workdays) -> None:
        self.trigger, self.day, self.workdays = trigger, on, workdays
        self.steps: list[tuple[str, str]] = []
        self.to(on, f"trigger:{trigger}")

    def to(self, day: date, code: str) -> None:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise self.outside()
        self.day = day
        self.steps.append((code, day.isoformat()))

    def by_days(self, count: int, code: str) -> None:
        try:
            day = self.day + timedelta(days=count)
        except OverflowError:
            raise self.outside() from None
        self.to(day, code)

    def by_months(self, years: int, months: int, *, month_end: bool) -> None:
        whole = years * 12 + months
        code = f"plus:{whole} months" if months else f"plus:{years} years"
        if abs(whole) > REACH:
            raise self.outside()
        self.to(later(self.day, whole, month_end=month_end), code)

    def by_working_days(self, count: int) -> None:
        code = f"working:{count}"
        if abs(count) > REACH:
            raise self.outside()
        self.to(self.workdays.add(self.day, count), code)

    def roll(self, step: int) -> None:
        """Leave closed days, one by one, towards the future (step 1) or the past (step -1)."""
        while reason := self.workdays.closed(self.day):
            self.by_days(step, f"roll:{reason}")

    def outside(self) -> BadInput:
        return BadInput(
            "L’échéance sort du calendrier.",
            why=said(
                "Les jours fériés sont connus de {first} à {last}.",
                first=FIRST_YEAR,
                last=LAST_YEAR,
            ),
            do="Vérifiez l’année de la date saisie.",
            where=self.trigger,
        )


def compute(trigger: str, on: date, period: Period, workdays: Workdays) -> Due:
    """The last day of a period that starts from the trigger's day, which is never counted.

    A negative length counts backwards, and its roll too: the last safe day. Raises BadInput, whose `where` is the
    trigger, when the way leaves the years whose holidays are known.
    """
    walk = Walk(trigger, on, workdays)
    if period.years or period.months:
        # A délai franc runs from date to date (CJA R421-1): the end of a month has no privilege there.
        walk.by_months(period.years, period.months, month_end=period.month_end and not period.franc)
    if period.weeks:
        walk.by_days(7 * period.weeks, f"plus:{period.weeks} weeks")
    if period.days:
        walk.by_days(period.days, f"plus:{period.days} days")
    if period.working_days:
        walk.by_working_days(period.working_days)
    if period.clear_days:
        # Neither end counts: five whole days lie between a convocation and the sixth day after it.
        walk.by_days(period.clear_days + (1 if period.clear_days > 0 else -1), f"clear:{period.clear_days}")
    step = -1 if walk.day < on else 1
    if period.franc:
        walk.by_days(step, "franc")
    if period.franc or period.roll:
        walk.roll(step)
    return Due(walk.day, tuple(walk.steps))


def later(day: date, months: int, *, month_end: bool) -> date:
    """The same day of the month, months later (or earlier), or the last one where the month is shorter.

    `month_end`: the last day of a month leads to the last day of a month, 28 February to 31 August.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    at_end = month_end and day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if at_end else min(day.day, last))
