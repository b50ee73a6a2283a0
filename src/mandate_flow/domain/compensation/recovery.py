"""Interest on aid to recover: the Commission's base rate plus a margin, compounded each year until it is returned."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

from mandate_flow.domain.compensation.amounts import HUNDRED, NOTHING, Missing, cents

BaseRate: TypeAlias = Callable[[date], Decimal | None]
"""The base rate in force on a day, in percent as typed; None when nobody has entered it."""

LAW: Final = ("interets_recuperation.margin_bp", "interets_recuperation.compound", "interets_recuperation.yearly_rate")
MARGIN: Final = "law.interets_recuperation.margin_bp"


@dataclass(frozen=True, slots=True)
class InterestYear:
    """From `since` (included) to `until` (excluded): `days` of the `of_days` that its year has, on `capital` euros."""

    since: date
    until: date
    days: int
    of_days: int
    base: Decimal
    rate: Decimal
    capital: Decimal
    interest: Decimal


@dataclass(frozen=True, slots=True)
class Recovery:
    """Euros. `principal` plus `interest` is what is returned on the day `until`."""

    principal: Decimal
    years: tuple[InterestYear, ...]

    @property
    def interest(self) -> Decimal:
        """All interest, each year rounded to the cent as shown."""
        return sum((one.interest for one in self.years), NOTHING)

    @property
    def total(self) -> Decimal:
        """What is to be returned."""
        return self.principal + self.interest


def recovery(
    principal: Decimal, paid_on: date, returned_on: date, base: BaseRate, margin_bp: Decimal | None
) -> Recovery | Missing:
    """Interest from the day the aid was paid to the day it is returned (articles 9 to 11 of Regulation 794/2004).

    The rate is that of the first day, taken again on each anniversary; interest of a year bears interest the next. The
    last, partial year counts its days over the days of that year.
    """
    if margin_bp is None:
        return Missing((MARGIN,))
    capital, found, lacking = cents(principal), [], []
    number, since = 0, paid_on
    while since < returned_on:
        number += 1
        full = _anniversary(paid_on, number)
        until = min(full, returned_on)
        rate = base(since)
        if rate is None:
            lacking.append(f"rates.base@{since.isoformat()}")
        else:
            one = _year(since, until, (full - since).days, rate, margin_bp, capital)
            found.append(one)
            capital += one.interest
        since = until
    return Missing(tuple(lacking)) if lacking else Recovery(cents(principal), tuple(found))


def _year(since: date, until: date, of_days: int, base: Decimal, margin_bp: Decimal, capital: Decimal) -> InterestYear:
    days = (until - since).days
    rate = base + margin_bp / HUNDRED
    return InterestYear(
        since, until, days, of_days, base, rate, capital, cents(capital * rate * days / of_days / HUNDRED)
    )


def _anniversary(day: date, years: int) -> date:
    """29 February has no anniversary: the 28th."""
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
