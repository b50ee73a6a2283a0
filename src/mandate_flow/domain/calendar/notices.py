"""Who is reminded of a deadline of a calendar, and which reminders no longer make sense."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from mandate_flow.domain.cadence import Offset
from mandate_flow.domain.calendar.definition import CalendarDefinition
from mandate_flow.domain.calendar.state import Calendar
from mandate_flow.domain.deadline import TO_KNOW, Deadline, DeadlineStatus
from mandate_flow.domain.event import Stream, StreamKind
from mandate_flow.domain.notice import AUDIENCES, OWNER, WINDOW, Queued, Urgency, of_calendar, reminder
from mandate_flow.domain.value import Json

CALENDAR_OF: Final = "calendar_of"
"""In the data of a notice: the owner of the calendar it speaks of, such as "structure:lilas"."""


def owner_text(owner: Stream) -> str:
    """An owner as a notice names it."""
    return f"{owner.kind.value}:{owner.id}"


def owner_from(text: str) -> Stream:
    """Inverse of `owner_text`. Raises ValueError."""
    kind, _, name = text.partition(":")
    return Stream(StreamKind(kind), name)


def calendar_reminded(
    definition: CalendarDefinition,
    owner: Stream,
    deadline: Deadline,
    offset: Offset,
    day: date,
    authorities: tuple[str, ...],
) -> tuple[Queued, ...]:
    """The notices of one reminder day of an open deadline; `authorities`: those that work with a structure."""
    rule = definition.rules.get(deadline.code)
    expected = (rule is None or rule.awaited) and deadline.cadence != TO_KNOW
    owners = frozenset(_audiences((deadline.owed_by,), owner, authorities))
    parties = tuple(deadline.owed_by if name == OWNER else name for name in offset.to)
    found = []
    for audience in dict.fromkeys(_audiences(parties, owner, authorities)):
        notice = of_calendar(reminder(offset, owes=audience in owners) if expected else WINDOW)
        text = owner_text(owner)
        key = f"{text}:{deadline.code}:{deadline.occurrence}:{deadline.due}:{offset.days}:{audience}"
        data: dict[str, Json] = {"due": deadline.due.isoformat(), "offset": offset.days, CALENDAR_OF: text}
        urgency = Urgency(offset.urgency)
        found.append(Queued(key, notice, audience, urgency, day, data, deadline.code, deadline.occurrence))
    return tuple(found)


def calendar_overtaken(queued: Queued, calendar: Calendar) -> str:
    """Why a reminder no longer makes sense: "met", "cancelled" or "moved"; "" when it still does."""
    deadline = calendar.deadlines.get((queued.deadline_code, queued.occurrence))
    if deadline is not None and deadline.status is DeadlineStatus.MET:
        return "met"
    if deadline is None or deadline.status is not DeadlineStatus.OPEN:
        return "cancelled"
    return "" if deadline.due.isoformat() == queued.data.get("due") else "moved"


def _audiences(names: tuple[str, ...], owner: Stream, authorities: tuple[str, ...]) -> Iterator[str]:
    """Names of AUDIENCES to audiences. An authority's calendar knows no structure, the system's knows roles alone."""
    for name in names:
        if name == "structure":
            if owner.kind is StreamKind.STRUCTURE:
                yield f"structure:{owner.id}"
        elif name == "agent":
            own = (owner.id,) if owner.kind is StreamKind.AUTHORITY else authorities
            yield from (f"authority:{one}" for one in own)
        elif name in AUDIENCES:
            yield f"role:{name}"
