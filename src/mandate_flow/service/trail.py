"""The audit trail across all streams, and its verification as a controller asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.event import Event, StreamKind
from mandate_flow.domain.people import SEES_EVERY_FILE
from mandate_flow.service.desk import Desk
from mandate_flow.service.integrity import Report, verify
from mandate_flow.store.doors import Access, AccessFilters
from mandate_flow.store.unit import Unit

VERIFIED: Final = "log:verified"
PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Subject:
    """What a stream is about: its name, and the reference of a file ("" for the others)."""

    name: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Trail:
    """A page of the trail, newest first; `subjects` by stream, `names` by actor.

    `last` is the last verification known, `older` where to read on.
    """

    events: tuple[Event, ...]
    subjects: Mapping[str, Subject]
    names: Mapping[str, str]
    last: Access | None
    accesses: tuple[Access, ...]
    older: int | None


def trail(desk: Desk, moment: Moment, before: int | None = None) -> Trail:
    """The last events before `before` (an event id); who does not see every file gets the state of the log alone."""
    with desk.store.read() as unit:
        sees = moment.by.is_any(SEES_EVERY_FILE)
        events = unit.log.recent(PAGE, before=before) if sees else ()
        verified = unit.doors.accesses(AccessFilters(what=VERIFIED), 1)
        accesses = unit.doors.accesses(AccessFilters(), 20) if sees else ()
        subjects = {str(event.stream): _subject(unit, event) for event in events}
        who = {event.actor for event in events} | {one.person_id for one in (*accesses, *verified)}
        names = {actor: unit.registers.name_of(actor) for actor in who}
    older = events[-1].id if len(events) == PAGE else None
    return Trail(events, subjects, names, verified[0] if verified else None, accesses, older)


def verify_now(desk: Desk, moment: Moment) -> Report:
    """Verify the whole log, and note who had it verified and what was found."""
    report = verify(desk.store)
    said = f"{report.events} événements, {report.found} écart(s)"
    with desk.store.write() as unit:
        unit.doors.record_access(moment.at, moment.day, moment.by.id, VERIFIED, said)
    return report


def _subject(unit: Unit, event: Event) -> Subject:
    try:
        match event.stream.kind:
            case StreamKind.FILE:
                file = unit.files.get(event.stream.id)
                return Subject(file.title, file.ref)
            case StreamKind.AUTHORITY:
                return Subject(unit.registers.authority(event.stream.id).name)
            case StreamKind.STRUCTURE:
                return Subject(unit.registers.structure(event.stream.id).name)
            case StreamKind.PERSON:
                return Subject(unit.registers.name_of(event.stream.id))
            case StreamKind.SYSTEM:
                return Subject("le système")
    except NotFound:
        return Subject(event.stream.id)
