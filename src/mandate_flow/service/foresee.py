"""What will leave in the days to come, and to whom, if nothing changes: read only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from mandate_flow.domain.cadence import Offset, due_offsets, next_reminder
from mandate_flow.domain.calendar.notices import CALENDAR_OF, calendar_reminded, owner_from, owner_text
from mandate_flow.domain.deadline import DeadlineStatus
from mandate_flow.domain.file import File
from mandate_flow.domain.notice import Queued, out_of_date, reminded_by
from mandate_flow.domain.people import SEES_EVERY_FILE, Person
from mandate_flow.service.calendars.acts import may_read
from mandate_flow.service.calendars.remind import authorities_of, overtaken
from mandate_flow.service.calendars.words import called, title_of
from mandate_flow.service.desk import Desk
from mandate_flow.service.falling import fallen_offsets
from mandate_flow.service.language import in_language, speaking
from mandate_flow.service.letter import what
from mandate_flow.service.recipients import name_of, recipient, spread
from mandate_flow.store.outbox import CalendarReminder, DueReminder
from mandate_flow.store.unit import Unit

MANY: Final = 20_000


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One notice to one audience: the `day` it would leave, what it is (`label`, in French), about what.

    `to` names the recipients; empty when nobody of the `audience` has an address.
    """

    day: date
    notice: str
    label: str
    urgency: str
    audience: str
    audience_name: str
    to: tuple[str, ...]
    ref: str = ""
    title: str = ""
    what: str = ""
    due: date | None = None


def foresee(desk: Desk, day: date, until: date, person: Person | None = None) -> tuple[Foreseen, ...]:
    """What would leave from `day` to `until` (both included), by day; what is overdue counts as today's.

    `person` keeps what is about files and calendars open to them.
    """
    with desk.store.read() as unit:
        looking = _Looking(desk, unit, person)
        found = [*looking.waiting(day, until), *looking.reminders(day, until), *looking.calendars(day, until)]
    return tuple(sorted(found, key=lambda one: (one.day, one.ref, one.notice, one.audience)))


class _Looking:
    """One look at the database, which keeps the files and names it met."""

    def __init__(self, desk: Desk, unit: Unit, person: Person | None) -> None:
        self._desk = desk
        self._person = person
        self._unit = unit
        self._files: dict[str, File] = {}
        self._to: dict[str, tuple[str, ...]] = {}
        self._open: dict[str, bool] = {}

    def waiting(self, day: date, until: date) -> Iterator[Foreseen]:
        """The notices that are queued already."""
        for one in self._unit.outbox.due_notices(until, MANY):
            file = self._file(one.file_id) if one.file_id else None
            if not (self._sees(file) if file else self._reads(one.queued.data.get(CALENDAR_OF))):
                continue
            if not overtaken(self._unit, one.queued) and (file is None or not out_of_date(one.queued, file)):
                yield self._said(one.queued, max(day, one.queued.send_on), file)

    def reminders(self, day: date, until: date) -> Iterator[Foreseen]:
        """The reminder days of open deadlines; a deadline met in the meantime will not be reminded of."""
        for one in self._unit.outbox.due_reminders(until, MANY):
            file = self._file(one.file_id)
            deadline = file.deadlines.get((one.code, one.occurrence))
            if deadline is None or deadline.status is not DeadlineStatus.OPEN or not self._sees(file):
                continue
            definition = self._desk.definition(self._unit, file.workflow)
            for when, offset in self._days(one, day, until):
                for queued in reminded_by(definition, file, deadline, offset, when):
                    yield self._said(queued, when, file)

    def calendars(self, day: date, until: date) -> Iterator[Foreseen]:
        """The reminder days of what calendars hold open today."""
        for one in self._unit.outbox.due_calendar_reminders(until, MANY):
            deadline = self._unit.calendars.get(one.owner).deadlines.get((one.code, one.occurrence))
            if deadline is None or deadline.status is not DeadlineStatus.OPEN:
                continue
            if not self._reads(owner_text(one.owner)):
                continue
            partners = authorities_of(self._unit, one.owner)
            for when, offset in self._days(one, day, until):
                definition = self._desk.library.calendars
                for queued in calendar_reminded(definition, one.owner, deadline, offset, when, partners):
                    yield self._said(queued, when, None)

    def _sees(self, file: File) -> bool:
        return self._person is None or self._person.may_see(file)

    def _reads(self, owner: object) -> bool:
        """Whether a calendar is open to the person; what is about no calendar is for whoever sees every file."""
        if self._person is None:
            return True
        if not isinstance(owner, str):
            return self._person.is_any(SEES_EVERY_FILE)
        if owner not in self._open:
            self._open[owner] = may_read(self._unit, self._person, owner_from(owner))
        return self._open[owner]

    def _days(self, one: DueReminder | CalendarReminder, day: date, until: date) -> Iterator[tuple[date, Offset]]:
        cadence = self._desk.library.notices.cadences.get(one.cadence)
        if cadence is None:
            return
        fallen = (
            fallen_offsets(cadence, one, next_reminder(cadence, one.due, day), day) if one.next_reminder <= day else ()
        )
        if fallen:
            yield day, fallen[-1]
        for offset in due_offsets(cadence, one.due, day, until):
            yield offset.day(one.due), offset

    def _said(self, queued: Queued, day: date, file: File | None) -> Foreseen:
        kind = self._desk.library.notices.kinds.get(queued.notice)
        due = queued.data.get("due")
        return Foreseen(
            day=day,
            notice=queued.notice,
            label=in_language(kind.label) if kind else queued.notice,
            urgency=str(queued.urgency),
            audience=queued.audience,
            audience_name=name_of(self._unit, queued.audience),
            to=self._recipients(queued),
            ref=file.ref if file else "",
            title=file.title if file else self._calendar(queued),
            what=self._what(queued, file) if file else self._called(queued),
            due=date.fromisoformat(due) if isinstance(due, str) else None,
        )

    def _what(self, queued: Queued, file: File) -> str:
        definition = self._desk.definition(self._unit, file.workflow)
        rule = definition.deadlines.get(queued.deadline_code)
        if rule is not None:
            return what(self._unit, rule, queued.occurrence, speaking())
        step = definition.steps.get(str(queued.data.get("step", "")))
        return in_language(step.label) if step else ""

    def _calendar(self, queued: Queued) -> str:
        owner = queued.data.get(CALENDAR_OF)
        return title_of(self._unit, owner_from(owner), speaking()) if isinstance(owner, str) else ""

    def _called(self, queued: Queued) -> str:
        if CALENDAR_OF not in queued.data:
            return ""
        rule = self._desk.library.calendars.rules.get(queued.deadline_code)
        return called(rule, queued.deadline_code, queued.occurrence, speaking())

    def _recipients(self, queued: Queued) -> tuple[str, ...]:
        if queued.audience not in self._to:
            each = spread(self._unit, queued.audience) or (queued.audience,)
            known = (recipient(self._unit, one) for one in each if one.partition(":")[0] in ("person", "mailbox"))
            self._to[queued.audience] = tuple(f"{one.name} <{one.email}>" for one in known if one is not None)
        return self._to[queued.audience]

    def _file(self, file_id: str) -> File:
        if file_id not in self._files:
            self._files[file_id] = self._unit.files.get(file_id)
        return self._files[file_id]
