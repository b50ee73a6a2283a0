"""Reminders: which open deadlines have a reminder day that has come, and when the next one is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, and_, select, update

from mandate_flow.store.tables import OPEN, deadlines


@dataclass(frozen=True, slots=True)
class DueReminder:
    """An open deadline of a file whose reminder day `next_reminder` has come."""

    file_id: str
    code: str
    occurrence: str
    due: date
    cadence: str
    owed_by: str
    next_reminder: date


class Reminders:
    """The reminders' side of the outbox."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def due_reminders(self, day: date, limit: int) -> tuple[DueReminder, ...]:
        """At most `limit` open deadlines to be reminded of by `day`, the longest due first, then by file.

        Each must be given its next reminder day, else it comes back at the head of the next call.
        """
        due = OPEN & (deadlines.c.next_reminder <= day)
        order = (deadlines.c.next_reminder, deadlines.c.file_id, deadlines.c.code, deadlines.c.occurrence)
        query = select(*(deadlines.c[name] for name in _COLUMNS)).where(due).order_by(*order).limit(limit)
        return tuple(DueReminder(*row) for row in self._connection.execute(query))

    def set_next_reminder(self, reminder: DueReminder, day: date | None) -> bool:
        """The next reminder day, or None when none is left. False, and nothing done, when it has changed since read."""
        same = and_(
            deadlines.c.file_id == reminder.file_id,
            deadlines.c.code == reminder.code,
            deadlines.c.occurrence == reminder.occurrence,
            deadlines.c.due == reminder.due,
            deadlines.c.next_reminder == reminder.next_reminder,
            OPEN,
        )
        return self._connection.execute(update(deadlines).where(same).values(next_reminder=day)).rowcount == 1


_COLUMNS: Final = tuple(DueReminder.__dataclass_fields__)
