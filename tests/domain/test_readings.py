"""Two readings of a boundary day: the rule of the house chooses, by date, and the trace says what the other gives."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate_flow.content.library import load
from mandate_flow.content.where import find_content
from mandate_flow.domain.boundary import reads_cautiously
from mandate_flow.domain.deminimis import Ledger, last_day_in, window_to
from mandate_flow.domain.due import explain
from mandate_flow.domain.law import Confidence, Entry, LawBook, LawText, Quantity
from mandate_flow.domain.workdays import french_workdays
from mandate_flow.domain.workflow import spoken
from mandate_flow.domain.workflow.definition import DeadlineRule
from mandate_flow.domain.workflow.known import Known
from mandate_flow.domain.workflow.periods import run

LIBRARY = load(find_content())
SIEG = LIBRARY.latest("sieg")
CHANGED_ON = date(2027, 1, 1)


def _entry(name: str, since: date, until: date | None, value: str) -> Entry:
    return Entry(
        name,
        since,
        until,
        {"fr": "règles"},
        {"boundary_reading": Quantity("boundary_reading", value, "règle", Confidence.VERIFIED)},
    )


HOUSE = LawText(
    "politique",
    {"fr": "Règles"},
    "ab" * 32,
    (
        _entry("avant", date(2000, 1, 1), CHANGED_ON - timedelta(days=1), "cautious"),
        _entry("depuis", CHANGED_ON, None, "other"),
    ),
)
BY_DATE = LawBook({"politique": HOUSE})
KNOWN = Known(BY_DATE, french_workdays())


def rule(code: str) -> DeadlineRule:
    return SIEG.deadlines[code]


@pytest.mark.parametrize(
    ("code", "on", "cautious", "other"),
    [
        ("financial_report", "2026-02-28", "2026-08-28", "2026-08-31"),
        ("financial_report", "2026-06-30", "2026-12-30", "2026-12-31"),
        ("financial_report", "2025-12-31", "2026-06-30", ""),
        ("financial_report", "2026-08-31", "2027-02-28", ""),
        ("activity_report", "2024-02-29", "2024-08-29", "2024-08-31"),
        ("convocation", "2026-12-14", "2026-12-08", "2026-12-09"),
        ("open_data", "2026-11-30", "2027-02-28", "2027-03-01"),
        ("open_data", "2026-12-01", "2027-03-01", ""),
        ("deminimis_window", "2026-11-23", "2029-11-23", "2029-11-22"),
    ],
)
def test_the_cautious_reading_holds_and_the_other_is_told(code: str, on: str, cautious: str, other: str) -> None:
    found = run(rule(code), date.fromisoformat(on), Known(LIBRARY.law, french_workdays()))
    assert found.due.isoformat() == cautious
    told = [day for line, day in found.trace if line == f"reading:cautious.{code}"]
    assert told == ([other] if other else [])


def test_the_rule_of_the_house_holds_from_its_day_on() -> None:
    before, after = (run(rule("financial_report"), on, KNOWN) for on in (date(2026, 2, 28), date(2027, 2, 28)))
    assert (before.due, after.due) == (date(2026, 8, 28), date(2027, 8, 31))
    assert after.trace[-1] == ("reading:other.financial_report", "2027-08-28")
    assert reads_cautiously(BY_DATE, CHANGED_ON - timedelta(days=1))
    assert not reads_cautiously(BY_DATE, CHANGED_ON)


def test_the_readings_are_told_in_three_languages() -> None:
    found = run(rule("financial_report"), date(2026, 2, 28), KNOWN)
    assert explain(found.trace, "fr", spoken.readings(SIEG))[-1] == (
        "Lecture prudente\u00a0; l’autre lecture (d’une fin de mois à une fin de mois) donnerait le 31\u00a0août 2026."
    )
    assert "(from the end of a month" in explain(found.trace, "en", spoken.readings(SIEG, "en"))[-1]
    assert "(van maandeinde" in explain(found.trace, "nl", spoken.readings(SIEG, "nl"))[-1]
    other = run(rule("financial_report"), date(2027, 2, 28), KNOWN)
    assert "retenue par la métropole" in explain(other.trace, "fr", spoken.readings(SIEG))[-1]


def test_the_ledger_reads_its_boundary_day_by_the_same_rule() -> None:
    held = Ledger("a")
    cautious, other = held.read_by(LIBRARY.law), held.read_by(BY_DATE)
    day = date(2027, 11, 23)
    assert cautious.window(day).first == date(2024, 11, 23)
    assert other.window(day).first == date(2024, 11, 24)


@pytest.mark.parametrize("on", [date(2024, 2, 29), date(2024, 2, 28), date(2021, 1, 1), date(2026, 11, 23)])
def test_without_its_boundary_day_aid_counts_until_the_eve(on: date) -> None:
    last = last_day_in(on, boundary=False)
    assert window_to(last, boundary=False).holds(on)
    assert not window_to(last + timedelta(days=1), boundary=False).holds(on)
    assert last <= last_day_in(on)


READ_TWICE = sorted(code for code, one in SIEG.deadlines.items() if one.other_reading)


@given(st.sampled_from(READ_TWICE), st.dates(date(2012, 1, 1), date(2050, 1, 1)), st.integers(1, 3))
def test_the_other_reading_never_asks_for_less_time(code: str, on: date, times: int) -> None:
    """Cautious: never later for what somebody must do; never shorter for a period that is a date to know."""
    one = rule(code)
    known = Known(LawBook({}), french_workdays())
    found = run(one, on, known, times)
    assert one.other_reading is not None
    swapped = replace(one, plus=one.other_reading.plus, other_reading=None)
    other = run(swapped, on, known, times).due
    assert other <= found.due if one.met_by is None else found.due <= other
