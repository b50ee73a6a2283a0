"""What a condition may ask of the money of a year, after `money.`."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from mandate_flow.domain.compensation.amounts import Missing
from mandate_flow.domain.compensation.control.check import PeriodCheck
from mandate_flow.domain.compensation.control.period import period_of
from mandate_flow.domain.compensation.picture import Picture
from mandate_flow.domain.compensation.reading import keys_of, plan_of, rows
from mandate_flow.domain.file import File

OF_YEAR: Final = ("cost", "revenue", "net_cost", "profit", "maximum", "paid", "excess")
OF_PERIOD: Final = ("period_excess", "period_limit", "period_average", "period_outcome", "carried_in")
TRUTHS: Final = ("keys_complete", "keys_whole", "plan_complete", "period_ends", "exempt")
NAMES: Final = (*OF_YEAR, *OF_PERIOD, *TRUTHS, "period_years", "period_end")
OF_THE_ACT: Final = ("keys_whole", "plan_complete", "exempt")
"""What does not depend on a year."""


def money_name(seen: Picture, file: File, year: str, name: str) -> object | Missing:
    """The value of `money.<name>` for a fiscal year; Missing names what is lacking."""
    match name:
        case "keys_whole":
            return not keys_of(file).problems()
        case "plan_complete":
            return bool(seen.years) and {one.year for one in plan_of(file)} >= set(seen.years)
        case "exempt":
            return seen.exemption.holds if seen.exemption else False
    if not year.isdigit():
        return Missing(("fiscal_year_end",))
    return _of_year(seen, file, int(year), name)


def _of_year(seen: Picture, file: File, year: int, name: str) -> object | Missing:
    if name in OF_YEAR:
        found = seen.statements.get(year)
        return Missing(("mandate_start", "mandate_end")) if found is None else getattr(found, name)
    if name == "keys_complete":
        pools = rows(file, "common_costs", str(year)) or ()
        return not keys_of(file).problems(str(row.get("pool") or "") for row in pools)
    period = period_of(seen.periods, year)
    if period is None:
        return Missing(("mandate_start", "mandate_end"))
    match name:
        case "period_years":
            return Decimal(len(period.years))
        case "period_end":
            return Decimal(period.end)
        case "period_ends":
            return period.end == year
    return _of_period(seen.check_of(year), name)


def _of_period(check: PeriodCheck | Missing, name: str) -> object | Missing:
    if isinstance(check, Missing):
        return check
    match name:
        case "period_excess":
            return check.excess
        case "period_average":
            return check.average
        case "period_limit":
            return Missing(("law.sgei_decision.tolerance",)) if check.limit is None else check.limit
        case "period_outcome":
            return check.outcome.value
        case "carried_in":
            return check.carried_in
    return Missing((f"money.{name}",))
