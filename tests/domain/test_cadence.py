from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate_flow.domain.cadence import Cadence, Offset, Repeat, due_offsets, next_reminder
from mandate_flow.domain.errors import BadContent

DUE = date(2027, 6, 30)
LONG = Cadence(
    "report",
    (
        Offset(-90, ("structure",), "normal"),
        Offset(-30, ("structure",), "normal"),
        Offset(-7, ("structure", "agent"), "normal"),
        Offset(0, ("structure", "agent"), "high"),
        Offset(7, ("structure", "agent", "mission"), "high"),
    ),
)


def days_of(offsets: tuple[Offset, ...]) -> list[int]:
    return [one.days for one in offsets]


def test_the_next_reminder_is_strictly_after() -> None:
    assert next_reminder(LONG, DUE, date(2027, 1, 1)) == date(2027, 4, 1)
    assert next_reminder(LONG, DUE, date(2027, 4, 1)) == date(2027, 5, 31)
    assert next_reminder(LONG, DUE, DUE) == date(2027, 7, 7)
    assert next_reminder(LONG, DUE, date(2027, 7, 7)) is None


def test_a_reminder_falls_on_its_day_and_once() -> None:
    day = date(2027, 6, 23)
    assert days_of(due_offsets(LONG, DUE, day - timedelta(days=1), day)) == [-7]
    assert due_offsets(LONG, DUE, day, day) == ()


def test_missed_reminders_all_come_and_the_last_is_the_latest() -> None:
    missed = due_offsets(LONG, DUE, date(2027, 5, 1), date(2027, 7, 1))
    assert days_of(missed) == [-30, -7, 0]
    assert missed[-1].urgency == "high"


def test_without_an_earlier_run_everything_fallen_is_due() -> None:
    assert days_of(due_offsets(LONG, DUE, None, date(2027, 6, 1))) == [-90, -30]


@pytest.mark.parametrize("days", [(-7, -30), (0, 0)])
def test_a_cadence_goes_from_early_to_late_one_a_day(days: tuple[int, int]) -> None:
    with pytest.raises(BadContent, match="un seul par jour"):
        Cadence("report", tuple(Offset(one, ("agent",), "normal") for one in days))


REPORT = Cadence("report", (Offset(0, ("owner",), "daily"), Offset(15, ("owner", "agent"), "daily")), Repeat(30, 6))


def test_what_stays_late_is_told_again_and_again_but_not_for_ever() -> None:
    assert days_of(REPORT.offsets) == [0, 15, 45, 75, 105, 135, 165, 195]
    assert next_reminder(REPORT, DUE, DUE + timedelta(days=146)) == DUE + timedelta(days=165)
    assert next_reminder(REPORT, DUE, DUE + timedelta(days=195)) is None
    (again,) = due_offsets(REPORT, DUE, DUE + timedelta(days=140), DUE + timedelta(days=170))
    assert (again.to, again.urgency) == (("owner", "agent"), "daily")


@pytest.mark.parametrize("repeat", [Repeat(0, 6), Repeat(30, 0), Repeat(-1, 2)])
def test_a_repetition_goes_on_and_ends(repeat: Repeat) -> None:
    with pytest.raises(BadContent, match="repeat"):
        Cadence("report", (Offset(1, ("owner",), "daily"),), repeat)


def test_only_what_is_due_is_repeated() -> None:
    for offsets in ((), (Offset(-7, ("owner",), "daily"),)):
        with pytest.raises(BadContent, match="repeat"):
            Cadence("report", offsets, Repeat(30, 6))


OFFSETS = st.sets(st.integers(-120, 60), max_size=8).map(
    lambda days: Cadence("any", tuple(Offset(one, ("agent",), "normal") for one in sorted(days)))
)


@given(OFFSETS, st.sets(st.integers(-150, 90), min_size=1, max_size=20))
def test_whatever_days_the_scheduler_runs_each_reminder_falls_once(cadence: Cadence, runs: set[int]) -> None:
    since: date | None = None
    seen: list[Offset] = []
    for run in sorted({*runs, 90}):
        until = DUE + timedelta(days=run)
        seen += due_offsets(cadence, DUE, since, until)
        since = until
    assert tuple(seen) == cadence.offsets


@given(OFFSETS, st.integers(-150, 90))
def test_the_next_reminder_is_the_first_that_will_fall(cadence: Cadence, after: int) -> None:
    day = DUE + timedelta(days=after)
    to_come = due_offsets(cadence, DUE, day, date(2099, 1, 1))
    assert next_reminder(cadence, DUE, day) == (to_come[0].day(DUE) if to_come else None)
