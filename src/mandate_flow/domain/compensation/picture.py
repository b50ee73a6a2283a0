"""The money of one mandate seen whole: its years, its control periods, where each stands, and what is exempt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.compensation.amounts import NOTHING, Missing
from mandate_flow.domain.compensation.control.check import PeriodCheck, YearResult, check_periods
from mandate_flow.domain.compensation.control.exemption import Exemption, ExemptionKind, business_plan, reinvestment
from mandate_flow.domain.compensation.control.period import Cycle, Period, cycle, period_of, periods
from mandate_flow.domain.compensation.profit import ProfitStanding, ProfitVerdict, judge_profit, profit_cap
from mandate_flow.domain.compensation.reading import account_of, fact, incomes_of, number, years_of
from mandate_flow.domain.compensation.year.statement import Statement, statement
from mandate_flow.domain.file import File
from mandate_flow.domain.law import Citation, LawBook

TOLERANCE: Final = "sgei_decision.tolerance"
MARGIN: Final = "sgei_decision.profit_cap_bp"
OTHER_INCOME: Final = "sgei_decision.other_income_exemption"
TENDER: Final = "tender"
REPAY: Final = "repay"
EXCESS: Final = "excess"


@dataclass(frozen=True, slots=True)
class Picture:
    """`law` are the citations it rests on; `cycle` is missing where the law of that day knows no interval."""

    years: tuple[int, ...]
    statements: Mapping[int, Statement]
    results: Mapping[int, YearResult]
    cycle: Cycle | Missing
    periods: tuple[Period, ...]
    tolerance: Citation | None
    exemption: Exemption | None
    profit: ProfitVerdict | Missing
    repay_ends: frozenset[int]

    @property
    def exempt(self) -> bool:
        """Whether an exemption was claimed and everything it asks for is shown."""
        return self.exemption is not None and self.exemption.holds is True

    @property
    def law(self) -> tuple[Citation, ...]:
        """The citations used."""
        every = () if isinstance(self.cycle, Missing) else (self.cycle.law,)
        return (*every, self.tolerance) if self.tolerance else every

    def checks(self, until: int | None = None) -> tuple[PeriodCheck | Missing, ...]:
        """Every period, counting the years up to `until` (all that are complete when None)."""
        if until is None:
            held = {year: one for year, one in self.results.items() if not isinstance(one.maximum, Missing)}
        else:
            held = {year: one for year, one in self.results.items() if year <= until}
        return check_periods(self.periods, held, self._percent, to_repay=self.repay_ends, exempt=self.exempt)

    def check_of(self, year: int) -> PeriodCheck | Missing:
        """The period of a year, as it stands once that year is known."""
        period = period_of(self.periods, year)
        if period is None:
            return Missing(("mandate_start", "mandate_end"))
        return self.checks(year)[period.number - 1]

    @property
    def _percent(self) -> Decimal | None:
        value = self.tolerance.quantity.value if self.tolerance else None
        return value if isinstance(value, Decimal) else None


def picture(file: File, law: LawBook, entrusted_on: date) -> Picture:
    """The money of a file, under the law of the day of entrustment."""
    years = years_of(file)
    statements = {year: statement(account_of(file, str(year))) for year in years}
    every = _cycle(file, law, entrusted_on)
    length = len(years) if isinstance(every, Missing) else every.years
    profit = _profit(file, law, entrusted_on)
    found = periods(years, length) if years else ()
    return Picture(
        years,
        statements,
        {year: YearResult(year, one.paid, one.maximum, _repaid(file, one, found)) for year, one in statements.items()},
        every,
        found,
        law.cite(TOLERANCE, entrusted_on),
        _exemption(file, law, entrusted_on, profit),
        profit,
        frozenset(one.end for one in found if fact(file, "control_decision", str(one.end)) == REPAY),
    )


def _cycle(file: File, law: LawBook, entrusted_on: date) -> Cycle | Missing:
    written = number(file, "control_cycle_years")
    return cycle(
        law,
        entrusted_on,
        regime=str(fact(file, "regime") or ""),
        tendered=fact(file, "altmark_selection") == TENDER,
        written=None if written is None else int(written),
    )


def _repaid(file: File, one: Statement, all_periods: tuple[Period, ...]) -> Decimal:
    """What was recovered of a year before its period ended; at the end, the check itself says what is due."""
    year = str(one.year)
    if any(one.year == period.end for period in all_periods):
        return NOTHING
    if fact(file, "recovery_reason", year) != EXCESS or fact(file, "recovered_on", year) is None:
        return NOTHING
    return number(file, "recovery_amount", year) or NOTHING


def _profit(file: File, law: LawBook, entrusted_on: date) -> ProfitVerdict | Missing:
    cited = law.cite(MARGIN, entrusted_on)
    margin = cited.quantity.value if cited else None
    risk = fact(file, "commercial_risk")
    return judge_profit(
        number(file, "profit_rate"),
        profit_cap(number(file, "swap_rate"), margin if isinstance(margin, Decimal) else None),
        commercial_risk=risk if isinstance(risk, bool) else None,
        reasons_given=fact(file, "profit_justification") is not None,
    )


def _exemption(file: File, law: LawBook, entrusted_on: date, profit: ProfitVerdict | Missing) -> Exemption | None:
    """The one the act claims, where the law of that day knows it."""
    claimed = fact(file, "control_exemption")
    if claimed == "business_plan" and law.cite(ExemptionKind.BUSINESS_PLAN.law, entrusted_on):
        return business_plan(
            lump_sum=_yes(file, "compensation_lump_sum"),
            plan_deposited=bool(file.deposited("business_plan")),
            profit_within=None if isinstance(profit, Missing) else profit.standing in ALLOWED,
        )
    if claimed == "reinvestment" and law.cite(ExemptionKind.REINVESTMENT.law, entrusted_on):
        limit = law.cite(OTHER_INCOME, entrusted_on)
        closed = [int(year) for year in sorted(file.controls)]
        value = limit.quantity.value if limit else None
        return reinvestment(
            incomes_of(file, closed),
            value if isinstance(value, Decimal) else None,
            mainly_service=_yes(file, "mainly_the_service"),
            reinvests=_yes(file, "profits_reinvested"),
        )
    return None


ALLOWED: Final = frozenset({ProfitStanding.WITHIN, ProfitStanding.JUSTIFIED})


def _yes(file: File, name: str) -> bool | None:
    found = fact(file, name)
    return found if isinstance(found, bool) else None
