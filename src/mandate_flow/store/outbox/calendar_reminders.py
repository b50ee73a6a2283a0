"""Reminders of calendars: which of their open deadlines have a reminder day that has come, and when the next one is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, and_, select, update

from mandate_flow.domain.event import Stream, StreamKind
from mandate_flow.store.tables import CALENDAR_OPEN, calendar_deadlines


@dataclass(frozen=True, slots=True)
class CalendarReminder:
    """An open deadline of a calendar whose reminder day `next_reminder` has come."""

    owner_kind: str
    owner_id: str
    code: str
    occurrence: str
    due: date
    cadence: str
    owed_by: str
    next_reminder: date

    @property
    def owner(self) -> Stream:
        """Whose calendar it is."""
        return Stream(StreamKind(self.owner_kind), self.owner_id)


class CalendarReminders:
    """The calendars' side of the outbox."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def due_calendar_reminders(self, day: date, limit: int) -> tuple[CalendarReminder, ...]:
        """At most `limit` open deadlines to be reminded of by `day`, the longest due first.

        Each must be given its next reminder day, else it comes back at the head of the next call.
        """
        table = calendar_deadlines.c
        order = (table.next_reminder, table.owner_kind, table.owner_id, table.code, table.occurrence)
        wanted = CALENDAR_OPEN & (table.next_reminder <= day)
        query = select(*(table[name] for name in _COLUMNS)).where(wanted).order_by(*order).limit(limit)
        return tuple(CalendarReminder(*row) for row in self._connection.execute(query))

    def set_next_calendar_reminder(self, reminder: CalendarReminder, day: date | None) -> bool:
        """The next reminder day, or None when none is left. False, and nothing done, when it has changed since read."""
        same = and_(
            *(calendar_deadlines.c[name] == getattr(reminder, name) for name in _SAME),
            CALENDAR_OPEN,
        )
        return self._connection.execute(update(calendar_deadlines).where(same).values(next_reminder=day)).rowcount == 1


_COLUMNS: Final = tuple(CalendarReminder.__dataclass_fields__)
_SAME: Final = ("owner_kind", "owner_id", "code", "occurrence", "due", "next_reminder")
