"""Records a decided draft: the row, the event, its deadlines and what will be written to whom, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from mandate_flow.domain.cadence import Cadence, next_reminder
from mandate_flow.domain.command import Moment
from mandate_flow.domain.deadline import TO_KNOW, Deadline, DeadlineKey, DeadlineStatus
from mandate_flow.domain.event import Draft, Event
from mandate_flow.domain.file import File
from mandate_flow.domain.notice import queued_by
from mandate_flow.domain.workflow import evolve
from mandate_flow.domain.workflow.decide import provisional
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.service.absences import INSTEAD_OF, instead_of
from mandate_flow.service.desk import Desk
from mandate_flow.store.unit import Unit

ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Done:
    """The act was carried out: the event recorded and the file after it."""

    event: Event
    file: File


def commit(desk: Desk, unit: Unit, definition: Definition, before: File | str, draft: Draft, moment: Moment) -> Done:
    """Record a decided draft: the row, the event, its deadlines and what will be written to whom.

    `before` is the file as loaded, or the id of the one being opened.
    """
    draft = _for_whom(unit, before, draft, moment)
    held, new_id = (None, before) if isinstance(before, str) else (before, "")
    keep_contents(desk, unit, draft)
    foreseen = provisional(held, draft, moment, new_id)
    after = evolve(held, foreseen)
    event, file = unit.files.record(
        held,
        after,
        draft,
        actor=moment.by.id,
        at=moment.at,
        day=moment.day,
        queued=queued_by(desk.library.notices, definition, after, foreseen),
        reminders=_reminders(desk, after, draft, moment),
    )
    return Done(event, file)


def _for_whom(unit: Unit, before: File | str, draft: Draft, moment: Moment) -> Draft:
    """The draft, which says it when whoever acts stands in for the person in charge of the file."""
    away = "" if isinstance(before, str) else instead_of(unit, before.assignee, moment)
    return replace(draft, outcome={**draft.outcome, INSTEAD_OF: away}) if away else draft


def keep_contents(desk: Desk, unit: Unit, draft: Draft) -> None:
    """Store, at their first use, the bytes of the workflow and law the draft cites."""
    for sha256 in draft.contents:
        if sha256 not in desk.stored and sha256 in desk.library.sources:
            source = desk.library.sources[sha256]
            unit.library.put(sha256, source.kind, source.name, source.version, source.bytes)


def _reminders(desk: Desk, after: File, draft: Draft, moment: Moment) -> dict[DeadlineKey, date | None]:
    """The next reminder day of each deadline the draft touches."""
    cadences = desk.library.notices.cadences
    touched = (after.deadlines[row["code"], row["occurrence"]] for row in draft.outcome.get("deadlines", ()))
    return {one.key: first_reminder(cadences.get(one.cadence), one, moment.day) for one in touched}


def first_reminder(cadence: Cadence | None, one: Deadline, day: date) -> date | None:
    """Today counts still; a deadline that is late when it comes to light is reminded of once, today."""
    if cadence is None or one.status is not DeadlineStatus.OPEN:
        return None
    ahead = next_reminder(cadence, one.due, day - ONE_DAY)
    born_late = ahead is None and one.due < day and one.cadence != TO_KNOW
    return day if born_late else ahead
