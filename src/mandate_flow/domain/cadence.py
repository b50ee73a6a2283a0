"""When a deadline is recalled, to whom and how urgently, so that a day without scheduler loses no reminder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from mandate_flow.domain.errors import BadContent


@dataclass(frozen=True, slots=True)
class Offset:
    """One reminder: `days` after the due day (negative: before), the audiences it goes `to`, and its urgency."""

    days: int
    to: tuple[str, ...]
    urgency: str

    def day(self, due: date) -> date:
        """The day of the reminder."""
        return due + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Cadence:
    """A rhythm of reminders, earliest first, one a day at most: the last missed one stands for those before it."""

    name: str
    offsets: tuple[Offset, ...]

    def __post_init__(self) -> None:
        for one, other in pairwise(self.offsets):
            if one.days >= other.days:
                raise BadContent(
                    f"Cadence «\u00a0{self.name}\u00a0»\u00a0: {other.days} vient après {one.days}.",
                    why="Les rappels vont du plus tôt au plus tard, un seul par jour.",
                    do="Remettez-les dans l’ordre, ou réunissez les destinataires d’un même jour.",
                )


def next_reminder(cadence: Cadence, due: date, after: date) -> date | None:
    """The first day with a reminder strictly after `after`; None when all are past."""
    return next((day for day in (one.day(due) for one in cadence.offsets) if day > after), None)


def due_offsets(cadence: Cadence, due: date, since: date | None, until: date) -> tuple[Offset, ...]:
    """The reminders that fell after `since` (None: ever) up to `until` included, earliest first.

    Several mean that days were missed: the sender keeps the last, which says all that the earlier ones said.
    """
    fallen = ((one, one.day(due)) for one in cadence.offsets)
    return tuple(one for one, day in fallen if day <= until and (since is None or day > since))
