"""What is decided of a deadline reaches its row, its reminders, the counts of what is late, and the structure."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from mandate_flow.domain.command import (
    ExtendDeadline,
    Moment,
    OnDeadline,
    ResumeDeadline,
    SuspendDeadline,
    WaiveDeadline,
)
from mandate_flow.domain.errors import Forbidden
from mandate_flow.domain.file import File
from mandate_flow.domain.people import Role
from mandate_flow.service.act import Done, act
from mandate_flow.service.integrity import verify
from mandate_flow.store import tables
from mandate_flow.store.views import AgendaFilters, Span
from mandate_flow.store.views.scope import EVERYTHING
from tests.support.office import DAY, Office, at

DUE = date(2026, 12, 31)
LATER = date(2027, 3, 31)
WHY = "Le commissaire aux comptes a changé."
REPORT = ("report", "")


def decided(office: Office, file: File, command: OnDeadline, day: date) -> File:
    answer = act(office.desk, file.id, command, Moment(office.mission, at(day), day))
    assert isinstance(answer, Done), answer
    return answer.file


def row(office: Office) -> tuple[date, str, date | None]:
    with office.desk.store.read() as unit:
        columns = (tables.deadlines.c.due, tables.deadlines.c.status, tables.deadlines.c.next_reminder)
        found = unit.connection.execute(select(*columns).where(tables.deadlines.c.code == "report")).one()
    return found[0], found[1], found[2]


def late(office: Office, day: date) -> tuple[int, int, date | None]:
    """What is late on that day, what is open at all, and the next day of the file in lists."""
    with office.desk.store.read() as unit:
        counts = [unit.views.deadlines(day, EVERYTHING, AgendaFilters(span)).total for span in (Span.LATE, Span.ALL)]
        next_due = unit.connection.execute(select(tables.files.c.next_due)).scalar_one()
    return counts[0], counts[1], next_due


def test_an_extension_moves_the_row_the_reminders_and_tells_the_structure(office: Office) -> None:
    file = office.file(report_on=DUE)
    decided(office, file, ExtendDeadline(*REPORT, LATER, WHY), DAY)
    assert row(office) == (LATER, "open", LATER - timedelta(days=30))
    assert late(office, DUE + timedelta(days=1)) == (0, 1, LATER)
    office.tick(DAY)
    office.days(DUE - timedelta(days=31), DUE + timedelta(days=2))
    assert {one["notice"] for one in office.notices()} == {"deadline_extended"}
    [mail] = office.mails()
    text = office.text(mail)
    assert "mercredi 31 mars 2027" in text
    assert "31 décembre 2026" in text
    assert WHY not in text
    assert verify(office.desk.store).ok


def test_a_suspended_deadline_reminds_nobody_and_is_never_late(office: Office) -> None:
    file = office.file(report_on=DUE)
    office.remind(DUE)
    decided(office, file, SuspendDeadline(*REPORT, WHY), DUE)
    office.deliver(DUE)
    assert row(office) == (DUE, "suspended", None)
    assert [(one["status"], one["why"]) for one in office.notices(notice="reminder_due")][-1] == (
        "dropped",
        "suspended",
    )
    again = DUE + timedelta(days=20)
    office.days(DUE + timedelta(days=1), again)
    assert late(office, again) == (0, 0, None)
    assert office.subjects() == ["Compte rendu financier : délai suspendu"]
    decided(office, file, ResumeDeadline(*REPORT, WHY), again)
    assert row(office) == (again, "open", again)
    assert late(office, again) == (0, 1, again)
    assert verify(office.desk.store).ok


def test_a_waived_deadline_is_in_no_list_until_it_is_expected_again(office: Office) -> None:
    file = office.file(report_on=DUE)
    decided(office, file, WaiveDeadline(*REPORT, WHY), DAY)
    assert row(office)[1:] == ("waived", None)
    assert late(office, DUE + timedelta(days=1)) == (0, 0, None)
    # Taken back the same day: the mail that nothing had to be handed in does not leave.
    decided(office, file, ResumeDeadline(*REPORT, WHY), DAY)
    office.tick(DAY)
    assert office.subjects() == ["Compte rendu financier : attendu au plus tard le 31 décembre 2026"]
    assert late(office, DUE + timedelta(days=1)) == (1, 1, DUE)
    assert verify(office.desk.store).ok


def test_a_structure_and_a_controller_decide_nothing(office: Office) -> None:
    file = office.file(report_on=DUE)
    for role in (Role.STRUCTURE, Role.CONTROLLER):
        person = office.person(f"one-{role}", role, structure="asso" if role is Role.STRUCTURE else None)
        with pytest.raises(Forbidden):
            act(office.desk, file.id, WaiveDeadline(*REPORT, WHY), Moment(person, at(DAY), DAY))
