from datetime import date, timedelta

import pytest

from mandate_flow.service.foresee import foresee
from mandate_flow.service.remind import BATCH
from mandate_flow.service.tick import tick
from mandate_flow.store import tables
from tests.support.office import DAY, Office, at

DUE = date(2026, 12, 31)


def _said(office: Office) -> list[tuple[str, str, int]]:
    return [
        (row["notice"], row["audience"], row["data"]["offset"]) for row in office.notices() if "offset" in row["data"]
    ]


def test_each_reminder_day_is_said_once_to_those_concerned(office: Office) -> None:
    office.file(report_on=DUE)
    for number in range(60):
        day = DAY + timedelta(days=number)
        office.remind(day)
        office.remind(day)  # idempotent
    owner = "structure:asso"
    assert _said(office) == [
        ("reminder_before", owner, -30),
        ("reminder_before", owner, -15),
        ("reminder_before", owner, -7),
        ("reminder_due", owner, 0),
        ("reminder_late", owner, 1),
        ("escalation", "role:mission", 1),
        ("reminder_late", owner, 15),
        ("escalation", "authority:commune-59350", 15),
        ("escalation", "role:mission", 15),
    ]


def test_days_without_a_scheduler_lose_no_reminder(office: Office) -> None:
    office.file(report_on=DUE)
    reminded = office.remind(DUE - timedelta(days=2))
    assert (reminded.deadlines, reminded.covered) == (1, 2)
    assert _said(office) == [("reminder_before", "structure:asso", -7)]
    office.remind(DUE + timedelta(days=400))
    assert _said(office)[1:] == [
        ("reminder_late", "structure:asso", 195),
        ("escalation", "authority:commune-59350", 195),
        ("escalation", "role:mission", 195),
    ]


def test_a_structure_that_stays_late_is_told_every_month_for_half_a_year(office: Office) -> None:
    office.file(report_on=DUE)
    for number in range(16, 400):
        office.remind(DUE + timedelta(days=number))
    told = [offset for notice, audience, offset in _said(office) if audience == "structure:asso"]
    assert told == [15, 45, 75, 105, 135, 165, 195]


def test_a_met_deadline_is_not_reminded_of(office: Office) -> None:
    file = office.file(report_on=DUE)
    office.deposit(file, DAY)
    office.remind(DUE + timedelta(days=100))
    assert _said(office) == []


def test_a_moved_deadline_is_reminded_of_by_its_new_day(office: Office) -> None:
    file = office.file(report_on=DUE)
    office.remind(DUE - timedelta(days=7))
    office.record(file, DUE - timedelta(days=6), report_on=DUE + timedelta(days=60))
    for number in range(120):
        office.remind(DUE + timedelta(days=number - 6))
    assert [offset for notice, audience, offset in _said(office) if audience == "structure:asso"] == [
        -7, -30, -15, -7, 0, 1, 15, 45,
    ]  # fmt: skip
    keys = [row["key"] for row in office.notices()]
    assert len(keys) == len(set(keys))


def test_a_date_to_know_makes_nobody_late(office: Office) -> None:
    office.file(watched_on=DUE)
    for number in range(60):
        office.remind(DAY + timedelta(days=number))
    assert [(notice, offset) for notice, _, offset in _said(office)] == [("window", -7), ("window", 1)]


def test_more_than_a_batch(office: Office) -> None:
    file = office.file(report_on=DUE)
    with office.desk.store.write() as unit:
        row = dict(unit.connection.execute(tables.deadlines.select()).mappings().one())
        rows = [row | {"occurrence": str(number)} for number in range(2 * BATCH)]
        unit.connection.execute(tables.deadlines.insert(), rows)  # rows without a deadline in the file: passed over
    assert office.remind(DUE).deadlines == 1
    with office.desk.store.read() as unit:
        assert unit.outbox.due_reminders(DUE, 10) == ()
    assert len(office.notices(file_id=file.id)) == 1


@pytest.mark.parametrize("step", ["queue", "set_next_reminder"])
def test_a_crash_loses_no_reminder(office: Office, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    from mandate_flow.store.outbox import Outbox

    for number in range(3):
        office.file(report_on=DUE + timedelta(days=number))
    calls = 0
    real = getattr(Outbox, step)

    def crash_at_second(self: Outbox, *args: object) -> object:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        return real(self, *args)

    monkeypatch.setattr(Outbox, step, crash_at_second)
    with pytest.raises(KeyboardInterrupt):
        office.remind(DUE - timedelta(days=25))
    office.remind(DUE - timedelta(days=25))
    assert len(_said(office)) == 3


def test_foresee_tells_what_then_leaves(office: Office) -> None:
    office.file(report_on=DUE)
    office.file(watched_on=DUE)
    before = office.rows(tables.notices), office.mails()
    foreseen = foresee(office.desk, DAY, DAY + timedelta(days=90))
    assert (office.rows(tables.notices), office.mails()) == before
    for number in range(91):
        office.remind(DAY + timedelta(days=number))
    told = sorted((one.day, one.notice, one.audience) for one in foreseen)
    assert told == sorted((row["send_on"], row["notice"], row["audience"]) for row in office.notices())
    first = foreseen[0]
    assert (first.what, first.due, first.to) == ("Compte rendu financier", DUE, ("Asso <asso@example.org>",))


def test_tick_says_what_it_did_and_as_a_trial_what_it_would_do(office: Office) -> None:
    office.file(report_on=DUE)
    trial = tick(office.desk, DUE, at(DAY), dry_run=True)
    assert [row["day"] for row in trial.as_rows()] == [DUE - timedelta(days=days) for days in (30, 15, 7, 0)]
    assert trial.lines()[0].startswith(
        "01/12/2026  Rappel avant l’échéance : SMALL-2026-0001 « Compte rendu financier »"
    )
    assert "Asso <asso@example.org>" in trial.lines()[0]
    done = tick(office.desk, DUE, at(DUE))
    assert done.lines()[:2] == (
        "Rappels : 1 message(s) pour 1 échéance(s).",
        "Courriels : 1 préparé(s), 0 envoyé(s), 1 gardé(s) en fichier.",
    )
    assert done.as_rows()["delivery"]["kept"] == 1
