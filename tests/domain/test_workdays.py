from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mandate_flow.domain.workdays import Workdays, french_workdays

FRANCE = french_workdays()
WEEKDAYS_ONLY = Workdays(lambda _: None)
DAYS = st.dates(date(1950, 1, 1), date(2090, 1, 1))


def test_the_eleven_french_holidays_of_2026_are_closed_and_named() -> None:
    year = (date(2026, 1, 1) + timedelta(days=n) for n in range(365))
    assert {day.isoformat(): FRANCE.holiday(day) for day in year if FRANCE.holiday(day)} == {
        "2026-01-01": "Jour de l’an",
        "2026-04-06": "Lundi de Pâques",
        "2026-05-01": "Fête du Travail",
        "2026-05-08": "Fête de la Victoire",
        "2026-05-14": "Ascension",
        "2026-05-25": "Lundi de Pentecôte",
        "2026-07-14": "Fête nationale",
        "2026-08-15": "Assomption",
        "2026-11-01": "Toussaint",
        "2026-11-11": "Armistice",
        "2026-12-25": "Noël",
    }


def test_good_friday_and_boxing_day_are_working_days_in_lille() -> None:
    assert FRANCE.is_working(date(2026, 4, 3))
    assert FRANCE.is_working(date(2025, 12, 26))


def test_a_closed_day_says_why() -> None:
    assert FRANCE.closed(date(2026, 11, 21)) == "saturday"
    assert FRANCE.closed(date(2026, 11, 22)) == "sunday"
    assert FRANCE.closed(date(2026, 12, 25)) == "holiday:Noël"
    assert FRANCE.closed(date(2026, 11, 23)) == ""


def test_the_next_working_day_jumps_over_a_long_weekend() -> None:
    assert FRANCE.next_working(date(2027, 3, 27)) == date(2027, 3, 30)  # Easter Monday on the 29th
    assert FRANCE.next_working(date(2026, 11, 23)) == date(2026, 11, 23)


def test_twenty_working_days_are_four_weeks_without_holidays() -> None:
    assert WEEKDAYS_ONLY.add(date(2026, 12, 11), 20) == date(2027, 1, 8)
    assert FRANCE.add(date(2026, 12, 11), 20) == date(2027, 1, 12)


def test_counting_starts_the_day_after_even_from_a_closed_day() -> None:
    assert FRANCE.add(date(2026, 11, 22), 1) == date(2026, 11, 23)
    assert FRANCE.add(date(2026, 11, 23), 1) == date(2026, 11, 24)
    assert FRANCE.add(date(2026, 11, 22), -1) == date(2026, 11, 20)
    assert FRANCE.add(date(2026, 11, 22), 0) == date(2026, 11, 22)


@given(DAYS, st.integers(-60, 60))
def test_adding_working_days_can_be_undone_from_a_working_day(day: date, n: int) -> None:
    start = FRANCE.next_working(day)
    assert FRANCE.add(FRANCE.add(start, n), -n) == start


@given(DAYS, st.integers(1, 60))
def test_as_many_working_days_lie_between_as_were_added(day: date, n: int) -> None:
    end = FRANCE.add(day, n)
    between = (day + timedelta(days=k) for k in range(1, (end - day).days + 1))
    assert sum(map(FRANCE.is_working, between)) == n
