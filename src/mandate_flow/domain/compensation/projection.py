"""What the coming years may give, before the act is signed: the agreed plan, indexed, in three scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from mandate_flow.domain.compensation.amounts import HUNDRED, NOTHING, Missing, cents, percent_of

MOST_YEARS: Final = 10


class Scenario(StrEnum):
    """As planned, or better or worse for the body than planned."""

    BASE = "base"
    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Drift:
    """Percentages as typed. `costs` and `revenues`: what the scenario adds to the plan; `*_yearly`: indexation."""

    costs: Decimal = NOTHING
    revenues: Decimal = NOTHING
    costs_yearly: Decimal = NOTHING
    revenues_yearly: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Planned:
    """A year of the agreed business plan, in euros."""

    year: int
    cost: Decimal
    revenue: Decimal
    capital: Decimal
    compensation: Decimal


@dataclass(frozen=True, slots=True)
class Projected:
    """A coming year, in euros. `planned`: the plan names it; else the last planned year before it stands for it.

    `excess`: the agreed compensation above what may be paid; below zero the body would lack that much.
    """

    year: int
    planned: bool
    cost: Decimal
    revenue: Decimal
    net_cost: Decimal
    capital: Decimal
    profit: Decimal
    maximum: Decimal
    compensation: Decimal

    @property
    def excess(self) -> Decimal:
        """Agreed compensation minus maximum."""
        return self.compensation - self.maximum


@dataclass(frozen=True, slots=True)
class Projection:
    """All years; `average` is the yearly compensation that the ceiling of the SGEI Decision is compared with."""

    years: tuple[Projected, ...]
    ceiling: Decimal | None

    @property
    def average(self) -> Decimal:
        """Euros a year (article 2(1)(a): the average over the entrustment where it varies)."""
        return cents(sum((one.compensation for one in self.years), NOTHING) / len(self.years))

    @property
    def within_ceiling(self) -> bool | None:
        """None when no ceiling is known."""
        return None if self.ceiling is None else self.average <= self.ceiling


def project(
    plan: Sequence[Planned],
    rate: Decimal | None,
    years: Sequence[int],
    drift: Drift | None = None,
    ceiling: Decimal | None = None,
) -> Projection | Missing:
    """At most ten years. Amount of a year = the plan's × (1 + scenario) × (1 + indexation) ^ years since the first.

    The compensation is what the act sets beforehand: neither scenario nor indexation touches it.
    """
    if not plan:
        return Missing(("yearly_budget",))
    if rate is None:
        return Missing(("profit_rate",))
    asked = sorted(set(years))[:MOST_YEARS]
    if not asked:
        return Missing(("mandate_start", "mandate_end"))
    known = {one.year: one for one in plan}
    return Projection(tuple(_year(year, asked[0], known, rate, drift or Drift()) for year in asked), ceiling)


def _year(year: int, first: int, known: dict[int, Planned], rate: Decimal, drift: Drift) -> Projected:
    before = [one for one in sorted(known) if one <= year]
    plan = known[before[-1] if before else min(known)]
    cost = _drifted(plan.cost, drift.costs, drift.costs_yearly, year - first)
    revenue = _drifted(plan.revenue, drift.revenues, drift.revenues_yearly, year - first)
    profit = percent_of(plan.capital, rate)
    net_cost = cost - revenue
    return Projected(
        year,
        year in known,
        cost,
        revenue,
        net_cost,
        cents(plan.capital),
        profit,
        max(NOTHING, net_cost + profit),
        cents(plan.compensation),
    )


def _drifted(amount: Decimal, scenario: Decimal, yearly: Decimal, years: int) -> Decimal:
    return cents(amount * (1 + scenario / HUNDRED) * (1 + yearly / HUNDRED) ** years)
