"""The legal control periods of an act: how many years each holds, which one is the last, and by which text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.compensation.amounts import Missing
from mandate_flow.domain.law import Citation, LawBook

DECISION: Final = "sgei_decision.control_years"
FRAMEWORK: Final = "sgei_framework.control_years"
FRAMEWORK_UNTENDERED: Final = "sgei_framework.control_years_untendered"
NOTIFIED: Final = "R8_NOTIFY"


@dataclass(frozen=True, slots=True)
class Period:
    """Fiscal years checked together; `last`: the act ends with it, so that nothing can be carried forward."""

    number: int
    years: tuple[int, ...]
    last: bool

    @property
    def end(self) -> int:
        """The year whose accounts complete the period."""
        return self.years[-1]


@dataclass(frozen=True, slots=True)
class Cycle:
    """At most `years` between two checks, by the text cited; `written`: the act itself says a shorter cycle."""

    years: int
    law: Citation
    written: bool = False


def cycle(
    law: LawBook, entrusted_on: date, *, regime: str = "", tendered: bool = False, written: int | None = None
) -> Cycle | Missing:
    """The longest interval the law of the day of entrustment allows, or the shorter one that the act says.

    Article 6 of the SGEI Decision (3 years under 2012/21/EU, 5 under 2025/2630); points 47 to 49 of the Framework for
    a notified aid, which is shorter where the body was not chosen by tender.
    """
    key = DECISION
    if regime == NOTIFIED:
        key = FRAMEWORK if tendered else FRAMEWORK_UNTENDERED
    cited = law.cite(key, entrusted_on)
    if cited is None or not isinstance(cited.quantity.value, Decimal):
        return Missing((f"law.{key}",))
    longest = int(cited.quantity.value)
    if written is not None and 0 < written < longest:
        return Cycle(written, cited, written=True)
    return Cycle(longest, cited)


def periods(years: Sequence[int], every: int) -> tuple[Period, ...]:
    """The years of the act, in their order, `every` at a time; the last period may be shorter.

    A first year that began before the act counts as one of them, so that no interval is longer than the law allows.
    """
    ordered = sorted(set(years))
    parts = [tuple(ordered[place : place + every]) for place in range(0, len(ordered), every)]
    return tuple(Period(number, part, last=number == len(parts)) for number, part in enumerate(parts, 1))


def period_of(all_periods: Sequence[Period], year: int) -> Period | None:
    """The period that holds a year."""
    return next((one for one in all_periods if year in one.years), None)
