"""Which rate applies on a day, and why none does."""

from datetime import date
from decimal import Decimal

import pytest

from mandate_flow.domain.event import Action
from mandate_flow.domain.rates import Gap, Rate, RateBook, RateKind, Step
from mandate_flow.domain.rates.book import clash, half_year
from mandate_flow.domain.rates.rate import corrected, recorded, retired

FIRST, LAST = date(2026, 7, 1), date(2026, 12, 31)
ON = date(2026, 12, 1)


def swap(maturity: int, rate: str = "2.45", since: date = FIRST, until: date | None = LAST, **other: object) -> Rate:
    made = Rate(f"s{maturity}-{since}", RateKind.SWAP, since, until, Decimal(rate), "Table", maturity=maturity)
    return Rate(**{name: getattr(made, name) for name in made.__slots__} | other)


def base(rate: str, since: date, until: date | None = None) -> Rate:
    return Rate(f"b-{since}", RateKind.BASE, since, until, Decimal(rate), "Communication", fictitious=True)


BOOK = RateBook.of([swap(5), swap(10, "2.7"), swap(3, "2.2"), swap(7, "9", retired=True)])


@pytest.mark.parametrize(("maturity", "rate"), [(3, "2.2"), (5, "2.45"), (10, "2.7")])
def test_a_published_maturity_is_found_exactly(maturity: int, rate: str) -> None:
    found = BOOK.swap(ON, maturity)
    assert found is not None
    assert found.rate == Decimal(rate)
    assert BOOK.gap(ON, Decimal(maturity)) is None


@pytest.mark.parametrize(
    ("years", "gap"),
    [("4", Gap.BETWEEN), ("7", Gap.BETWEEN), ("4.5", Gap.BETWEEN), ("11", Gap.BEYOND), ("2", Gap.BELOW)],
)
def test_between_and_beyond_there_is_none_and_it_says_which(years: str, gap: Gap) -> None:
    asked = Decimal(years)
    if asked == int(asked):
        assert BOOK.swap(ON, int(asked)) is None
    assert BOOK.gap(ON, asked) is gap


@pytest.mark.parametrize("day", [date(2026, 6, 30), date(2027, 1, 1)])
def test_outside_of_its_period_a_table_says_nothing(day: date) -> None:
    assert BOOK.swap(day, 5) is None
    assert BOOK.gap(day, Decimal(5)) is Gap.EMPTY


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_both_ends_of_a_period_count(day: date) -> None:
    assert BOOK.swap(day, 5) is not None


def test_another_currency_is_another_table() -> None:
    assert BOOK.swap(ON, 5, "PLN") is None


def test_a_base_rate_without_end_holds_until_the_next() -> None:
    book = RateBook.of([base("3.0", date(2025, 1, 1)), base("2.5", date(2026, 3, 1)), swap(5)])
    found = [book.base(day) for day in (date(2024, 12, 31), date(2026, 2, 28), date(2026, 3, 1), date(2030, 1, 1))]
    assert [one and one.rate for one in found] == [None, Decimal("3.0"), Decimal("2.5"), Decimal("2.5")]


def test_the_steps_of_recovery_interest_leave_no_day_out() -> None:
    book = RateBook.of([base("3.0", date(2025, 3, 1), date(2025, 6, 30)), base("2.5", date(2025, 9, 1))])
    assert book.steps(date(2025, 1, 1), date(2025, 12, 31)) == (
        Step(date(2025, 1, 1), date(2025, 2, 28), None),
        Step(date(2025, 3, 1), date(2025, 6, 30), Decimal("3.0"), fictitious=True),
        Step(date(2025, 7, 1), date(2025, 8, 31), None),
        Step(date(2025, 9, 1), date(2025, 12, 31), Decimal("2.5"), fictitious=True),
    )
    assert book.steps(date(2025, 9, 2), date(2025, 9, 2)) == (
        Step(date(2025, 9, 2), date(2025, 9, 2), Decimal("2.5"), fictitious=True),
    )


def test_two_tables_of_the_same_days_clash_unless_one_ends_first_or_is_open() -> None:
    assert clash(swap(5, since=LAST, until=date(2027, 6, 30)), [swap(5)]) is not None
    assert clash(swap(5, since=date(2027, 1, 1), until=date(2027, 6, 30)), [swap(5)]) is None
    assert clash(swap(4), [swap(5)]) is None
    assert clash(base("1", date(2026, 1, 1)), [base("2", date(2025, 1, 1))]) is None
    assert clash(Rate("x", RateKind.BASE, FIRST, None, Decimal(1), "s"), [base("2", FIRST)]) is not None


def test_the_half_years_that_have_a_table_on_their_first_day() -> None:
    book = RateBook.of([swap(5), swap(5, since=date(2025, 2, 1), until=date(2026, 1, 31)), base("2", date(2024, 1, 1))])
    assert sorted(book.half_years()) == [date(2025, 7, 1), date(2026, 1, 1), FIRST]


def test_half_years() -> None:
    assert half_year(date(2026, 6, 30)) == (date(2026, 1, 1), date(2026, 6, 30))
    assert half_year(date(2026, 7, 1)) == (FIRST, LAST)


def test_events_hold_exact_decimals_as_text() -> None:
    draft = recorded([swap(5, "2.4500")])
    assert draft.action is Action.MEMBER_RECORDED
    assert draft.outcome["rates"][0]["rate"] == "2.45"
    assert corrected(swap(5), swap(5, "2.450"), "rien") is None
    assert retired([swap(5)], "doublon").outcome["rates"] == [swap(5).id]
