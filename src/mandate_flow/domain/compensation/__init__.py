"""What an entrusted service may be paid: the account of a year, its statement, the periods of control, what is due."""

from mandate_flow.domain.compensation.amounts import Missing
from mandate_flow.domain.compensation.avoided import Situation, net_avoided_cost
from mandate_flow.domain.compensation.control.check import Outcome, PeriodCheck, YearResult, check_period, check_periods
from mandate_flow.domain.compensation.control.exemption import (
    Exemption,
    ExemptionKind,
    Income,
    business_plan,
    reinvestment,
)
from mandate_flow.domain.compensation.control.period import Cycle, Period, cycle, period_of, periods
from mandate_flow.domain.compensation.profit import ProfitStanding, ProfitVerdict, judge_profit, profit_cap
from mandate_flow.domain.compensation.projection import Drift, Planned, Projected, Projection, Scenario, project
from mandate_flow.domain.compensation.recovery import InterestYear, Recovery, recovery
from mandate_flow.domain.compensation.year.account import Direct, Pool, Revenue, RevenueKind, YearAccount
from mandate_flow.domain.compensation.year.keys import Key, KeyFault, KeyProblem, Keys
from mandate_flow.domain.compensation.year.line import Line, Unit
from mandate_flow.domain.compensation.year.statement import Statement, statement

__all__ = [
    "Cycle",
    "Direct",
    "Drift",
    "Exemption",
    "ExemptionKind",
    "Income",
    "InterestYear",
    "Key",
    "KeyFault",
    "KeyProblem",
    "Keys",
    "Line",
    "Missing",
    "Outcome",
    "Period",
    "PeriodCheck",
    "Planned",
    "Pool",
    "ProfitStanding",
    "ProfitVerdict",
    "Projected",
    "Projection",
    "Recovery",
    "Revenue",
    "RevenueKind",
    "Scenario",
    "Situation",
    "Statement",
    "Unit",
    "YearAccount",
    "YearResult",
    "business_plan",
    "check_period",
    "check_periods",
    "cycle",
    "judge_profit",
    "net_avoided_cost",
    "period_of",
    "periods",
    "profit_cap",
    "project",
    "recovery",
    "reinvestment",
    "statement",
]
