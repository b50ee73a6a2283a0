"""Meetings: known by their day from the first thing said about them, held once that day has come."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from mandate_flow.content.where import find_content
from mandate_flow.content.workflow_reader import definition_from_bytes
from mandate_flow.domain.command import AddDocument, Moment, OpenFile, RecordFacts
from mandate_flow.domain.deadline import DeadlineStatus
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Draft
from mandate_flow.domain.file import File, FileKind
from mandate_flow.domain.law import LawBook
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.value import Value
from mandate_flow.domain.workdays import french_workdays
from mandate_flow.domain.workflow import decide, evolve
from mandate_flow.domain.workflow.decide import provisional
from mandate_flow.domain.workflow.known import Known
from mandate_flow.domain.workflow.meetings import day_of, meeting_days, meetings
from mandate_flow.domain.workflow.scope import FileScope

FOLDER = find_content() / "workflows"
MISSION = definition_from_bytes((FOLDER / "mission.v1.yaml").read_bytes())
COMMUNE = definition_from_bytes((FOLDER / "commune.v1.yaml").read_bytes())
KNOWN = Known(LawBook({}), french_workdays())
SOMEBODY = Person("p1", "Somebody", "s@exemple.fr", frozenset({Role.MISSION}))
SEMINAR, GROUP = "2012-01-26", "2012-04-12"


def after(file: File | None, command: OpenFile | RecordFacts | AddDocument, day: date) -> File:
    moment = Moment(SOMEBODY, datetime(day.year, day.month, day.day, 9, tzinfo=UTC), day)
    draft = decide(MISSION, file, command, moment, KNOWN)
    assert isinstance(draft, Draft)
    return evolve(file, provisional(file, draft, moment, "a" * 16))


def said(file: File, day: date, **answers: Value) -> File:
    """Answers about the seminar."""
    return after(file, RecordFacts({(name, SEMINAR): value for name, value in answers.items()}), day)


@pytest.fixture
def mission() -> File:
    return after(None, OpenFile("MIS-2011-0001", "Mission", "", ("metropole-200093201",), ()), date(2011, 12, 1))


def held(file: File, name: str, day: date) -> object:
    return FileScope(MISSION, file, KNOWN.law, day, day).look_up(f"meetings.{name}")


def test_a_meeting_is_there_from_the_first_answer_to_the_last_document(mission: File) -> None:
    assert meeting_days(MISSION, mission) == ()
    file = said(mission, date(2012, 1, 5), meeting_kind="seminar", participants=("commune-59350",))
    minutes = AddDocument("d" * 16, "minutes", GROUP, "cr.pdf", "0" * 64, 10, "application/pdf")
    file = after(file, minutes, date(2012, 4, 20))
    assert meeting_days(MISSION, file) == (SEMINAR, GROUP)
    seminar, group = meetings(MISSION, file)
    assert (seminar.kind, seminar.participants, seminar.minutes) == ("seminar", ("commune-59350",), False)
    assert (group.kind, group.participants, group.minutes) == ("", (), True)
    gone = after(
        file, RecordFacts({("meeting_kind", SEMINAR): None, ("participants", SEMINAR): None}), date(2012, 4, 21)
    )
    assert meeting_days(MISSION, gone) == (GROUP,)


def test_a_meeting_is_held_once_its_day_has_come_unless_it_was_cancelled(mission: File) -> None:
    file = said(mission, date(2012, 1, 5), meeting_kind="seminar")
    assert held(file, "held", date(2012, 1, 25)) == Decimal(0)
    assert held(file, "seminar", date(2012, 1, 26)) == Decimal(1)
    assert held(file, "working_group", date(2012, 1, 26)) == Decimal(0)
    assert held(said(file, date(2012, 1, 20), meeting_cancelled=True), "held", date(2012, 2, 1)) == Decimal(0)


def test_each_meeting_has_its_deadlines(mission: File) -> None:
    file = said(mission, date(2012, 1, 5), meeting_kind="seminar")
    assert {(code, at): one.due for (code, at), one in file.deadlines.items()} == {
        ("invitation", SEMINAR): date(2012, 1, 16),
        ("minutes", SEMINAR): date(2012, 2, 10),
    }
    cancelled = said(file, date(2012, 1, 20), meeting_cancelled=True)
    assert {one.status for one in cancelled.deadlines.values()} == {DeadlineStatus.CANCELLED}


@pytest.mark.parametrize("occurrence", ["", "2012", "20120126", "2012-02-30", "commune-59350", "26/01/2012"])
def test_a_meeting_is_named_by_its_day_alone(mission: File, occurrence: str) -> None:
    assert day_of(occurrence) is None
    with pytest.raises(BadInput):
        after(mission, RecordFacts({("meeting_kind", occurrence): "seminar"}), date(2012, 1, 5))


def test_the_kind_of_a_file_is_that_of_its_workflow(mission: File) -> None:
    assert mission.kind is FileKind.MISSION
    assert (MISSION.prefix, COMMUNE.prefix, COMMUNE.kind) == ("MIS", "COM", FileKind.PATH)


def test_what_lasts_throughout_is_asked_on_every_later_page() -> None:
    assert [one.name for one in MISSION.sections_on("launch")] == ["charge", "meetings"]
    assert [one.name for one in MISSION.sections_on("restitution")] == ["meetings", "results"]
    assert [one.name for one in COMMUNE.sections_on("declined")] == ["again"]


def test_a_state_aside_is_not_on_the_way_and_takes_nothing_away() -> None:
    assert [one.name for one in COMMUNE.on_the_way()] == [
        "informed", "interested", "inventory", "framework_deliberated", "autonomous",
    ]  # fmt: skip
    assert COMMUNE.states["declined"].rank == 0
