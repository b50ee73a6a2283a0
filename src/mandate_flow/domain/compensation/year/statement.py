"""The statement of one year, from costs to excess: each line can be redone by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, TypeAlias

from mandate_flow.domain.compensation.amounts import HUNDRED, NOTHING, Missing, cents, gathered, percent_of
from mandate_flow.domain.compensation.words import (
    LABELS,
    NO_LINE,
    at_least_nothing,
    difference,
    rate_of,
    return_of,
    share_of,
    sum_of,
)
from mandate_flow.domain.compensation.year.account import YearAccount
from mandate_flow.domain.compensation.year.line import Line, Unit
from mandate_flow.domain.law import Text

Amount: TypeAlias = Decimal | Missing

COSTS: Final = ("sgei_decision.costs",)
SHARES: Final = ("sgei_decision.costs", "sgei_decision.separate_accounts", "altmark.a2")
REVENUES: Final = ("sgei_decision.revenues",)
NET_COST: Final = ("sgei_decision.net_cost",)
PROFIT: Final = ("sgei_decision.reasonable_profit", "sgei_decision.profit_cap_bp")
CAP: Final = ("sgei_decision.compensation_cap", "altmark.a3")
SHOWN_PERCENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Statement:
    """Euros, each as its line shows it. `excess` is above zero for too much, below for a shortfall.

    `returned`: the return on capital that the year gave, in percent as typed; None when no capital is employed.
    """

    year: int
    lines: tuple[Line, ...]
    cost: Amount
    revenue: Amount
    net_cost: Amount
    profit: Amount
    maximum: Amount
    paid: Amount
    excess: Amount
    returned: Decimal | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of all that is not known and the excess needs."""
        return self.excess.names if isinstance(self.excess, Missing) else ()

    def line(self, code: str) -> Line | None:
        """The line of that code."""
        return next((one for one in self.lines if one.code == code), None)


def statement(account: YearAccount) -> Statement:
    """What the account of a year gives (articles 5(1) to 5(5) of the SGEI Decision); what is not known is named."""
    lines: list[Line] = []
    cost = _cost(account, lines)
    revenue = _revenue(account, lines)
    net_cost = _net_cost(cost, revenue, lines)
    profit = _profit(account, lines)
    maximum = _maximum(net_cost, profit, lines)
    paid = _paid(account, lines)
    excess = _excess(paid, maximum, lines)
    returned = _return(account, cost, revenue, paid, lines)
    return Statement(account.year, tuple(lines), cost, revenue, net_cost, profit, maximum, paid, excess, returned)


def _cost(account: YearAccount, lines: list[Line]) -> Amount:
    direct = _direct(account, lines)
    common = _common(account, lines)
    if isinstance(direct, Missing) or isinstance(common, Missing):
        return gathered(direct, common)
    return _total("cost", (direct, common), lines, COSTS)


def _direct(account: YearAccount, lines: list[Line]) -> Amount:
    if account.direct is None:
        return Missing(("direct_costs",))
    parts = [
        Line(f"direct.{place}", _typed(one.label), NO_WORDS, cents(one.amount), COSTS, one.source)
        for place, one in enumerate(account.direct, 1)
    ]
    lines.extend(parts)
    return _total("direct", (one.amount for one in parts), lines, COSTS)


def _common(account: YearAccount, lines: list[Line]) -> Amount:
    if account.pools is None:
        return Missing(("common_costs",))
    parts: list[Line] = []
    for place, pool in enumerate(account.pools, 1):
        key = account.keys.of(pool.name)
        if key is None or key.share is None:
            return Missing(("allocation_keys",))
        parts.append(
            Line(
                f"common.{place}",
                _typed(pool.name),
                share_of(pool.amount, key.numerator, key.denominator, key.unit),
                cents(pool.amount * key.numerator / key.denominator),
                SHARES,
                key.source,
            )
        )
    lines.extend(parts)
    return _total("common", (one.amount for one in parts), lines, SHARES)


def _revenue(account: YearAccount, lines: list[Line]) -> Amount:
    if account.revenues is None:
        return Missing(("revenues",))
    parts = [
        Line(f"revenue.{place}", _typed(one.label), LABELS[one.kind], cents(one.amount), REVENUES)
        for place, one in enumerate(account.revenues, 1)
    ]
    lines.extend(parts)
    return _total("revenue", (one.amount for one in parts), lines, REVENUES)


def _net_cost(cost: Amount, revenue: Amount, lines: list[Line]) -> Amount:
    if isinstance(cost, Missing) or isinstance(revenue, Missing):
        return gathered(cost, revenue)
    return _add(
        Line("net_cost", LABELS["net_cost"], difference(cost, revenue), cost - revenue, NET_COST, total=True), lines
    )


def _profit(account: YearAccount, lines: list[Line]) -> Amount:
    names = [
        name for name, one in (("capital_employed", account.capital), ("profit_rate", account.rate)) if one is None
    ]
    if account.capital is None or account.rate is None:
        return Missing(tuple(names))
    amount = percent_of(account.capital, account.rate)
    return _add(Line("profit", LABELS["profit"], rate_of(account.capital, account.rate), amount, PROFIT), lines)


def _maximum(net_cost: Amount, profit: Amount, lines: list[Line]) -> Amount:
    if isinstance(net_cost, Missing) or isinstance(profit, Missing):
        return gathered(net_cost, profit)
    said, amount = at_least_nothing(net_cost, profit), max(NOTHING, net_cost + profit)
    return _add(Line("maximum", LABELS["maximum"], said, amount, CAP, total=True), lines)


def _paid(account: YearAccount, lines: list[Line]) -> Amount:
    if account.paid is None:
        return Missing(("paid",))
    return _add(Line("paid", LABELS["paid"], NO_WORDS, cents(account.paid), CAP), lines)


def _excess(paid: Amount, maximum: Amount, lines: list[Line]) -> Amount:
    if isinstance(paid, Missing) or isinstance(maximum, Missing):
        return gathered(maximum, paid)
    return _add(Line("excess", LABELS["excess"], difference(paid, maximum), paid - maximum, CAP, total=True), lines)


def _return(account: YearAccount, cost: Amount, revenue: Amount, paid: Amount, lines: list[Line]) -> Decimal | None:
    if isinstance(cost, Missing) or isinstance(revenue, Missing) or isinstance(paid, Missing) or not account.capital:
        return None
    made = (revenue + paid - cost) * HUNDRED / account.capital
    shown = made.quantize(SHOWN_PERCENT, ROUND_HALF_UP)
    said = return_of(revenue, paid, cost, account.capital)
    lines.append(Line("return", LABELS["return"], said, shown, PROFIT, unit=Unit.PERCENT))
    return made


NO_WORDS: Final[Text] = {"fr": "", "en": "", "nl": ""}


def _typed(label: str) -> Text:
    return {"fr": label, "en": label, "nl": label}


def _total(code: str, amounts: Iterable[Decimal], lines: list[Line], law: tuple[str, ...]) -> Decimal:
    listed = tuple(amounts)
    said = sum_of(listed) if listed else NO_LINE
    return _add(Line(code, LABELS[code], said, sum(listed, NOTHING), law, total=True), lines)


def _add(line: Line, lines: list[Line]) -> Decimal:
    lines.append(line)
    return line.amount
