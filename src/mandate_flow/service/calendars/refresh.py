"""Every morning, what the passing of time and the acts of others changed in the calendars is written, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from mandate_flow.domain.calendar import Sight, refreshed
from mandate_flow.domain.calendar.acts import provisional
from mandate_flow.domain.calendar.state import Calendar
from mandate_flow.domain.command import Moment
from mandate_flow.domain.deadline import DeadlineKey
from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.event import Draft, Event, Stream
from mandate_flow.domain.people import SYSTEM
from mandate_flow.service.calendars.sights import every_sight, sight_of
from mandate_flow.service.committing import first_reminder, keep_contents
from mandate_flow.service.desk import Desk
from mandate_flow.store.unit import Unit

BATCH: Final = 50
"""Calendars written in one transaction: short enough that people who save a file hardly wait."""


@dataclass(slots=True)
class Refreshed:
    """How many calendars were looked at, and in how many something was written."""

    looked_at: int = 0
    changed: int = 0


def refresh(desk: Desk, day: date, at: datetime) -> Refreshed:
    """Bring all calendars up to `day`; doing it again, or in two places at once, writes nothing more."""
    done = Refreshed()
    if not desk.library.calendars.rules:
        return done
    behind: list[Stream] = []
    with desk.store.read() as unit:
        for sight in every_sight(desk, unit, day):
            done.looked_at += 1
            if refreshed(sight) is not None:
                behind.append(sight.picture.owner)
    moment = Moment(SYSTEM, at, day)
    for first in range(0, len(behind), BATCH):
        cited: set[str] = set()
        with desk.store.write() as unit:
            for owner in behind[first : first + BATCH]:
                done.changed += _again(desk, unit, owner, moment, cited)
        desk.stored.update(cited)
    return done


def _again(desk: Desk, unit: Unit, owner: Stream, moment: Moment, cited: set[str]) -> bool:
    """Judge once more, now that nobody else writes in that calendar: another process may have been here first."""
    try:
        sight = sight_of(desk, unit, owner, moment.day)
    except NotFound:  # pragma: no cover - registers do not forget
        return False
    draft = refreshed(sight)
    if draft is None:
        return False
    write(desk, unit, sight, draft, moment)
    cited.update(draft.contents)
    return True


def write(desk: Desk, unit: Unit, sight: Sight, draft: Draft, moment: Moment) -> Event:
    """Record an event of a calendar: the log, its rows, the first reminder of each deadline it tells."""
    keep_contents(desk, unit, draft)
    after = provisional(sight, draft)
    event, _ = unit.calendars.record(
        sight.picture.owner,
        sight.calendar,
        draft,
        actor=moment.by.id,
        at=moment.at,
        day=moment.day,
        reminders=_reminders(desk, after, draft.outcome, moment.day),
    )
    return event


def _reminders(desk: Desk, after: Calendar, outcome: Mapping[str, Any], day: date) -> dict[DeadlineKey, date | None]:
    cadences = desk.library.notices.cadences
    told = (after.deadlines[row["code"], row["occurrence"]] for row in outcome["deadlines"])
    return {one.key: first_reminder(cadences.get(one.cadence), one, day) for one in told}
