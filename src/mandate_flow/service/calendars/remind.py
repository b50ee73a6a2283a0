"""From calendars to notices: who owes a deadline there is told on its reminder days, once, even after silent days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from mandate_flow.domain.cadence import next_reminder
from mandate_flow.domain.calendar.notices import CALENDAR_OF, calendar_overtaken, calendar_reminded, owner_from
from mandate_flow.domain.calendar.state import Calendar
from mandate_flow.domain.deadline import DeadlineStatus
from mandate_flow.domain.event import Stream, StreamKind
from mandate_flow.domain.notice import Queued
from mandate_flow.service.desk import Desk
from mandate_flow.service.falling import Reminded, fallen_offsets
from mandate_flow.store.outbox import CalendarReminder
from mandate_flow.store.unit import Unit

BATCH: Final = 200


def remind_calendars(desk: Desk, day: date, at: datetime, reminded: Reminded) -> None:
    """Queue the notices of all reminder days up to `day`; doing it again queues nothing more."""
    while _batch(desk, day, at, reminded) == BATCH:
        pass


def _batch(desk: Desk, day: date, at: datetime, reminded: Reminded) -> int:
    with desk.store.write() as unit:
        due = unit.outbox.due_calendar_reminders(day, BATCH)
        held: dict[Stream, Calendar] = {}
        for one in due:
            calendar = held.setdefault(one.owner, unit.calendars.get(one.owner))
            _remind(desk, unit, one, calendar, day, at, reminded)
    return len(due)


def _remind(
    desk: Desk, unit: Unit, one: CalendarReminder, calendar: Calendar, day: date, at: datetime, reminded: Reminded
) -> None:
    cadence = desk.library.notices.cadences.get(one.cadence)
    deadline = calendar.deadlines.get((one.code, one.occurrence))
    ahead = next_reminder(cadence, one.due, day) if cadence else None
    if not unit.outbox.set_next_calendar_reminder(one, ahead):
        return  # it moved, was met, or another process reminds of it
    if cadence is None or deadline is None or deadline.status is not DeadlineStatus.OPEN:
        return
    fallen = fallen_offsets(cadence, one, ahead, day)
    if fallen:
        authorities = authorities_of(unit, one.owner)
        queued = calendar_reminded(desk.library.calendars, one.owner, deadline, fallen[-1], day, authorities)
        unit.outbox.queue(queued, None, at)
        reminded.deadlines += 1
        reminded.notices += len(queued)
        reminded.covered += len(fallen) - 1


def authorities_of(unit: Unit, owner: Stream) -> tuple[str, ...]:
    """The authorities that work with a structure: those of its files that have not ended."""
    if owner.kind is not StreamKind.STRUCTURE:
        return ()
    return unit.views.partners(owner.id)


def overtaken(unit: Unit, queued: Queued) -> str | None:
    """Why a reminder of a calendar no longer makes sense; None when the notice is not about a calendar."""
    text = queued.data.get(CALENDAR_OF)
    if not isinstance(text, str):
        return None
    return calendar_overtaken(queued, unit.calendars.get(owner_from(text)))
