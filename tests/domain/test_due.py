from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate_flow.domain.deadline import Period
from mandate_flow.domain.due import compute, explain
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.workdays import french_workdays

FRANCE = french_workdays()
APPEAL = Period(months=2, franc=True)
REGISTER = Period(working_days=20)


def last_day(on: str, period: Period) -> str:
    return compute("x", date.fromisoformat(on), period, FRANCE).due.isoformat()


@pytest.mark.parametrize(
    ("on", "period", "due"),
    [
        # register of de minimis aid: twenty working days
        ("2026-11-23", REGISTER, "2026-12-21"),
        ("2026-12-11", REGISTER, "2027-01-12"),
        # appeal by third parties: two months, délai franc (CJA R421-1)
        ("2026-12-18", APPEAL, "2027-02-19"),
        ("2026-11-23", APPEAL, "2027-01-25"),
        ("2026-12-31", APPEAL, "2027-03-01"),
        ("2026-06-23", APPEAL, "2026-08-24"),
        # financial report: six months after the fiscal year
        ("2025-12-31", Period(months=6), "2026-06-30"),
        ("2026-08-31", Period(months=6), "2027-02-28"),
        ("2026-06-30", Period(months=6, month_end=True), "2026-12-31"),
        # publication of accounts: three months after approval
        ("2026-06-30", Period(months=3), "2026-09-30"),
        # convocation: five clear days before the council
        ("2026-12-14", Period(clear_days=-5), "2026-12-08"),
        ("2026-12-08", Period(clear_days=5), "2026-12-14"),
        # from date to date, or from the end of a month to the end of a month
        ("2027-02-28", Period(months=4), "2027-06-28"),
        ("2027-02-28", Period(months=4, month_end=True), "2027-06-30"),
        ("2026-06-30", APPEAL, "2026-08-31"),
        # ten years from a leap day, with its end of month or without
        ("2028-02-29", Period(years=10), "2038-02-28"),
        ("2028-02-29", Period(years=4), "2032-02-29"),
        ("2027-02-28", Period(years=1, month_end=True), "2028-02-29"),
        ("2027-02-28", Period(years=1), "2028-02-28"),
        ("2026-05-31", Period(months=-3), "2026-02-28"),
        ("2026-11-23", Period(years=1, months=2, weeks=1, days=3), "2028-02-02"),
        ("2026-11-23", Period(), "2026-11-23"),
        ("2026-11-21", Period(roll=True), "2026-11-23"),
    ],
)
def test_last_days(on: str, period: Period, due: str) -> None:
    assert last_day(on, period) == due


def test_the_trace_shows_each_step_and_the_day_it_reaches() -> None:
    assert compute("published_on", date(2026, 11, 23), APPEAL, FRANCE).trace == (
        ("trigger:published_on", "2026-11-23"),
        ("plus:2 months", "2027-01-23"),
        ("franc", "2027-01-24"),
        ("roll:sunday", "2027-01-25"),
    )
    every = Period(years=1, weeks=1, days=-1, working_days=2, clear_days=1, roll=True)
    assert [code for code, _ in compute("x", date(2026, 5, 1), every, FRANCE).trace] == [
        "trigger:x",
        "plus:1 years",
        "plus:1 weeks",
        "plus:-1 days",
        "working:2",
        "clear:1",
    ]
    assert compute("x", date(2026, 1, 10), Period(years=1, months=6), FRANCE).trace[1] == (
        "plus:18 months",
        "2027-07-10",
    )


def test_a_roll_names_every_closed_day_it_leaves() -> None:
    assert compute("x", date(2026, 11, 25), Period(months=1, roll=True), FRANCE).trace[2:] == (
        ("roll:holiday:Noël", "2026-12-26"),
        ("roll:saturday", "2026-12-27"),
        ("roll:sunday", "2026-12-28"),
    )


def test_counting_backwards_rolls_backwards_to_the_last_safe_day() -> None:
    back = compute("end", date(2027, 3, 28), Period(months=-3, days=1, roll=True), FRANCE)
    assert back.due == date(2026, 12, 29)
    safe = compute("council", date(2027, 1, 1), Period(clear_days=-6, roll=True), FRANCE)
    assert safe.trace[1:] == (("clear:-6", "2026-12-25"), ("roll:holiday:Noël", "2026-12-24"))
    franc = compute("council", date(2027, 1, 26), Period(months=-1, franc=True), FRANCE)
    assert franc.trace[1:] == (
        ("plus:-1 months", "2026-12-26"),
        ("franc", "2026-12-25"),
        ("roll:holiday:Noël", "2026-12-24"),
    )


@pytest.mark.parametrize(
    ("on", "period"),
    [
        ("0202-01-01", Period()),
        ("2095-01-01", Period(years=10)),
        ("2026-01-01", Period(years=9000)),
        ("2026-01-01", Period(days=10**12)),
        ("2026-01-01", Period(weeks=-(10**9))),
        ("2026-01-01", Period(working_days=10**9)),
        ("2100-12-31", Period(working_days=1)),
        ("1900-01-01", Period(clear_days=-5)),
    ],
)
def test_a_day_outside_the_calendar_is_refused_with_the_trigger(on: str, period: Period) -> None:
    with pytest.raises(BadInput, match="calendrier") as caught:
        compute("signed_on", date.fromisoformat(on), period, FRANCE)
    assert caught.value.where == "signed_on"
    assert "1900 à 2100" in caught.value.why


