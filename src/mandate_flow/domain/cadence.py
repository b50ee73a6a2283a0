"""When a deadline is recalled, to whom and how urgently, so that a day without scheduler loses no reminder."""

from __future__ import annotations

from dataclasses import InitVar, dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from mandate_flow.domain.errors import BadContent
from mandate_flow.domain.law import Text


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
class Repeat:
    """The last reminder comes again every `days` days while nothing is done, `at_most` so many times."""

    days: int
    at_most: int

    def after(self, last: Offset) -> tuple[Offset, ...]:
        """The reminders that follow the last one written, to the same people."""
        return tuple(replace(last, days=last.days + number * self.days) for number in range(1, self.at_most + 1))


@dataclass(frozen=True, slots=True)
class Cadence:
    """A rhythm of reminders, earliest first, one a day at most: the last missed one stands for those before it.

    `repeat` makes the last reminder come again: `offsets` then holds these too. Raises BadContent.
    """

    name: str
    offsets: tuple[Offset, ...]
    repeat: InitVar[Repeat | None] = None
    label: Text = field(default_factory=dict)

    def __post_init__(self, repeat: Repeat | None) -> None:
        if repeat is not None:
            self._repeat(repeat)
        for one, other in pairwise(self.offsets):
            if one.days >= other.days:
                raise BadContent(
                    f"Cadence «\u00a0{self.name}\u00a0»\u00a0: {other.days} vient après {one.days}.",
                    why="Les rappels vont du plus tôt au plus tard, un seul par jour.",
                    do="Remettez-les dans l’ordre, ou réunissez les destinataires d’un même jour.",
                )

    def _repeat(self, repeat: Repeat) -> None:
        if not self.offsets or self.offsets[-1].days < 0 or repeat.days < 1 or repeat.at_most < 1:
            raise BadContent(
                f"Cadence «\u00a0{self.name}\u00a0»\u00a0: «\u00a0repeat\u00a0» ne peut pas suivre ces rappels.",
                why="Seul un dernier rappel du jour même ou d’après se répète, à un jour d’intervalle au moins.",
                do="Écrivez repeat\u00a0: {days: 30, at_most: 6} après un rappel où «\u00a0days\u00a0» est 0 ou plus.",
            )
        object.__setattr__(self, "offsets", (*self.offsets, *repeat.after(self.offsets[-1])))


def next_reminder(cadence: Cadence, due: date, after: date) -> date | None:
    """The first day with a reminder strictly after `after`; None when all are past."""
    return next((day for day in (one.day(due) for one in cadence.offsets) if day > after), None)


def due_offsets(cadence: Cadence, due: date, since: date | None, until: date) -> tuple[Offset, ...]:
    """The reminders that fell after `since` (None: ever) up to `until` included, earliest first.

    Several mean that days were missed: the sender keeps the last, which says all that the earlier ones said.
    """
    fallen = ((one, one.day(due)) for one in cadence.offsets)
    return tuple(one for one, day in fallen if day <= until and (since is None or day > since))
