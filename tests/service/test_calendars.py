"""Calendars through their front door, on both databases: what mornings write, what people say, who is written to."""

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from mandate_flow.domain.calendar import SYSTEM_CALENDAR
from mandate_flow.domain.command import Moment, RecordFacts
from mandate_flow.domain.deadline import DeadlineStatus
from mandate_flow.domain.deminimis import Regime
from mandate_flow.domain.errors import Forbidden, NotFound
from mandate_flow.domain.event import Action, Stream, StreamKind
from mandate_flow.domain.people import SYSTEM, Person, Role
from mandate_flow.domain.rates import RateKind
from mandate_flow.service.act import act
from mandate_flow.service.aid import Entered, NewAid, record_aid
from mandate_flow.service.calendars.acts import extend, mark_done, reopen, waive
from mandate_flow.service.calendars.refresh import refresh
from mandate_flow.service.deliver import deliver
from mandate_flow.service.desk import Desk
from mandate_flow.service.erasure import erase
from mandate_flow.service.foresee import foresee
from mandate_flow.service.integrity import verify
from mandate_flow.service.rates import Entry, record_rates
from mandate_flow.service.remind import remind
from mandate_flow.service.tick import tick
from mandate_flow.store import tables
from mandate_flow.store.wire import statement
from tests.service.calendars import ASSO, DAY, KEY, LILLE, Town, at
from tests.service.desks import desk_on


@pytest.fixture
def town(database: str, tmp_path: Path) -> Iterator[Town]:
    with desk_on(database, tmp_path) as desk:
        yield Town(desk)


@pytest.fixture
def owing(town: Town) -> Town:
    """The association received 180 000 € in 2025, and its accounts were approved on 30 June 2026."""
    town.grants("180000.00")
    town.approved(date(2026, 6, 30))
    refresh(town.desk, DAY, at(DAY))
    return town


def test_each_morning_writes_what_changed_and_nothing_else(town: Town) -> None:
    first = refresh(town.desk, DAY, at(DAY))
    assert (first.looked_at, first.changed) == (5, 1)  # two structures, two communes, the system
    assert [one.action for one in town.events(SYSTEM_CALENDAR)] == [Action.CALENDAR_CHANGED]
    assert refresh(town.desk, DAY, at(DAY)).changed == 0
    town.grants("180000.00")
    assert refresh(town.desk, DAY, at(DAY)).changed == 1
    assert town.calendar().deadlines["auditor", "2025"].due == date(2025, 12, 31)
    (event,) = town.events()
    assert event.actor == SYSTEM.id
    assert town.desk.library.calendars.sha256 in event.contents
    with town.desk.store.read() as unit:
        assert unit.library.get(town.desk.library.calendars.sha256) is not None
    assert verify(town.desk.store).ok


def test_the_sum_and_the_dates_come_from_files_and_from_what_is_written(owing: Town) -> None:
    one = owing.calendar().deadlines[KEY]
    assert (one.due, one.status) == (date(2026, 9, 30), DeadlineStatus.OPEN)
    command = RecordFacts({("accounts_published_on", "2025"): date(2026, 7, 9)})
    act(owing.desk, owing.file.id, command, owing.moment(owing.mission))
    refresh(owing.desk, DAY + timedelta(days=1), at(DAY))
    met = owing.calendar().deadlines[KEY]
    assert (met.status, met.closed_on) == (DeadlineStatus.MET, DAY + timedelta(days=1))
    assert refresh(owing.desk, DAY + timedelta(days=2), at(DAY)).changed == 0


def test_aid_of_the_year_is_owed_to_the_region_by_the_commune_that_gave_it(town: Town) -> None:
    aid = NewAid("asso", Regime.SGEI, Decimal("5000.00"), date(2026, 3, 2), "commune-59350")
    assert isinstance(record_aid(town.desk, aid, town.moment(town.mission)), Entered)
    refresh(town.desk, DAY, at(DAY))
    assert town.calendar(LILLE).deadlines["aid_to_region", "2026"].due == date(2027, 3, 29)
    assert town.calendar(ASSO).deadlines == {}  # what leaves the window in 2029 is not yet near
    assert town.calendar(Stream(StreamKind.AUTHORITY, "commune-59512")).deadlines == {}
    for number in range(300):
        tick(town.desk, day := DAY + timedelta(days=number), at(day))
    told = [(notice, to) for notice, to, _ in town.notices("aid_to_region")]
    assert told == [
        ("calendar_before", "authority:commune-59350"),
        ("calendar_before", "authority:commune-59350"),
        ("calendar_before", "authority:commune-59350"),
        ("calendar_due", "authority:commune-59350"),
        ("calendar_late", "authority:commune-59350"),
        ("calendar_escalation", "role:mission"),
    ]
    assert verify(town.desk.store).ok


