"""Which reminders have fallen since the day that was planned, and how many were said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

from mandate_flow.domain.cadence import Cadence, Offset, due_offsets

ONE_DAY: Final = timedelta(days=1)


@dataclass(slots=True)
class Reminded:
    """`deadlines` whose reminder day had come, the `notices` queued for them, and the missed days they `covered`."""

    deadlines: int = 0
    notices: int = 0
    covered: int = 0


class Reminder(Protocol):
    """An open deadline of a file or of a calendar whose reminder day has come."""

    @property
    def due(self) -> date: ...
    @property
    def next_reminder(self) -> date: ...


def fallen_offsets(cadence: Cadence, one: Reminder, ahead: date | None, day: date) -> tuple[Offset, ...]:
    """The reminders since the day that was planned, earliest first.

    A deadline that entered the file after its last reminder day is reminded of once all the same.
    """
    fallen = due_offsets(cadence, one.due, one.next_reminder - ONE_DAY, day)
    return fallen or (cadence.offsets[-1:] if ahead is None else ())
