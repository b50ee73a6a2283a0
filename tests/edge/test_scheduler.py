import threading
from datetime import date, timedelta

import pytest

from mandate_flow.edge import scheduler
from mandate_flow.edge.clock import day_of, now
from mandate_flow.edge.scheduler import MINUTE, MORNING, TAKEOVER, beat
from mandate_flow.store import tables
from mandate_flow.store.jobs import JobRun
from tests.support.office import DAY, Office, at

DUE = date(2026, 12, 31)
BEFORE = DUE - timedelta(days=7)  # winter: 07:30 in Paris is 06:30 UTC


def _last(office: Office, job: str) -> JobRun | None:
    with office.desk.store.read() as unit:
        return unit.jobs.last(job)


def test_the_morning_comes_once_a_day_at_half_past_seven(office: Office) -> None:
    office.file(report_on=DUE)
    start = at(BEFORE, 6, 25)
    for minute in range(10):
        beat(office.desk, start + timedelta(minutes=minute), "me")
        assert len(office.mails()) == (1 if minute >= 5 else 0)
    assert office.mails()[0]["status"] == "kept"
    morning = _last(office, MORNING)
    assert morning is not None
    assert (morning.slot, morning.outcome.split(";")[0]) == (BEFORE.isoformat(), "1 reminders")


def test_the_morning_is_half_past_seven_in_summer_too(office: Office) -> None:
    summer = date(2027, 7, 1)
    beat(office.desk, at(summer, 5, 29), "me")
    assert _last(office, MORNING) is None
    beat(office.desk, at(summer, 5, 30), "me")
    assert _last(office, MORNING) is not None


@pytest.mark.parametrize("night", [date(2026, 10, 25), date(2027, 3, 28)])
def test_the_nights_when_the_clock_moves_have_one_morning(office: Office, night: date) -> None:
    for quarter in range(-8, 4 * 24):
        beat(office.desk, at(night, 0) + timedelta(minutes=15 * quarter), "me")
    with office.desk.store.read() as unit:
        slots = [row.slot for row in unit.connection.execute(tables.job_run.select()) if row.job == MORNING]
    assert slots.count(night.isoformat()) == 1


def test_what_is_urgent_does_not_wait_for_the_morning(office: Office) -> None:
    office.take(office.file(), "sign", office.agent)
    office.file(report_on=DAY + timedelta(days=7))
    office.remind(DAY)
    beat(office.desk, at(DAY, 3), "me")
    assert office.subjects() == ["SMALL-2026-0001 : une seconde personne est demandée pour « Signer le mandat »"]


def test_days_without_a_scheduler_are_caught_up_at_the_start(office: Office) -> None:
    office.file(report_on=DUE)
    beat(office.desk, at(DUE + timedelta(days=3), 14), "me")
    assert office.subjects("asso@example.org") == ["En retard depuis 3 jours : Compte rendu financier"]


def test_a_clock_set_back_sends_nothing_again(office: Office) -> None:
    office.file(report_on=DUE)
    beat(office.desk, at(BEFORE), "me")
    beat(office.desk, at(BEFORE - timedelta(days=1)), "me")
    beat(office.desk, at(BEFORE), "me")
    assert len(office.mails()) == 1


def test_two_schedulers_share_the_beats(office: Office) -> None:
    office.file(report_on=DUE)
    for number in range(12):
        for owner in ("one", "two"):
            beat(office.desk, at(BEFORE, 6, 25) + timedelta(minutes=number), owner)
    assert len(office.mails()) == 1
    with office.desk.store.read() as unit:
        runs = [(row.job, row.slot) for row in unit.connection.execute(tables.job_run.select())]
    assert len(runs) == len(set(runs))


def test_a_dead_owner_is_taken_over(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.file(report_on=DUE)

    def dying(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(scheduler, "remind", dying)
        with pytest.raises(KeyboardInterrupt):
            beat(office.desk, at(BEFORE), "dead")
    beat(office.desk, at(BEFORE) + TAKEOVER - timedelta(minutes=1), "heir")
    assert office.mails() == []
    beat(office.desk, at(BEFORE) + TAKEOVER, "heir")
    assert len(office.mails()) == 1


def test_a_beat_that_fails_is_not_the_last(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise ValueError("disk on fire")

    monkeypatch.setattr(scheduler, "deliver", failing)
    beat(office.desk, at(BEFORE, 3), "me")
    assert "disk on fire" in caplog.text


def test_old_minutes_are_forgotten_but_the_last_is_kept(office: Office) -> None:
    for days in (30, 20, 1):
        beat(office.desk, at(BEFORE - timedelta(days=days), 3), "me")
    beat(office.desk, at(BEFORE), "me")
    with office.desk.store.read() as unit:
        slots = [row.slot[:10] for row in unit.connection.execute(tables.job_run.select()) if row.job == MINUTE]
    assert slots == [(BEFORE - timedelta(days=1)).isoformat()]


def test_it_starts_beats_at_once_and_stops(office: Office) -> None:
    today = day_of(now())
    office.take(office.file(day=today), "sign", office.agent, today)
    clockwork = scheduler.start(office.desk)
    try:
        (job,) = clockwork.scheduler.get_jobs()
        assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)
        for _ in range(200):
            if office.mails():
                break
            threading.Event().wait(0.05)
    finally:
        clockwork.stop()
    assert [mail["to"] for mail in office.mails()] == ["mission@example.org"]