def test_two_schedulers_at_once_write_each_change_once(database: str, tmp_path: Path) -> None:
    with desk_on(database, tmp_path) as one, desk_on(database, tmp_path) as two:
        town = Town(one)
        town.grants("180000.00")
        gate = threading.Barrier(2)
        done: list[int] = []

        def run(desk: Desk) -> None:
            gate.wait()
            done.append(refresh(desk, DAY, at(DAY)).changed)

        threads = [threading.Thread(target=run, args=(desk,)) for desk in (one, two)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(done) == 2
        assert [len(town.events(owner)) for owner in (ASSO, SYSTEM_CALENDAR)] == [1, 1]
        assert verify(one.store).ok


def test_days_without_a_scheduler_lose_nothing(town: Town) -> None:
    tick(town.desk, date(2026, 5, 1), at(date(2026, 5, 1)))
    late = date(2027, 2, 10)
    tick(town.desk, late, at(late))
    tables_due = {occurrence for code, occurrence in town.calendar(SYSTEM_CALENDAR).deadlines if code == "swap_table"}
    assert tables_due == {"2026-01-01", "2026-07-01", "2027-01-01"} - {"2026-07-01"}
    assert [one[1] for one in town.notices("swap_table")] == ["role:administrator", "role:administrator"]


def test_a_table_of_swap_rates_meets_what_the_half_year_owes(town: Town) -> None:
    day = date(2026, 7, 3)
    tick(town.desk, day, at(day))
    key = ("swap_table", "2026-07-01")
    assert town.calendar(SYSTEM_CALENDAR).deadlines[key].status is DeadlineStatus.OPEN
    table = Entry(RateKind.SWAP, date(2026, 7, 1), date(2026, 12, 31), Decimal("2.45"), "Table fictive", 5)
    record_rates(town.desk, [table], Moment(SYSTEM, at(day), day))
    tick(town.desk, day + timedelta(days=1), at(day + timedelta(days=1)))
    assert town.calendar(SYSTEM_CALENDAR).deadlines[key].status is DeadlineStatus.MET
    assert verify(town.desk.store).ok


def test_reminders_leave_in_the_one_mail_of_the_day_and_in_the_readers_language(owing: Town) -> None:
    days = [date(2026, 9, 30) + timedelta(days=number) for number in (-30, 0, 1, 15)]
    for day in days:
        tick(owing.desk, day, at(day))
    subjects = [subject for subject, _ in owing.mails("bureau@lilas.example")]
    assert len(subjects) == len(days)
    before, due = owing.mails("bureau@lilas.example")[:2]
    assert "Publier les comptes au Journal officiel (2025) : au plus tard le 30 septembre 2026" in before[1]
    assert "Voici ce que les textes demandent à Lilas Autopartage" in before[1]
    assert "Texte : code de commerce, art. L612-4 (décret n° 2009-540)" in before[1]
    assert "Anne (agent@exemple.fr)" in before[1]
    assert "Le dernier jour est aujourd’hui" in due[1]
    agent = [one for one in owing.mails("agent@exemple.fr") if "Publier" in one[1]]
    assert len(agent) == 1  # fifteen days after: the authority that works with the association is told too
    assert "Elle revient à Lilas Autopartage" in agent[0][1]
    mission = [one for one in owing.mails("mission@exemple.fr") if "Publier" in one[1]]
    assert len(mission) == 2
    (keeper,) = {subject for subject, _ in owing.mails("admin@exemple.fr")}
    assert keeper.startswith("Te laat") or "swaprentes" in keeper


def test_what_was_done_in_the_meantime_is_not_reminded_of(owing: Town) -> None:
    day = date(2026, 8, 31)
    with owing.desk.store.read() as unit:
        assert unit.outbox.due_notices(day, 10) == ()
    remind(owing.desk, day, at(day))
    mark_done(owing.desk, ASSO, KEY, day, "publiés", owing.moment(owing.agent, day))
    done = deliver(owing.desk, owing.desk.mailer, day, at(day), "me")
    assert done.prepared.dropped >= 1
    assert not [one for one in owing.mails("bureau@lilas.example") if "Publier" in one[1]]
    with owing.desk.store.read() as unit:
        why = unit.connection.execute(
            select(tables.notices.c.why).where(tables.notices.c.deadline_code == KEY[0])
        ).scalars()
        assert set(why) == {"met"}


def test_foresee_tells_what_then_leaves(owing: Town) -> None:
    foreseen = [one for one in foresee(owing.desk, DAY, date(2026, 10, 20)) if one.what.startswith("Publier")]
    for number in range(103):
        tick(owing.desk, day := DAY + timedelta(days=number), at(day))
    assert sorted((one.notice, one.audience, one.day) for one in foreseen) == sorted(owing.notices(KEY[0]))
    assert foreseen[0].title == "Lilas Autopartage"


def test_the_register_of_rates_meets_its_deadline(town: Town) -> None:
    rate = Entry(
        RateKind.SWAP, date(2026, 7, 1), date(2026, 12, 31), Decimal("2.45"), "Table fictive", 5, fictitious=True
    )
    record_rates(town.desk, [rate], town.moment(town.keeper))
    refresh(town.desk, DAY, at(DAY))
    assert town.calendar(SYSTEM_CALENDAR).deadlines["swap_table", "2026-07-01"].status is DeadlineStatus.MET
    later = date(2026, 12, 20)
    refresh(town.desk, later, at(later))
    assert town.calendar(SYSTEM_CALENDAR).deadlines["swap_table", "2027-01-01"].status is DeadlineStatus.OPEN


def test_who_may_say_what(owing: Town) -> None:
    far, agent = owing.moment(owing.far), owing.moment(owing.agent)
    with pytest.raises(NotFound):
        mark_done(owing.desk, ASSO, KEY, DAY, "", far)
    with pytest.raises(NotFound):
        mark_done(owing.desk, SYSTEM_CALENDAR, ("swap_table", "2026-07-01"), DAY, "", agent)
    controller = Person("c", "Contrôle", "c@exemple.fr", frozenset({Role.CONTROLLER}))
    with pytest.raises(Forbidden):
        waive(owing.desk, ASSO, KEY, "x", owing.moment(controller))
    keeper = owing.moment(owing.keeper)
    mark_done(owing.desk, SYSTEM_CALENDAR, ("swap_table", "2026-07-01"), DAY, "table de juillet", keeper)
    assert owing.calendar(SYSTEM_CALENDAR).deadlines["swap_table", "2026-07-01"].status is DeadlineStatus.MET
    assert verify(owing.desk.store).ok


def test_later_waived_and_back_again(owing: Town) -> None:
    moment = owing.moment(owing.agent)
    extend(owing.desk, ASSO, KEY, date(2026, 12, 15), "assemblée reportée", moment)
    assert owing.calendar().deadlines[KEY].due == date(2026, 12, 15)
    waive(owing.desk, ASSO, KEY, "fusion", moment)
    assert owing.calendar().deadlines[KEY].status is DeadlineStatus.CANCELLED
    reopen(owing.desk, ASSO, KEY, "finalement non", moment)
    assert owing.calendar().deadlines[KEY].status is DeadlineStatus.OPEN
    assert refresh(owing.desk, DAY, at(DAY)).changed == 0
    assert verify(owing.desk.store).ok
    extended = next(one for one in owing.events() if one.action is Action.CALENDAR_EXTENDED)
    erase(owing.desk.store, ASSO, extended.seq, "/reason", Moment(owing.keeper, at(DAY), DAY))
    assert verify(owing.desk.store).ok
    with owing.desk.store.read() as unit:
        kept = unit.rows(statement("SELECT value FROM event_values"))
    assert "assemblée reportée" not in {value for (value,) in kept}


def test_whoever_leaves_the_register_owes_nothing_more(owing: Town) -> None:
    with owing.desk.store.write() as unit:
        unit.registers.retire(StreamKind.STRUCTURE, "asso", actor=SYSTEM.id, at=at(DAY), day=DAY)
    refresh(owing.desk, DAY, at(DAY))
    assert {one.status for one in owing.calendar().deadlines.values()} == {DeadlineStatus.CANCELLED}


@pytest.mark.parametrize("what", ["due", "body", "gone", "system"])
def test_a_row_that_was_changed_by_hand_is_found(owing: Town, what: str) -> None:
    with owing.desk.store.write() as unit:
        rows = tables.calendar_deadlines
        if what == "due":
            unit.connection.execute(update(rows).where(rows.c.owner_id == "asso").values(due=date(2030, 1, 1)))
        elif what == "body":
            unit.connection.execute(text("UPDATE calendars SET body = '{}' WHERE owner_id = 'asso'"))
        elif what == "gone":
            unit.connection.execute(text("DELETE FROM calendars WHERE owner_id = 'asso'"))
        else:
            unit.connection.execute(text("DELETE FROM calendar_deadlines WHERE owner_kind = 'system'"))
    report = verify(owing.desk.store)
    name = "system/calendar" if what == "system" else "structure/asso"
    assert {(one.stream, one.field) for one in report.findings} == {
        (name, "calendar_deadlines" if what in ("due", "system") else "calendars")
    }
