"""From the calendar to notices: who owes a deadline is told on its reminder days, once, even after days of silence."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from mandate_flow.domain.cadence import next_reminder
from mandate_flow.domain.deadline import DeadlineStatus
from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.file import File
from mandate_flow.domain.notice import reminded_by
from mandate_flow.service.calendars.remind import remind_calendars
from mandate_flow.service.desk import Desk
from mandate_flow.service.falling import Reminded, fallen_offsets
from mandate_flow.store.outbox import DueReminder
from mandate_flow.store.unit import Unit

BATCH: Final = 200
"""Deadlines looked at in one transaction: short enough that people who save a file hardly wait."""


def remind(desk: Desk, day: date, at: datetime) -> Reminded:
    """Queue the notices of all reminder days up to `day`; doing it again queues nothing more."""
    reminded = Reminded()
    while _batch(desk, day, at, reminded) == BATCH:
        pass
    remind_calendars(desk, day, at, reminded)
    return reminded


def _batch(desk: Desk, day: date, at: datetime, reminded: Reminded) -> int:
    with desk.store.write() as unit:
        due = unit.outbox.due_reminders(day, BATCH)
        files: dict[str, File | None] = {}
        for one in due:
            if one.file_id not in files:
                files[one.file_id] = _file(unit, one.file_id)
            _remind(desk, unit, one, files[one.file_id], day, at, reminded)
    return len(due)


def _remind(
    desk: Desk, unit: Unit, one: DueReminder, file: File | None, day: date, at: datetime, reminded: Reminded
) -> None:
    cadence = desk.library.notices.cadences.get(one.cadence)
    deadline = file.deadlines.get((one.code, one.occurrence)) if file else None
    ahead = next_reminder(cadence, one.due, day) if cadence else None
    if not unit.outbox.set_next_reminder(one, ahead):
        return  # it moved, was met, or another process reminds of it
    if file is None or cadence is None or deadline is None or deadline.status is not DeadlineStatus.OPEN:
        return
    fallen = fallen_offsets(cadence, one, ahead, day)
    if fallen:
        queued = reminded_by(desk.definition(unit, file.workflow), file, deadline, fallen[-1], day)
        unit.outbox.queue(queued, file.id, at)
        reminded.deadlines += 1
        reminded.notices += len(queued)
        reminded.covered += len(fallen) - 1


def _file(unit: Unit, file_id: str) -> File | None:
    try:
        return unit.files.get(file_id)
    except NotFound:
        return None
