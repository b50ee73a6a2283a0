from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from operator import and_, or_

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate_flow.domain.expression import Expression, Unknown, parse
from tests.domain.facts import Facts, ask, unknown


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("regime == 'R6'", True),
        ("regime != 'R6'", False),
        ("regime == 'R6' and yearly_amount <= law.sgei_decision.ceiling", True),
        ("years(mandate_start, mandate_end) <= law.sgei_decision.max_years or missing_note", True),
        ("1_000_000 < yearly_amount <= 1500000.00", True),
        ("1 < 2 > 3", False),
        ("regime in ['R5', 'R6']", True),
        ("regime not in ('R5', 'R6')", False),
        ("regime in {'R5'}", False),
        ("'sport' in publics", True),
        ("'culture' not in publics", True),
        ("like_a_choice == 'R6'", True),
        ("publics == publics", True),
        ("not in_kind", True),
        ("in_kind == False", True),
        ("documents.report", True),
        ("entered.mandate <= day", True),
        ("open_controls == 2", True),
        ("day >= date('2027-03-01')", True),
        ("0.1 + 0.2 == 0.3", True),
        ("(2 + 3) * 4 - 10 / 4", Decimal("17.5")),
        ("-yearly_amount + 1", Decimal("-1499999.00")),
        ("day - mandate_start", Decimal(59)),
        ("mandate_start", date(2027, 1, 1)),
        ("publics", ("sport", "youth")),
        ("year(mandate_end)", Decimal(2036)),
        ("abs(1 - 3)", Decimal(2)),
        ("min(3, 1, 2) + max(3, yearly_amount)", Decimal("1500001.00")),
        ("max(mandate_start, day)", date(2027, 3, 1)),
        ("given(regime, mandate_start)", True),
        ("known(regime) and not known(absent)", True),
        ("given(president) and known(president)", True),
        ("total(paid)", Decimal("15.00")),
        ("total(nothing) + count(nothing)", Decimal(0)),
        ("count(paid) + count(votes)", Decimal(3)),
        ("count(lost)", Decimal(1)),
        ("  regime ==\n    'R6'\t", True),
    ],
)
def test_answers(source: str, answer: object) -> None:
    found = ask(source)
    assert found == answer
    assert type(found) is type(answer)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("absent", ["absent"]),
        ("absent == other", ["absent", "other"]),
        ("absent == 'R6'", ["absent"]),
        ("'R6' == absent", ["absent"]),
        ("absent in ['R6']", ["absent"]),
        ("absent not in ['R6']", ["absent"]),
        ("absent in publics", ["absent"]),
        ("regime in absent", ["absent"]),
        ("not absent", ["absent"]),
        ("-absent", ["absent"]),
        ("absent + 1", ["absent"]),
        ("given(regime, absent, other)", ["absent", "other"]),
        ("years(absent, other)", ["absent", "other"]),
        ("law.sgei_decision.absent > 1", ["law.sgei_decision.absent"]),
        ("absent and regime == 'R6' and other", ["absent", "other"]),
        # known, but of a kind that does not fit
        ("regime < 3", ["regime"]),
        ("regime == day", ["regime", "day"]),
        ("yearly_amount == regime", ["yearly_amount", "regime"]),
        ("yearly_amount in ['R6']", ["yearly_amount"]),
        ("regime in yearly_amount", ["regime", "yearly_amount"]),
        ("publics < publics", ["publics"]),
        ("regime and in_kind == False", ["regime"]),
        ("not regime", ["regime"]),
        ("max(mandate_start, mandate_end) and in_kind == False", ["mandate_start", "mandate_end"]),
        ("-regime", ["regime"]),
        ("regime + 1", ["regime"]),
        ("day - yearly_amount", ["day", "yearly_amount"]),
        ("year(regime)", ["regime"]),
        ("years(mandate_start, regime)", ["mandate_start", "regime"]),
        ("max(mandate_start, yearly_amount)", ["mandate_start", "yearly_amount"]),
        ("max(regime, regime)", ["regime"]),
        ("total(visits)", ["visits"]),
        ("total(votes)", ["votes"]),
        ("total(lost) > 1", ["lost"]),
        ("documents.odd and in_kind == False", ["documents.odd"]),
        ("not documents.odd", ["documents.odd"]),
        # stored values that are no value
        ("president", ["president"]),
        ("president == 'Ada'", ["president"]),
        ("president != 'Ada'", ["president"]),
        ("broken == 1", ["broken"]),
        ("half == 0.5", ["half"]),
        ("not_a_number < 1", ["not_a_number"]),
        ("endless == endless", ["endless"]),
        # what cannot be computed
        ("yearly_amount / (open_controls - 2)", ["yearly_amount", "open_controls"]),
        ("immense * immense", ["immense"]),
        ("years(first_day, last_day)", ["first_day", "last_day"]),
        ("years(day, late_day)", ["day", "late_day"]),
        ("days(first_day, last_day) - years(day, last_day)", ["day", "last_day"]),
    ],
)
def test_what_is_not_known_is_named(source: str, names: list[str]) -> None:
    assert ask(source) == unknown(*names)


