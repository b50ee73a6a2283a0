"""What a service may be paid in a year: the worked example to the cent, keys, profit, and what must always hold."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mandate_flow.domain.compensation import (
    Direct,
    KeyFault,
    Keys,
    Missing,
    Period,
    Pool,
    ProfitStanding,
    ProfitVerdict,
    Revenue,
    RevenueKind,
    Situation,
    YearAccount,
    check_periods,
    judge_profit,
    net_avoided_cost,
    profit_cap,
    statement,
)
from tests.domain.accounts import KEYS, YEARS, euros, key, line, of_year, result

AMOUNTS = some.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)


def test_the_worked_example_line_by_line() -> None:
    found = of_year(2026, 217_000)
    assert {one.code: one.amount for one in found.lines if one.code != "return"} == {
        "direct.1": euros(310_000),
        "direct": euros(310_000),
        "common.1": euros("36000.00"),
        "common.2": euros("16200.00"),
        "common.3": euros("12000.00"),
        "common": euros("64200.00"),
        "cost": euros("374200.00"),
        "revenue.1": euros(168_000),
        "revenue.2": euros(20_000),
        "revenue": euros(188_000),
        "net_cost": euros("186200.00"),
        "profit": euros("8280.00"),
        "maximum": euros("194480.00"),
        "paid": euros(217_000),
        "excess": euros("22520.00"),
    }
    assert (
        line(found, "common.1").formula["fr"].replace("\u202f", " ").replace("\u00a0", " ") == "60 000 € × 6 ÷ 10 (ETP)"
    )
    assert line(found, "profit").formula["en"] == "€240,000 × 3.45%"
    assert line(found, "direct.1").source == "grand livre"
    assert all(one.law and set(one.label) == {"fr", "en", "nl"} for one in found.lines)


def test_the_cross_check_of_the_return_on_capital() -> None:
    found = of_year(2026, 217_000)
    assert line(found, "return").amount == Decimal("12.83")
    assert found.returned is not None
    assert ((found.returned - Decimal("3.45")) * 240_000 / 100).quantize(Decimal("0.01")) == euros("22520.00")
    assert statement(replace(YEARS[2026], paid=euros(0), capital=euros(0))).returned is None


@pytest.mark.parametrize(
    ("year", "paid", "figures"),
    [
        (2026, 217_000, ("374200", "186200", "8280", "194480", "22520")),
        (2027, 205_000, ("386250", "185250", "7866", "193116", "11884")),
        (2028, 205_000, ("401100", "201100", "7452", "208552", "-3552")),
    ],
)
def test_the_three_years(year: int, paid: int, figures: tuple[str, ...]) -> None:
    found = of_year(year, paid)
    assert (found.cost, found.net_cost, found.profit, found.maximum, found.excess) == tuple(map(euros, figures))


def test_without_a_rate_nothing_is_zero() -> None:
    found = statement(replace(YEARS[2026], rate=None, paid=euros(1)))
    assert found.profit == Missing(("profit_rate",))
    assert found.maximum == Missing(("profit_rate",))
    assert found.missing == ("profit_rate",)
    assert found.net_cost == euros(186_200)
    bare = statement(YearAccount(2026, None, None, None, None, None, None))
    assert bare.missing == ("direct_costs", "common_costs", "revenues", "capital_employed", "profit_rate", "paid")
    [checked] = check_periods([Period(1, (2026,), last=True)], {2026: result(found)}, Decimal(10))
    assert checked == Missing(("profit_rate@2026",))


@pytest.mark.parametrize(
    ("rate", "risk", "reasons", "standing"),
    [
        ("3.45", None, False, ProfitStanding.WITHIN),
        ("3.46", False, True, ProfitStanding.REFUSED),
        ("3.46", True, False, ProfitStanding.TO_JUSTIFY),
        ("3.46", True, True, ProfitStanding.JUSTIFIED),
    ],
)
def test_the_profit_limit(rate: str, *, risk: bool | None, reasons: bool, standing: ProfitStanding) -> None:
    cap = profit_cap(Decimal("2.45"), Decimal(100))
    found = judge_profit(Decimal(rate), cap, commercial_risk=risk, reasons_given=reasons)
    assert isinstance(found, ProfitVerdict)
    assert (found.cap, found.standing) == (Decimal("3.45"), standing)


def test_the_profit_limit_names_the_rate_it_lacks() -> None:
    cap = profit_cap(None, Decimal(100))
    assert cap == Missing(("swap_rate",))
    assert judge_profit(Decimal(1), cap, commercial_risk=None, reasons_given=False) == cap
    above = judge_profit(Decimal(9), Decimal(3), commercial_risk=None, reasons_given=False)
    assert above == Missing(("commercial_risk",))


def test_net_avoided_cost() -> None:
    lines = net_avoided_cost(Situation(euros(374_200), euros(188_000)), Situation(euros(90_000), euros(105_000)))
    assert [one.amount for one in lines] == [euros(186_200), euros(-15_000), euros(201_200)]


def test_keys_say_what_is_wrong_with_them() -> None:
    assert not KEYS.problems(["Siège", "siège "])
    faults = {one.fault for one in Keys((key("Siège", "6", "10"), key("Loyer", "1", "0"))).problems(["Parc"])}
    assert faults == {KeyFault.NOT_WHOLE, KeyFault.OUT_OF_RANGE, KeyFault.NO_KEY}
    twice = Keys((key("Siège", "1", "2"), key("siège", "1", "2")))
    assert [one.fault for one in twice.problems()] == [KeyFault.REPEATED]
    changed = Keys((*KEYS.keys[:4], key("Communication", "1", "4"), key("Communication", "3", "4", activity="other")))
    assert [(one.fault, one.pool) for one in changed.changed_from(KEYS)] == [(KeyFault.CHANGED, "Communication")]
    same = Keys(tuple(replace(one, numerator=one.numerator * 3, denominator=one.denominator * 3) for one in KEYS.keys))
    assert not same.changed_from(KEYS)


@given(some.lists(some.integers(1, 1000), min_size=1, max_size=6), AMOUNTS)
def test_shares_of_whole_keys_make_the_pool_again(parts: list[int], amount: Decimal) -> None:
    whole = sum(parts)
    keys = Keys(
        (
            *(key("Siège", str(part), str(whole), activity=f"a{place}") for place, part in enumerate(parts)),
            key("Siège", "0", str(whole)),
        )
    )
    assert not keys.problems(["Siège"])
    assert sum((one.share or Fraction(0) for one in keys.keys), Fraction(0)) == 1
    fewer = Keys(keys.keys[1:])
    assert KeyFault.NOT_WHOLE in {one.fault for one in fewer.problems()}


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, some.decimals(0, 20, places=2), some.integers(0, 100))
def test_lines_add_up_as_shown(
    direct: Decimal, pool: Decimal, fees: Decimal, paid: Decimal, rate: Decimal, part: int
) -> None:
    keys = Keys((key("Siège", str(part), "100"), key("Siège", str(100 - part), "100", activity="other")))
    found = statement(
        YearAccount(
            2026,
            (Direct("a", direct),),
            (Pool("Siège", pool),),
            (Revenue("b", RevenueKind.FEES, fees),),
            direct,
            rate,
            paid,
            keys,
        )
    )
    amounts = {one.code: one.amount for one in found.lines}
    assert amounts["cost"] == amounts["direct"] + amounts["common"]
    assert amounts["net_cost"] == amounts["cost"] - amounts["revenue"]
    assert amounts["maximum"] == max(Decimal(0), amounts["net_cost"] + amounts["profit"])
    assert amounts["excess"] == amounts["paid"] - amounts["maximum"]
    assert all(one.amount == one.amount.quantize(Decimal("0.01")) for one in found.lines)
    assert all("cents" in one.kept() or "percent" in one.kept() for one in found.lines)
