"""Years to come before the act is signed, and interest on aid to recover."""

from datetime import date
from decimal import Decimal

import pytest

from mandate_flow.domain.compensation import Drift, Missing, Planned, Projection, Recovery, project, recovery

RATE = Decimal("3.45")
PLAN = (
    Planned(2026, Decimal(374_200), Decimal(188_000), Decimal(240_000), Decimal(195_000)),
    Planned(2027, Decimal(386_250), Decimal(201_000), Decimal(228_000), Decimal(193_000)),
)


def projected(years: range, drift: Drift | None = None, ceiling: Decimal | None = None) -> Projection:
    found = project(PLAN, RATE, years, drift, ceiling)
    assert isinstance(found, Projection)
    return found


def test_the_plan_as_agreed_then_its_last_year() -> None:
    found = projected(range(2026, 2029))
    assert [one.planned for one in found.years] == [True, True, False]
    assert [one.maximum for one in found.years] == [Decimal(194_480), Decimal(193_116), Decimal(193_116)]
    assert [one.excess for one in found.years] == [Decimal(520), Decimal(-116), Decimal(-116)]
    assert found.average == Decimal("193666.67")


def test_indexation_compounds_and_a_scenario_adds_to_it() -> None:
    last = projected(range(2026, 2029), Drift(costs=Decimal(10), costs_yearly=Decimal(2))).years[-1]
    assert last.cost == Decimal("442039.95")  # 386 250 × 1,1 × 1,02²
    assert last.compensation == Decimal(193_000)
    low = projected(range(2026, 2027), Drift(revenues=Decimal(-25))).years[0]
    assert (low.revenue, low.maximum) == (Decimal(141_000), Decimal(241_480))


def test_ten_years_at_most_and_the_ceiling_is_that_of_the_average() -> None:
    found = projected(range(2026, 2050), ceiling=Decimal(193_000))
    assert len(found.years) == 10
    assert (found.average, found.within_ceiling) == (Decimal("193200.00"), False)
    assert projected(range(2026, 2028)).within_ceiling is None


def test_a_projection_names_what_it_lacks() -> None:
    assert project((), RATE, range(2026, 2028)) == Missing(("yearly_budget",))
    assert project(PLAN, None, range(2026, 2028)) == Missing(("profit_rate",))


def rates(day: date) -> Decimal | None:
    """Fictitious: 2 % until mid-2027, 3 % after, nothing before 2026."""
    if day < date(2026, 1, 1):
        return None
    return Decimal(2) if day < date(2027, 7, 1) else Decimal(3)


def returned(paid_on: date, until: date) -> Recovery:
    found = recovery(Decimal(100_000), paid_on, until, rates, Decimal(100))
    assert isinstance(found, Recovery)
    return found


def test_interest_compounds_each_year_at_the_rate_of_its_anniversary() -> None:
    found = returned(date(2026, 3, 1), date(2028, 3, 1))
    assert [(one.rate, one.interest) for one in found.years] == [
        (Decimal(3), Decimal(3000)),
        (Decimal(3), Decimal(3090)),
    ]
    assert found.total == Decimal(106_090)
    third = returned(date(2026, 3, 1), date(2029, 3, 1)).years[-1]
    assert (third.capital, third.rate, third.interest) == (Decimal(106_090), Decimal(4), Decimal("4243.60"))


def test_the_last_year_counts_its_days() -> None:
    [only] = returned(date(2026, 3, 1), date(2026, 8, 28)).years
    assert (only.days, only.of_days, only.interest) == (180, 365, Decimal("1479.45"))
    assert returned(date(2026, 3, 1), date(2026, 3, 1)).total == Decimal(100_000)


def test_29_february_has_its_anniversary_on_the_28th() -> None:
    assert [one.until for one in returned(date(2028, 2, 29), date(2030, 2, 28)).years] == [
        date(2029, 2, 28),
        date(2030, 2, 28),
    ]


def test_without_a_base_rate_the_day_that_lacks_it_is_named() -> None:
    found = recovery(Decimal(1), date(2024, 5, 2), date(2026, 6, 1), rates, Decimal(100))
    assert found == Missing(("rates.base@2024-05-02", "rates.base@2025-05-02"))
    assert recovery(Decimal(1), date(2026, 5, 2), date(2026, 6, 1), rates, None) == Missing(
        ("law.interets_recuperation.margin_bp",)
    )


@pytest.mark.parametrize("days", [1, 100, 365, 366, 1000])
def test_interest_never_shrinks_with_time(days: int) -> None:
    first = date(2026, 1, 15)
    one = returned(first, date.fromordinal(first.toordinal() + days))
    two = returned(first, date.fromordinal(first.toordinal() + days + 1))
    assert one.total <= two.total