def test_the_trace_is_told_in_three_languages() -> None:
    trace = compute("published_on", date(2026, 11, 23), APPEAL, FRANCE).trace
    assert explain(trace, "fr", {"published_on": "publication de la délibération"}) == (
        "Point de départ\u00a0: publication de la délibération, le 23\u00a0novembre 2026.",
        "On ajoute 2\u00a0mois\u00a0: 23\u00a0janvier 2027.",
        "Le délai est franc, ni le premier ni le dernier jour ne comptent\u00a0: 24\u00a0janvier 2027.",
        "Le 24\u00a0janvier 2027 est un dimanche\u00a0: report au 25\u00a0janvier 2027.",
    )
    assert explain(trace, "en", {"published_on": "publication"})[:2] == (
        "Starting point: publication, on 23\u00a0November 2026.",
        "Adding 2\u00a0months: 23\u00a0January 2027.",
    )
    assert explain(trace, "nl", {"published_on": "bekendmaking"})[3] == (
        "24\u00a0januari 2027 is een zondag: verschoven naar 25\u00a0januari 2027."
    )


@pytest.mark.parametrize(
    ("lang", "step", "before", "sentence"),
    [
        ("fr", ("plus:-1 months", "2027-01-01"), "2027-02-01", "On retire 1\u00a0mois\u00a0: 1er\u00a0janvier 2027."),
        ("fr", ("working:1", "2027-01-04"), "2027-01-01", "1\u00a0jour ouvré à partir du lendemain"),
        ("fr", ("working:-20", "2027-01-04"), "2027-02-01", "20\u00a0jours ouvrés à rebours"),
        ("fr", ("clear:-5", "2026-12-08"), "2026-12-14", "On remonte de 5\u00a0jours francs"),
        ("fr", ("roll:holiday:Noël", "2026-12-24"), "2026-12-25", "un jour férié (Noël)\u00a0: retour au 24"),
        ("en", ("roll:holiday:Noël", "2026-12-26"), "2026-12-25", "a public holiday (Christmas Day): moved on to"),
        ("nl", ("roll:holiday:Jour de l’an", "2027-01-02"), "2027-01-01", "een feestdag (nieuwjaarsdag)"),
        ("en", ("roll:holiday:Ascension; Fête du Travail", "2008-05-02"), "2008-05-01", "(Ascension Day; Labour Day)"),
        ("de", ("plus:2 weeks", "2027-01-15"), "2027-01-01", "On ajoute 2\u00a0semaines"),
        # codes of another age are shown as they are
        ("fr", ("moon:full", "2027-01-15"), "2027-01-01", "moon:full\u00a0: 15\u00a0janvier 2027."),
        ("fr", ("plus:many days", "2027-01-15"), "2027-01-01", "plus:many days\u00a0: 15"),
        ("fr", ("plus:3 moons", "2027-01-15"), "2027-01-01", "On ajoute 3\u00a0moons"),
        ("fr", ("roll:strike", "2027-01-15"), "2027-01-14", "est strike\u00a0: report"),
    ],
)
def test_each_kind_of_step_has_its_sentence(lang: str, step: tuple[str, str], before: str, sentence: str) -> None:
    told = explain((("trigger:x", before), step), lang, {})
    assert " x, " in told[0]
    assert sentence in told[1]


DAYS = st.dates(date(1950, 1, 1), date(2050, 1, 1))
FORWARD = st.builds(
    Period,
    years=st.integers(0, 12),
    months=st.integers(0, 30),
    weeks=st.integers(0, 8),
    days=st.integers(0, 90),
    working_days=st.integers(0, 40),
    clear_days=st.integers(0, 15),
    franc=st.booleans(),
    roll=st.booleans(),
    month_end=st.booleans(),
)
BACKWARD = st.builds(
    Period, months=st.integers(-18, -1), days=st.integers(-40, 0), clear_days=st.integers(-9, 0), roll=st.booleans()
)


@given(DAYS, FORWARD | BACKWARD)
def test_a_rolled_day_is_never_closed_and_the_trace_ends_on_it(on: date, period: Period) -> None:
    found = compute("x", on, replace(period, roll=True), FRANCE)
    assert FRANCE.is_working(found.due)
    assert found.trace[-1][1] == found.due.isoformat()
    assert found.trace[0] == ("trigger:x", on.isoformat())
    assert len(explain(found.trace, "fr", {})) == len(found.trace)


@given(DAYS, st.integers(1, 40), FORWARD)
def test_a_later_trigger_never_gives_an_earlier_day(on: date, gap: int, period: Period) -> None:
    assert compute("x", on, period, FRANCE).due <= compute("x", on + timedelta(days=gap), period, FRANCE).due


@given(DAYS, BACKWARD)
def test_a_later_trigger_never_gives_an_earlier_day_backwards(on: date, period: Period) -> None:
    assert compute("x", on, period, FRANCE).due <= compute("x", on + timedelta(days=1), period, FRANCE).due


@given(DAYS, st.integers(-40, 40))
def test_the_end_of_a_month_leads_to_the_end_of_a_month(on: date, months: int) -> None:
    end = on.replace(day=1) - timedelta(days=1)
    due = compute("x", end, Period(months=months, month_end=True), FRANCE).due
    assert (due + timedelta(days=1)).day == 1


@given(DAYS, FORWARD)
def test_a_delai_franc_ends_at_least_a_day_later(on: date, period: Period) -> None:
    plain = compute("x", on, replace(period, franc=False, roll=False, month_end=False), FRANCE).due
    assert compute("x", on, replace(period, franc=True), FRANCE).due > plain


@given(DAYS, BACKWARD)
def test_backwards_a_roll_only_goes_further_back(on: date, period: Period) -> None:
    rolled, plain = (compute("x", on, replace(period, roll=roll), FRANCE).due for roll in (True, False))
    assert rolled <= plain
