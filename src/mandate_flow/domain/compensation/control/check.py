"""The check of a legal control period: too much or not, carried forward or repaid, and what the next one deducts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from mandate_flow.domain.compensation.amounts import NOTHING, Missing, cents, gathered, percent_of, spelt
from mandate_flow.domain.compensation.control.period import Period
from mandate_flow.domain.compensation.words import LABELS, difference, rate_of, sum_of
from mandate_flow.domain.compensation.year.line import Line
from mandate_flow.domain.law import Text
from mandate_flow.domain.wording import euro_words, number_words

FINAL: Final = ("sgei_decision.final_check", "sgei_decision.recovery")
TOLERANCE: Final = ("sgei_decision.tolerance",)
CAP: Final = ("sgei_decision.compensation_cap", "altmark.a3")


class Outcome(StrEnum):
    """What the law makes of a period."""

    NONE = "none"  # no excess; a shortfall gives no right by itself
    CARRY = "carry"  # may be deducted from the next period's compensation
    REPAY = "repay"  # the whole excess is returned
    EXEMPT = "exempt"  # no check is due; the agreed profit is checked alone


@dataclass(frozen=True, slots=True)
class YearResult:
    """A year, in euros. `repaid`: what was already returned of it, which no longer counts as paid."""

    year: int
    paid: Decimal | Missing
    maximum: Decimal | Missing
    repaid: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class PeriodCheck:
    """Euros. `excess` below zero is a shortfall. `known`: the years counted; all of the period's when `complete`.

    `limit` is None where the law of that day gives no tolerance, which matters only to an excess one may carry.
    Of an excess, `carry` goes to the next period and `repay` is returned; one of them is zero.
    """

    period: Period
    known: tuple[int, ...]
    lines: tuple[Line, ...]
    paid: Decimal
    maximum: Decimal
    carried_in: Decimal
    excess: Decimal
    average: Decimal
    limit: Decimal | None
    outcome: Outcome
    carry: Decimal = NOTHING
    repay: Decimal = NOTHING

    @property
    def complete(self) -> bool:
        """Whether every year of the period is counted: until then the check tells where it stands."""
        return self.known == self.period.years


def check_period(
    period: Period,
    results: Sequence[YearResult],
    tolerance: Decimal | None,
    *,
    carried_in: Decimal | Missing = NOTHING,
    decided_to_repay: bool = False,
    exempt: bool = False,
) -> PeriodCheck | Missing:
    """OVER = Σ paid + carried in − Σ maximum; LIM = tolerance × the average paid (article 6(2) of the SGEI Decision).

    `tolerance` in percent as typed; `results` are those of the period's years that are known, up to the day one asks.
    An authority may ask for repayment where the law would allow a carry-forward.
    """
    asked = [one for one in results if one.year in period.years]
    gap = gathered(*(_named(one) for one in asked), carried_in)
    if gap.names or isinstance(carried_in, Missing):
        return gap
    if not asked:
        return Missing(("paid",))
    return _checked(period, asked, tolerance, carried_in, decided_to_repay=decided_to_repay, exempt=exempt)


def _checked(
    period: Period,
    asked: Sequence[YearResult],
    tolerance: Decimal | None,
    carried_in: Decimal,
    *,
    decided_to_repay: bool,
    exempt: bool,
) -> PeriodCheck | Missing:
    kept = [_euros(one.paid) - one.repaid for one in asked]
    most = [_euros(one.maximum) for one in asked]
    paid, maximum = sum(kept, NOTHING), sum(most, NOTHING)
    excess = paid + carried_in - maximum
    average = cents(paid / len(asked))
    limit = None if tolerance is None else max(NOTHING, percent_of(average, tolerance))
    outcome = _outcome(excess, limit, last=period.last, exempt=exempt)
    if isinstance(outcome, Missing):
        return outcome
    repays = outcome is Outcome.REPAY or (outcome is Outcome.CARRY and decided_to_repay)
    lines = [
        *_over_lines(kept, most, carried_in),
        Line("average", LABELS["average"], _mean(paid, len(asked)), average, TOLERANCE),
    ]
    if limit is not None and tolerance is not None:
        law = FINAL if period.last else TOLERANCE
        lines.append(Line("limit", LABELS["limit"], rate_of(average, tolerance), limit, law))
    return PeriodCheck(
        period,
        tuple(one.year for one in asked),
        tuple(lines),
        paid,
        maximum,
        carried_in,
        excess,
        average,
        limit,
        outcome,
        carry=excess if outcome is Outcome.CARRY and not repays else NOTHING,
        repay=excess if repays else NOTHING,
    )


def _over_lines(kept: Sequence[Decimal], most: Sequence[Decimal], carried_in: Decimal) -> Iterator[Line]:
    paid, maximum = sum(kept, NOTHING), sum(most, NOTHING)
    yield Line("period_paid", LABELS["period_paid"], sum_of(kept), paid, CAP, total=True)
    yield Line("period_maximum", LABELS["period_maximum"], sum_of(most), maximum, CAP, total=True)
    yield Line("carried_in", LABELS["carried_in"], EMPTY, carried_in, TOLERANCE)
    words, excess = _over(paid, carried_in, maximum), paid + carried_in - maximum
    yield Line("period_excess", LABELS["period_excess"], words, excess, CAP, total=True)


def check_periods(
    all_periods: Sequence[Period],
    results: Mapping[int, YearResult],
    tolerance: Decimal | None,
    *,
    to_repay: frozenset[int] = frozenset(),
    exempt: bool = False,
) -> tuple[PeriodCheck | Missing, ...]:
    """Every period in order, what one carries deducted from the next; `to_repay`: ends of periods decided so.

    A period that lacks a year carries nothing that is known: the next one says so.
    """
    found: list[PeriodCheck | Missing] = []
    carried: Decimal | Missing = NOTHING
    for one in all_periods:
        held = [results[year] for year in one.years if year in results]
        checked = check_period(
            one, held, tolerance, carried_in=carried, decided_to_repay=one.end in to_repay, exempt=exempt
        )
        found.append(checked)
        if isinstance(checked, Missing):
            carried = checked
        else:
            lacking = tuple(f"paid@{year}" for year in one.years if year not in results)
            carried = checked.carry if checked.complete else Missing(lacking)
    return tuple(found)


def _outcome(excess: Decimal, limit: Decimal | None, *, last: bool, exempt: bool) -> Outcome | Missing:
    if exempt:
        return Outcome.EXEMPT
    if excess <= 0:
        return Outcome.NONE
    if last:
        return Outcome.REPAY
    if limit is None:
        return Missing(("law.sgei_decision.tolerance",))
    return Outcome.REPAY if excess > limit else Outcome.CARRY


EMPTY: Final[Text] = {"fr": "", "en": "", "nl": ""}


def _over(paid: Decimal, carried_in: Decimal, maximum: Decimal) -> Text:
    if not carried_in:
        return difference(paid, maximum)
    return spelt(
        lambda lang: f"{euro_words(paid, lang)} + {euro_words(carried_in, lang)} − {euro_words(maximum, lang)}"
    )


def _mean(paid: Decimal, years: int) -> Text:
    return spelt(lambda lang: f"{euro_words(paid, lang)} ÷ {number_words(Decimal(years), lang)}")


def _named(one: YearResult) -> Missing:
    return Missing(tuple(f"{name}@{one.year}" for name in gathered(one.maximum, one.paid).names))


def _euros(amount: Decimal | Missing) -> Decimal:
    return NOTHING if isinstance(amount, Missing) else amount
