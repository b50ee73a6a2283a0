"""Where suspensions, extensions and new starts lead, for any period and any days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mandate_flow.domain.deadline import Deadline, Period
from mandate_flow.domain.due import compute, overlay
from mandate_flow.domain.workdays import french_workdays

FRANCE = french_workdays()
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
PERIODS = st.builds(
    Period,
    months=st.integers(1, 12),
    days=st.integers(0, 40),
    franc=st.booleans(),
    roll=st.booleans(),
    month_end=st.booleans(),
) | st.builds(Period, working_days=st.integers(1, 60))


def made(on: date, period: Period) -> Deadline:
    found = compute("x", on, period, FRANCE)
    return Deadline("c", "", found.due, "b", found.trace, "agent", "short")


@given(DAYS, PERIODS, st.integers(0, 400), st.integers(0, 90))
def test_a_suspension_never_brings_the_last_day_nearer(on: date, period: Period, after: int, lasted: int) -> None:
    one = made(on, period)
    since = min(on + timedelta(days=after), one.due)
    again = since + timedelta(days=lasted)
    stopped = overlay.suspended(one, since, restarts=False)
    running = overlay.resumed(stopped, again, period, FRANCE)
    assert running.due >= one.due
    assert running.suspension is None
    if lasted == 0:
        assert running.due == one.due
    if period.franc or period.roll or period.working_days:
        assert FRANCE.is_working(running.due)
    assert running.trace[: len(one.trace)] == one.trace
    assert overlay.running_since(running.trace) == again


@given(DAYS, PERIODS, st.integers(1, 200), st.integers(0, 60))
def test_extended_then_suspended_loses_nothing_of_the_extension(
    on: date, period: Period, further: int, lasted: int
) -> None:
    later = made(on, period).due + timedelta(days=further)
    one = overlay.extended(made(on, period), later)
    running = overlay.resumed(overlay.suspended(one, on, restarts=False), on + timedelta(days=lasted), period, FRANCE)
    assert running.due >= later
    assert overlay.lapsed(running)[0][0] == "lapsed:resumed"
    assert overlay.lapsed(made(on, period)) == ()


@given(DAYS, PERIODS, st.integers(0, 100))
def test_from_zero_is_as_if_it_had_begun_then(on: date, period: Period, after: int) -> None:
    start = on + timedelta(days=after)
    stopped = overlay.suspended(made(on, period), on, restarts=True)
    again = overlay.restarted(stopped, start, compute("x", start, period, FRANCE))
    assert again.due == made(start, period).due
    assert overlay.counted_to(again.trace) <= again.due


def test_nothing_resumes_that_was_not_suspended() -> None:
    one = made(date(2027, 1, 1), Period(months=1))
    assert overlay.resumed(one, date(2027, 1, 5), Period(months=1), FRANCE) is one