def test_what_is_not_known_never_passes_for_true() -> None:
    assert not ask("absent")


TRUTHS = (True, False, Unknown(frozenset("x")))


@pytest.mark.parametrize(("word", "fold", "ends"), [("and", and_, False), ("or", or_, True)])
def test_three_valued_logic_is_kleenes(word: str, fold: Callable[[bool, bool], bool], *, ends: bool) -> None:
    for a, b in product(TRUTHS, TRUTHS):
        found = ask(f"a {word} b", Facts({"a": a, "b": b}))
        if isinstance(a, bool) and isinstance(b, bool):
            assert found is fold(a, b)
        else:
            assert found == (ends if ends in (a, b) else unknown("x"))


@pytest.mark.parametrize(
    ("unit", "first", "last", "length"),
    [
        ("years", "2027-01-01", "2036-12-31", "10"),
        ("years", "2027-01-01", "2037-03-14", "10.2"),
        ("years", "2028-02-29", "2038-02-28", "10"),
        ("years", "2027-07-01", "2028-06-30", "1"),
        ("years", "2027-01-01", "2026-12-31", "0"),
        ("years", "2028-01-01", "2026-12-31", "-1"),
        ("months", "2027-01-15", "2027-03-14", "2"),
        ("months", "2027-01-31", "2027-02-28", "1"),
        ("months", "2027-02-01", "2027-02-14", "0.5"),
        ("days", "2027-01-01", "2027-01-01", "1"),
        ("days", "2027-01-01", "2027-12-31", "365"),
        ("days", "2027-01-02", "2027-01-01", "0"),
    ],
)
def test_lengths_count_the_first_and_the_last_day(unit: str, first: str, last: str, length: str) -> None:
    assert ask(f"{unit}(date('{first}'), date('{last}'))") == Decimal(length)


DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@given(DAYS, DAYS, DAYS)
def test_a_longer_period_is_never_shorter(a: date, b: date, c: date) -> None:
    a, b, c = sorted((a, b, c))
    for unit in ("years", "months", "days"):
        length = parse(f"{unit}(a, b)")
        assert length(Facts({"a": a, "b": b})) <= length(Facts({"a": a, "b": c}))  # type: ignore[operator]


@given(st.integers(1, 30), DAYS)
def test_a_whole_number_of_years_is_found_again(count: int, start: date) -> None:
    leap_day = (start.month, start.day) == (2, 29)
    year = start.year + count
    end = date(year, 2, 28) if leap_day else start.replace(year=year) - timedelta(days=1)
    assert ask("years(a, b)", Facts({"a": start, "b": end})) == count or (leap_day and year % 4 == 0)


def test_an_expression_tells_what_it_uses() -> None:
    found = parse("given(regime) and total(paid) > law.text.cap and count(votes) == authorities and documents.report")
    assert found.names == {"regime", "law.text.cap", "authorities", "documents.report"}
    assert found.repeated == {"paid", "votes"}
    assert found.functions == {"given", "total", "count"}
    assert found == parse(found.source)
    assert isinstance(found, Expression)
