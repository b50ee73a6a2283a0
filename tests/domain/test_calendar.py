"""The deadlines of calendars, with the dates that a jurist can check by hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from mandate_flow.content.library import Library, load
from mandate_flow.content.where import find_content
from mandate_flow.domain.calendar import SYSTEM_CALENDAR, Around, Calendar, Picture, Sight, acts, derive, fold_calendar
from mandate_flow.domain.calendar.derive import last_day_of
from mandate_flow.domain.calendar.picture import Seen
from mandate_flow.domain.calendar.state import BLANK, calendar_from_json, calendar_to_json
from mandate_flow.domain.deadline import Deadline, DeadlineStatus
from mandate_flow.domain.due import explain
from mandate_flow.domain.errors import BadInput, NotFound
from mandate_flow.domain.event import Draft, Event, Stream, StreamKind
from mandate_flow.domain.workdays import french_workdays

ASSO = Stream(StreamKind.STRUCTURE, "asso")
LILLE = Stream(StreamKind.AUTHORITY, "commune-59350")
RICH, POOR = Decimal("153000.01"), Decimal(153000)
DAY = date(2026, 7, 10)


@pytest.fixture(scope="module")
def library() -> Library:
    return load(find_content())


def _sight(library: Library, picture: Picture, day: date = DAY, calendar: Calendar = BLANK) -> Sight:
    return Sight(library.calendars, picture, calendar, Around(library.law, french_workdays(), day))


def _structure(**years: Mapping[str, Seen]) -> Picture:
    """`_structure(y2025={"cash_grants": …})`"""
    values = {(name, year[1:]): value for year, some in years.items() for name, value in some.items()}
    return Picture(ASSO, values)


def _told(sight: Sight) -> list[tuple[str, str, date, str]]:
    found = derive(sight.definition, sight.picture, sight.calendar, sight.around)
    return [(one.code, one.occurrence, one.due, one.status.value) for one in found]


def _after(sight: Sight, draft: Draft | None) -> Sight:
    """The sight once the draft is recorded."""
    assert draft is not None
    day = sight.around.day
    event = Event(sight.picture.owner, 1, datetime(2026, 1, 1, tzinfo=UTC), day, "", draft.action, draft.outcome)
    return replace(sight, calendar=fold_calendar(sight.calendar, event))


def test_accounts_approved_on_30_june_are_published_by_30_september(library: Library) -> None:
    picture = _structure(y2025={"cash_grants": RICH, "accounts_approved_on": date(2026, 6, 30)})
    sight = _sight(library, picture)
    assert ("accounts_publication", "2025", date(2026, 9, 30), "open") in _told(sight)
    one = derive(sight.definition, sight.picture, sight.calendar, sight.around)[0]
    assert [*explain(one.trace, "fr", {"accounts_approved_on": "approbation des comptes"})] == [
        "Point de départ\u00a0: approbation des comptes, le 30\u00a0juin 2026.",
        "On ajoute 3\u00a0mois\u00a0: 30\u00a0septembre 2026.",
    ]


def test_at_the_threshold_nothing_is_published(library: Library) -> None:
    picture = _structure(y2025={"cash_grants": POOR, "accounts_approved_on": date(2026, 6, 30)})
    assert _told(_sight(library, picture)) == []


def test_what_the_structure_declares_counts_when_it_is_more(library: Library) -> None:
    picture = _structure(y2025={"cash_grants": POOR, "accounts_approved_on": date(2026, 6, 30)})
    sight = _sight(library, picture)
    fact = library.calendars.facts["declared_cash_grants"]
    after = _after(sight, acts.noted(sight, fact, "2025", RICH))
    assert ("accounts_publication", "2025", date(2026, 9, 30), "open") in _told(after)


def test_an_auditor_is_due_in_the_first_year_above_and_not_in_the_next(library: Library) -> None:
    picture = _structure(y2026={"cash_grants": RICH}, y2027={"cash_grants": RICH}, y2025={"cash_grants": POOR})
    assert _told(_sight(library, picture, date(2027, 2, 1))) == [("auditor", "2026", date(2026, 12, 31), "open")]


def test_a_year_that_ends_in_august_has_its_auditor_by_then(library: Library) -> None:
    picture = _structure(y2026={"cash_grants": RICH})
    values = {**picture.values, ("fiscal_year_end_month", ""): Decimal(8)}
    assert _told(_sight(library, Picture(ASSO, values))) == [("auditor", "2026", date(2026, 8, 31), "open")]


def test_the_grants_of_2026_are_sent_to_the_region_by_29_march_2027(library: Library) -> None:
    values: dict[tuple[str, str], Seen] = {("gave_aid", "2026"): True, ("reports_to_region", ""): True}
    sight = _sight(library, Picture(LILLE, values))
    assert _told(sight) == [("aid_to_region", "2026", date(2027, 3, 29), "open")]
    one = derive(sight.definition, sight.picture, sight.calendar, sight.around)[0]
    assert one.trace == (("trigger:each", "2027-03-30"), ("plus:-1 days", "2027-03-29"))
    assert _told(_sight(library, Picture(LILLE, {("gave_aid", "2026"): True}))) == []


def test_a_year_that_has_not_begun_or_is_long_over_owes_nothing_to_the_region(library: Library) -> None:
    years: dict[tuple[str, str], Seen] = {("gave_aid", str(year)): True for year in range(2024, 2030)}
    picture = Picture(LILLE, {**years, ("reports_to_region", ""): True})
    assert [one[1] for one in _told(_sight(library, picture, date(2026, 12, 31)))] == ["2026"]
    assert [one[1] for one in _told(_sight(library, picture, date(2027, 1, 1)))] == ["2026", "2027"]
    assert [one[1] for one in _told(_sight(library, picture, date(2027, 5, 28)))] == ["2026", "2027"]
    assert [one[1] for one in _told(_sight(library, picture, date(2027, 5, 29)))] == ["2027"]


@pytest.mark.parametrize(("euros", "due"), [("1000000.00", None), ("1000000.01", date(2027, 3, 1))])
def test_more_than_a_million_is_a_warning_sixty_days_after_the_year(
    library: Library, euros: str, due: date | None
) -> None:
    picture = Picture(LILLE, {("largest_decision_aid", "2026"): Decimal(euros)})
    found = derive(library.calendars, picture, BLANK, _sight(library, picture).around)
    assert [(one.due, one.cadence) for one in found] == ([(due, "info")] if due else [])


def test_a_swap_table_is_due_twice_a_year_and_met_by_the_register(library: Library) -> None:
    day = date(2026, 11, 23)
    blank = Picture(SYSTEM_CALENDAR)
    codes = [one for one in _told(_sight(library, blank, day)) if one[0] == "swap_table"]
    assert codes == [
        ("swap_table", "2026-07-01", date(2026, 7, 1), "open"),
        ("swap_table", "2027-01-01", date(2027, 1, 1), "open"),
    ]
    known = Picture(SYSTEM_CALENDAR, {("swap_table", "2026-07-01"): True})
    sight = _sight(library, known, day)
    found = {one.key: one for one in derive(sight.definition, known, BLANK, sight.around)}
    assert found["swap_table", "2026-07-01"].status is DeadlineStatus.MET
    assert found["swap_table", "2027-01-01"].status is DeadlineStatus.OPEN


def test_the_two_regulations_expire_with_their_texts(library: Library) -> None:
    told = _told(_sight(library, Picture(SYSTEM_CALENDAR), date(2029, 3, 1)))
    ends = {code: due for code, _, due, _ in told if code.endswith("_expiry")}
    assert ends == {"sgei_deminimis_expiry": date(2030, 12, 31), "deminimis_expiry": date(2030, 12, 31)}
    later = _told(_sight(library, Picture(SYSTEM_CALENDAR), date(2031, 2, 1)))
    assert ("deminimis_expiry", "", date(2030, 12, 31), "open") in later
    assert last_day_of(library.law.texts["de_minimis_sieg"], date(2015, 1, 1)) == date(2030, 12, 31)
    assert last_day_of(None, DAY) is None


@pytest.mark.parametrize(
    ("day", "due"), [(date(2024, 3, 1), date(2024, 6, 30)), (date(2025, 3, 1), date(2024, 6, 30)), (DAY, None)]
)
def test_the_biennial_report_stopped_with_the_decision_of_2025(library: Library, day: date, due: date | None) -> None:
    told = _told(_sight(library, Picture(SYSTEM_CALENDAR), day))
    assert [one[2] for one in told if one[0] == "biennial_report"] == ([due] if due else [])


def test_aid_leaves_the_window_after_three_years(library: Library) -> None:
    picture = Picture(ASSO, {}, {"deminimis_days": (date(2023, 9, 1), date(2010, 1, 1), date(2026, 5, 5))})
    assert _told(_sight(library, picture)) == [("deminimis_window", "2023-09-01", date(2026, 9, 1), "open")]
    passed = derive(library.calendars, picture, BLANK, _sight(library, picture, date(2026, 9, 2)).around)
    assert [(one.status, one.closed_on) for one in passed] == [(DeadlineStatus.MET, date(2026, 9, 1))]


def test_what_was_over_for_long_is_not_opened_but_what_is_held_stays(library: Library) -> None:
    picture = _structure(y2023={"cash_grants": RICH})
    assert _told(_sight(library, picture)) == []
    before = _sight(library, picture, date(2023, 5, 1))
    held = _after(before, acts.refreshed(before))
    late = replace(held, around=replace(held.around, day=DAY))
    assert _told(late) == [("auditor", "2023", date(2023, 12, 31), "open")]


def _open(library: Library) -> Sight:
    picture = _structure(y2025={"cash_grants": RICH, "accounts_approved_on": date(2026, 6, 30)})
    sight = _sight(library, picture)
    return _after(sight, acts.refreshed(sight))


KEY = ("accounts_publication", "2025")


def test_nothing_is_told_twice(library: Library) -> None:
    assert acts.refreshed(_open(library)) is None


def test_an_approval_that_moves_moves_the_deadline_and_one_that_goes_cancels_it(library: Library) -> None:
    sight = _open(library)
    fact = library.calendars.facts["accounts_approved_on"]
    moved = _after(sight, acts.noted(sight, fact, "2025", date(2026, 5, 31)))
    assert moved.calendar.deadlines[KEY].due == date(2026, 8, 31)
    assert acts.noted(moved, fact, "2025", date(2026, 5, 31)) is None
    poor = replace(sight, picture=_structure(y2025={"cash_grants": POOR}))
    draft = acts.refreshed(poor)
    assert draft is not None
    rows = {row["code"]: (row["status"], row["closed_on"]) for row in draft.outcome["deadlines"]}
    assert rows == {"accounts_publication": ("cancelled", "2026-07-10"), "auditor": ("cancelled", "2026-07-10")}


def test_done_then_not_done(library: Library) -> None:
    sight = _open(library)
    done = _after(sight, acts.done(sight, KEY, date(2026, 7, 5), " au  JO "))
    one = done.calendar.deadlines[KEY]
    assert (one.status, one.closed_on) == (DeadlineStatus.MET, date(2026, 7, 5))
    assert acts.refreshed(done) is None
    with pytest.raises(BadInput, match="plus ouverte"):
        acts.done(done, KEY, DAY, "")
    again = _after(done, acts.reopened(done, KEY, ""))
    assert again.calendar == sight.calendar


def test_extended_then_waived(library: Library) -> None:
    sight = _open(library)
    later = _after(sight, acts.extended(sight, KEY, date(2026, 12, 15), "assemblée reportée"))
    one = later.calendar.deadlines[KEY]
    assert (one.due, one.trace[-1]) == (date(2026, 12, 15), ("deferred", "2026-12-15"))
    assert explain(one.trace, "nl", {})[-1] == "Uitgesteld tot 15\u00a0december 2026, bij gemotiveerde beslissing."
    gone = _after(later, acts.waived(later, KEY, "fusion"))
    assert gone.calendar.deadlines[KEY].status is DeadlineStatus.CANCELLED
    assert acts.refreshed(gone) is None
    assert _after(gone, acts.reopened(gone, KEY, "")).calendar.deadlines[KEY] == one


def test_what_cannot_be_said(library: Library) -> None:
    sight = _open(library)
    with pytest.raises(BadInput, match="pas encore venu"):
        acts.done(sight, KEY, date(2026, 7, 11), "")
    with pytest.raises(BadInput, match="motif"):
        acts.extended(sight, KEY, date(2026, 12, 15), "  ")
    with pytest.raises(BadInput, match="pas après"):
        acts.extended(sight, KEY, date(2026, 9, 30), "x")
    with pytest.raises(NotFound):
        acts.waived(sight, ("auditor", "1999"), "x")
    with pytest.raises(BadInput, match="close par quelqu’un"):
        acts.reopened(sight, KEY, "")
    with pytest.raises(BadInput, match="exercice"):
        acts.noted(sight, library.calendars.facts["accounts_approved_on"], "26", DAY)
    with pytest.raises(BadInput, match="négatif"):
        acts.noted(sight, library.calendars.facts["declared_cash_grants"], "2026", Decimal(-1))
    system = _sight(library, Picture(ASSO, {}, {"deminimis_days": (date(2023, 9, 1),)}))
    held = _after(system, acts.refreshed(system))
    with pytest.raises(BadInput, match="à connaître"):
        acts.done(held, ("deminimis_window", "2023-09-01"), DAY, "")


def test_a_calendar_comes_back_from_its_row(library: Library) -> None:
    sight = _open(library)
    calendar = replace(
        sight.calendar,
        facts={("declared_cash_grants", "2025"): Decimal("1234.50"), ("accounts_approved_on", "2025"): DAY},
        done={KEY: DAY},
        extended={KEY: DAY},
        waived={KEY: DAY},
    )
    assert calendar_from_json(calendar_to_json(calendar)) == calendar
    assert all(isinstance(one, Deadline) for one in calendar.deadlines.values())
