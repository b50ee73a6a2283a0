"""The rates that count, by day: which one applies, and in which words it is said that none does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Final, Self

from mandate_flow.domain.rates.rate import EUR, Rate, RateKind

ONE_DAY: Final = timedelta(days=1)
HALF: Final = 7
"""The Commission publishes a table for each half-year; the second one begins in July."""


class Gap(StrEnum):
    """Why the register gives no swap rate."""

    EMPTY = "empty"  # no table for that day
    BETWEEN = "between"  # the maturity lies between two published ones
    BEYOND = "beyond"  # longer than the longest published
    BELOW = "below"  # shorter than the shortest published


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of days with one base rate in percent; None where the register knows none."""

    since: date
    until: date
    rate: Decimal | None
    fictitious: bool = False


@dataclass(frozen=True, slots=True)
class RateBook:
    """Every rate that counts, the earliest first."""

    rates: tuple[Rate, ...] = ()

    @classmethod
    def of(cls, rates: Iterable[Rate]) -> Self:
        """Without those that were retired."""
        return cls(tuple(sorted((one for one in rates if not one.retired), key=_place)))

    def swap(self, on: date, maturity_years: int, currency: str = EUR) -> Rate | None:
        """The swap rate of exactly that maturity on a day; nothing is read between two maturities, nor beyond."""
        return next((one for one in self.table(on, currency) if one.maturity == maturity_years), None)

    def gap(self, on: date, maturity_years: Decimal, currency: str = EUR) -> Gap | None:
        """Why there is no swap rate of that maturity, which may be no whole number of years; None when there is."""
        known = [one.maturity for one in self.table(on, currency)]
        if not known:
            return Gap.EMPTY
        if maturity_years in known:
            return None
        if maturity_years > max(known):
            return Gap.BEYOND
        return Gap.BELOW if maturity_years < min(known) else Gap.BETWEEN

    def table(self, on: date, currency: str = EUR) -> tuple[Rate, ...]:
        """The swap rates of a day, shortest maturity first."""
        swaps = (one for one in self.rates if one.kind is RateKind.SWAP and one.currency == currency)
        return tuple(one for one in swaps if one.since <= on and (one.until is None or on <= one.until))

    def half_years(self) -> frozenset[date]:
        """The first day of each half-year that has a table on that day."""
        swaps = [one for one in self.rates if one.kind is RateKind.SWAP]
        found: set[date] = set()
        for one in swaps:
            first = half_year(one.since)[0]
            while first <= (one.until or one.since):
                found.add(first)
                first = half_year(first)[1] + ONE_DAY
        return frozenset(day for day in found if self.table(day))

    def base(self, on: date, currency: str = EUR) -> Rate | None:
        """The base rate of a day. One without an end holds until the next one begins."""
        found = None
        for one in self._bases(currency):
            if one.since <= on:
                found = one
        return found if found is not None and (found.until is None or on <= found.until) else None

    def steps(self, since: date, until: date, currency: str = EUR) -> tuple[Step, ...]:
        """The base rates from one day to another, both included, in a row without a hole: None where none is known."""
        starts = {since, until + ONE_DAY}
        for one in self._bases(currency):
            starts |= {day for day in (one.since, one.until + ONE_DAY if one.until else None) if day is not None}
        days = sorted(day for day in starts if since <= day <= until + ONE_DAY)
        steps: list[Step] = []
        for first, after in pairwise(days):
            rate = self.base(first, currency)
            steps.append(
                Step(first, after - ONE_DAY, rate.rate if rate else None, fictitious=bool(rate and rate.fictitious))
            )
        return tuple(steps)

    def _bases(self, currency: str) -> Iterable[Rate]:
        return (one for one in self.rates if one.kind is RateKind.BASE and one.currency == currency)


NO_RATES: Final = RateBook()


def half_year(day: date) -> tuple[date, date]:
    """First and last day of the half-year a day is in."""
    if day.month < HALF:
        return date(day.year, 1, 1), date(day.year, 6, 30)
    return date(day.year, 7, 1), date(day.year, 12, 31)


def clash(rate: Rate, others: Iterable[Rate]) -> Rate | None:
    """Another rate of the same kind, currency and maturity that counts on a day that `rate` counts on."""
    same = (rate.kind, rate.currency, rate.maturity)
    return next(
        (
            one
            for one in others
            if one.id != rate.id
            and not one.retired
            and (one.kind, one.currency, one.maturity) == same
            and _overlap(rate, one)
        ),
        None,
    )


def _overlap(one: Rate, two: Rate) -> bool:
    """A rate without an end gives way to the one that begins after it."""
    first, second = sorted((one, two), key=lambda each: each.since)
    return first.since == second.since or (first.until is not None and second.since <= first.until)


def _place(one: Rate) -> tuple[str, str, date, int]:
    return one.kind, one.currency, one.since, one.maturity
