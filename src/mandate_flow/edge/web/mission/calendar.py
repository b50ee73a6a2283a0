"""The meetings of a mission as its page lists them: what is coming, what was held, and what is still owed for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mandate_flow.domain.deadline import DeadlineStatus
from mandate_flow.domain.file import File
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.meetings import KIND, Meeting
from mandate_flow.edge.web.language import _, in_language
from mandate_flow.service.mission import MissionPage


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A line of the calendar. `present`: how many communes came.

    `awaited`: the day its minutes are due, None when they are not; `late`: that day is past. `href` leads to the
    meeting in the file, "" for who may not read it.
    """

    day: date
    kind: str
    subject: str
    place: str
    present: int
    cancelled: bool
    minutes: bool
    awaited: date | None
    late: bool
    href: str


def calendar(found: MissionPage, day: date) -> tuple[tuple[MeetingLine, ...], tuple[MeetingLine, ...]]:
    """The meetings to come, next first, and those of before, latest first."""
    coming = tuple(line(found, one, day) for one in found.meetings if one.day >= day)
    before = tuple(line(found, one, day) for one in reversed(found.meetings) if one.day < day)
    return coming, before


def line(found: MissionPage, one: Meeting, day: date) -> MeetingLine:
    """One meeting, with its minutes as far as they are there."""
    file = found.file.file if found.file else None
    awaited = _awaited(file, one) if file and one.day < day else None
    communes = {commune.id for commune in found.communes}
    return MeetingLine(
        day=one.day,
        kind=kind_said(found.definition, one),
        subject=one.subject,
        place=one.place,
        present=sum(each in communes for each in one.participants),
        cancelled=one.cancelled,
        minutes=one.minutes,
        awaited=awaited,
        late=awaited is not None and awaited < day,
        href=f"/dossiers/{file.ref}?etape={file.state}&seance={one.occurrence}#seances" if file else "",
    )


def kind_said(definition: Definition | None, one: Meeting) -> str:
    """The kind of a meeting in words."""
    choices = definition.facts[KIND].choices if definition and KIND in definition.facts else ()
    return next((in_language(each.label) for each in choices if each.value == one.kind), _("Séance"))


def _awaited(file: File, one: Meeting) -> date | None:
    due = file.deadlines.get(("minutes", one.occurrence))
    return due.due if due is not None and due.status is DeadlineStatus.OPEN else None
