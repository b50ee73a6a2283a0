"""The net avoided cost: what the service costs with the obligation, minus what the body would bear without it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mandate_flow.domain.compensation.amounts import cents
from mandate_flow.domain.compensation.words import LABELS, difference
from mandate_flow.domain.compensation.year.line import Line

AVOIDED: Final = ("sgei_framework.net_avoided_cost", "sgei_decision.net_cost")


@dataclass(frozen=True, slots=True)
class Situation:
    """One year of one business plan, in euros; the compensation is in neither."""

    cost: Decimal
    revenue: Decimal

    @property
    def net_cost(self) -> Decimal:
        """Below zero: a profit."""
        return cents(self.cost) - cents(self.revenue)


def net_avoided_cost(with_obligation: Situation, without: Situation) -> tuple[Line, ...]:
    """Three lines, the last of which is the net avoided cost (points 24 to 28 of the SGEI Framework)."""
    first, second = with_obligation.net_cost, without.net_cost
    return (
        Line(
            "with_obligation",
            LABELS["with_obligation"],
            difference(with_obligation.cost, with_obligation.revenue),
            first,
            AVOIDED,
        ),
        Line(
            "without_obligation",
            LABELS["without_obligation"],
            difference(without.cost, without.revenue),
            second,
            AVOIDED,
        ),
        Line("avoided", LABELS["avoided"], difference(first, second), first - second, AVOIDED, total=True),
    )
