"""The legal control of compensation: cycles, periods, carry-forward, repayment, exemptions."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mandate_flow.content.library import load
from mandate_flow.content.where import find_content
from mandate_flow.domain.compensation import (
    Cycle,
    Income,
    Missing,
    Outcome,
    Period,
    PeriodCheck,
    YearResult,
    business_plan,
    check_periods,
    cycle,
    period_of,
    periods,
    reinvestment,
)
from tests.domain.accounts import euros, of_year, result

LAW = load(find_content()).law
TEN = Decimal(10)
NOTHING = Decimal(0)
AMOUNTS = some.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)
RUNS = some.lists(some.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("paid", "excess", "outcome"),
    [(217_000, "22520.00", Outcome.REPAY), (205_000, "10520.00", Outcome.CARRY), (180_000, "-14480.00", Outcome.NONE)],
)
def test_the_three_outcomes_of_2026(paid: int, excess: str, outcome: Outcome) -> None:
    found = of_year(2026, paid)
    assert found.excess == euros(excess)
    [checked] = check_periods([Period(1, (2026,), last=False)], {2026: result(found)}, TEN)
    assert isinstance(checked, PeriodCheck)
    assert (checked.limit, checked.outcome) == (euros(paid) / 10, outcome)


def legal_check(first_paid: int, entrusted_on: date = date(2026, 1, 1)) -> tuple[PeriodCheck | Missing, ...]:
    """The mandate of the example runs five years; the first three are known."""
    paid = {2026: first_paid, 2027: 205_000, 2028: 205_000}
    every = cycle(LAW, entrusted_on)
    assert isinstance(every, Cycle)
    return check_periods(
        periods(range(2026, 2031), every.years), {year: result(of_year(year, paid[year])) for year in paid}, TEN
    )


def test_the_legal_check_of_three_years_repays_in_full() -> None:
    first = legal_check(217_000)[0]
    assert isinstance(first, PeriodCheck)
    assert first.complete
    assert (first.paid, first.maximum, first.excess) == (euros(627_000), euros(596_148), euros(30_852))
    assert (first.average, first.limit, first.outcome) == (euros("209000.00"), euros("20900.00"), Outcome.REPAY)
    assert (first.repay, first.carry) == (euros("30852.00"), NOTHING)


def test_the_variant_is_carried_forward() -> None:
    first = legal_check(205_000)[0]
    assert isinstance(first, PeriodCheck)
    assert (first.paid, first.excess, first.limit) == (euros(615_000), euros("18852.00"), euros("20500.00"))
    assert (first.outcome, first.carry, first.repay) == (Outcome.CARRY, euros("18852.00"), NOTHING)


def test_what_is_carried_is_deducted_from_the_next_period_and_the_last_one_repays() -> None:
    both = periods(range(2026, 2031), 3)
    results = {year: YearResult(year, euros(100_000), euros(97_000)) for year in range(2026, 2031)}
    first, last = check_periods(both, results, TEN)
    assert isinstance(first, PeriodCheck)
    assert isinstance(last, PeriodCheck)
    assert (first.outcome, first.carry) == (Outcome.CARRY, euros(9_000))
    assert (last.carried_in, last.excess, last.limit) == (euros(9_000), euros(15_000), euros(10_000))
    assert (last.outcome, last.repay) == (Outcome.REPAY, euros(15_000))
    asked = check_periods(both, results, TEN, to_repay=frozenset({2028}))
    assert [one.repay for one in asked if isinstance(one, PeriodCheck)] == [euros(9_000), euros(6_000)]


def test_a_small_excess_at_the_end_is_repaid_too() -> None:
    [only] = check_periods(periods([2026], 3), {2026: YearResult(2026, euros(100), euros("99.99"))}, TEN)
    assert isinstance(only, PeriodCheck)
    assert (only.outcome, only.repay) == (Outcome.REPAY, euros("0.01"))


def test_what_was_already_returned_no_longer_counts() -> None:
    results = {2026: YearResult(2026, euros(217_000), euros(194_480), euros(22_520))}
    [only] = check_periods(periods([2026], 3), results, TEN)
    assert isinstance(only, PeriodCheck)
    assert (only.excess, only.outcome) == (NOTHING, Outcome.NONE)


def test_the_next_period_does_not_know_what_an_unfinished_one_carries() -> None:
    results = {year: YearResult(year, euros(100), euros(99)) for year in (2026, 2029)}
    first, second = check_periods(periods(range(2026, 2031), 3), results, TEN)
    assert isinstance(first, PeriodCheck)
    assert (first.complete, first.excess) == (False, euros(1))
    assert second == Missing(("paid@2027", "paid@2028"))


@pytest.mark.parametrize(
    ("day", "regime", "tendered", "written", "years"),
    [
        (date(2026, 1, 7), "R6_DECISION", False, None, 3),
        (date(2026, 1, 8), "R6_DECISION", False, None, 5),
        (date(2026, 1, 8), "R6_DECISION", False, 3, 3),
        (date(2026, 1, 8), "R6_DECISION", False, 7, 5),
        (date(2026, 1, 8), "R8_NOTIFY", False, None, 2),
        (date(2026, 1, 8), "R8_NOTIFY", True, None, 3),
    ],
)
def test_the_cycle_is_that_of_the_day_of_entrustment(
    day: date, regime: str, *, tendered: bool, written: int | None, years: int
) -> None:
    found = cycle(LAW, day, regime=regime, tendered=tendered, written=written)
    assert isinstance(found, Cycle)
    assert found.years == years


def test_a_text_without_a_cycle_says_so() -> None:
    assert cycle(LAW, date(2009, 5, 1)) == Missing(("law.sgei_decision.control_years",))


def test_exemptions_say_what_is_to_show() -> None:
    plan = business_plan(lump_sum=True, plan_deposited=True, profit_within=None)
    assert plan.holds == Missing(("profit_rate",))
    assert business_plan(lump_sum=False, plan_deposited=True, profit_within=None).holds is False
    incomes = {2026: Income(euros(400_000), euros(20_000)), 2027: Income(euros(400_000), euros("20000.01"))}
    first = reinvestment({2026: incomes[2026]}, Decimal(5), mainly_service=True, reinvests=True)
    assert first.holds is True
    assert reinvestment(incomes, Decimal(5), mainly_service=True, reinvests=True).holds is False
    assert LAW.cite(first.kind.law, date(2026, 1, 8)) is not None
    assert LAW.cite(first.kind.law, date(2026, 1, 7)) is None


@given(run=RUNS, every=some.integers(1, 6), repays=some.booleans())
def test_carried_and_repaid_make_the_excess(run: list[tuple[Decimal, Decimal]], every: int, *, repays: bool) -> None:
    results = {2026 + place: YearResult(2026 + place, paid, most) for place, (paid, most) in enumerate(run)}
    all_periods = periods(tuple(results), every)
    ends = frozenset(one.end for one in all_periods) if repays else frozenset()
    carried = Decimal(0)
    for one in check_periods(all_periods, results, TEN, to_repay=ends):
        assert isinstance(one, PeriodCheck)
        assert one.carried_in == carried
        assert one.carry + one.repay == max(Decimal(0), one.excess)
        assert one.carry == 0 or not one.period.last
        assert one.limit is not None
        assert one.carry <= one.limit
        carried = one.carry
    assert carried == 0


@given(some.sets(some.integers(2006, 2080), min_size=1, max_size=40), some.integers(1, 7))
def test_periods_partition_the_years(years: set[int], every: int) -> None:
    found = periods(tuple(years), every)
    assert [year for one in found for year in one.years] == sorted(years)
    assert [one.last for one in found] == [False] * (len(found) - 1) + [True]
    assert all(len(one.years) == every for one in found[:-1])
    assert all(period_of(found, year) in found for year in years)
    assert period_of(found, 2005) is None
