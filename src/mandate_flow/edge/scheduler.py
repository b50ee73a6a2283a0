"""The metronome: every minute it asks what is due. It remembers only in the database, so every process may run one."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]
from apscheduler.schedulers.base import BaseScheduler  # type: ignore[import-untyped]
from apscheduler.triggers.cron import CronTrigger  # type: ignore[import-untyped]

from mandate_flow.domain.errors import MandateFlowError
from mandate_flow.domain.notice import Urgency
from mandate_flow.edge.clock import HERE, day_of, now
from mandate_flow.service.calendars.refresh import refresh
from mandate_flow.service.deliver import EVERY, Delivered, deliver
from mandate_flow.service.desk import Desk
from mandate_flow.service.remind import remind

log: Final = logging.getLogger(__name__)
MINUTE: Final = "tick"
MORNING: Final = "morning"
MORNING_AT: Final = time(7, 30)
TAKEOVER: Final = timedelta(minutes=30)
KEPT: Final = timedelta(days=7)
NOW: Final = frozenset({Urgency.NOW})


@dataclass(frozen=True, slots=True)
class Clockwork:
    """A running scheduler, and who it is to the others."""

    scheduler: BaseScheduler
    owner: str

    def stop(self) -> None:
        """End after the work under way, which is short."""
        self.scheduler.shutdown(wait=True)


def start(desk: Desk) -> Clockwork:
    """Run beside the site, in a thread: once at the start (catching up what was missed), then every minute."""
    owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    scheduler = BackgroundScheduler(
        timezone=HERE, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    scheduler.add_job(
        lambda: beat(desk, now(), owner), CronTrigger(minute="*", timezone=HERE), id=MINUTE, next_run_time=now()
    )
    scheduler.start()
    return Clockwork(scheduler, owner)


def run_forever(desk: Desk) -> None:
    """Run alone until SIGINT or SIGTERM."""
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    clockwork = start(desk)
    stopped.wait()
    clockwork.stop()


def beat(desk: Desk, at: datetime, owner: str) -> None:
    """One minute: the morning's work if its time has come, else what is urgent. Never raises: the next beat comes."""
    try:
        if not _morning(desk, at, owner):
            _minute(desk, at, owner)
    except MandateFlowError as error:
        log.warning("this beat failed and the next will try again: %s", error)
    except Exception:
        log.exception("this beat failed")


def _minute(desk: Desk, at: datetime, owner: str) -> None:
    slot = at.strftime("%Y-%m-%dT%H:%MZ")
    if _claimed(desk, MINUTE, slot, at, owner):
        delivered = deliver(desk, desk.mailer, day_of(at), at, owner, urgencies=NOW)
        _finish(desk, MINUTE, slot, owner, _words(delivered))


def _morning(desk: Desk, at: datetime, owner: str) -> bool:
    """Calendars, reminders and daily mails, once a local day from half past seven on, however late it wakes."""
    day = day_of(at)
    if at.astimezone(HERE).time() < MORNING_AT:
        return False
    slot = day.isoformat()
    with desk.store.read() as unit:
        last = unit.jobs.last_finished(MORNING)
    if (last is not None and last.slot >= slot) or not _claimed(desk, MORNING, slot, at, owner):
        return False
    refreshed = refresh(desk, day, at)
    reminded = remind(desk, day, at)
    delivered = deliver(desk, desk.mailer, day, at, owner, urgencies=EVERY)
    _finish(
        desk, MORNING, slot, owner, f"{reminded.notices} reminders; {refreshed.changed} calendars; {_words(delivered)}"
    )
    with desk.store.write() as unit:
        unit.jobs.forget(MINUTE, (at - KEPT).strftime("%Y-%m-%dT%H:%MZ"))
    return True


def _claimed(desk: Desk, job: str, slot: str, at: datetime, owner: str) -> bool:
    with desk.store.write() as unit:
        return unit.jobs.claim(job, slot, owner, at, TAKEOVER)


def _finish(desk: Desk, job: str, slot: str, owner: str, outcome: str) -> None:
    with desk.store.write() as unit:
        unit.jobs.finish(job, slot, now(), outcome, owner=owner)


def _words(delivered: Delivered) -> str:
    made = delivered.prepared
    return (
        f"{made.mails} made, {delivered.sent} sent, {delivered.kept} kept, {delivered.again} again, "
        f"{delivered.failed} failed, {made.dropped} dropped, {made.held} held, {made.troubled} troubled"
    )
