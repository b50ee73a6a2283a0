"""The audit trail across all streams, and its verification as a controller asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mandate_flow.domain.command import Moment
from mandate_flow.domain.event import Event
from mandate_flow.domain.people import SEES_EVERY_FILE
from mandate_flow.service.desk import Desk
from mandate_flow.service.integrity import Report, verify
from mandate_flow.service.subject import Subject, subject_of
from mandate_flow.store.doors import Access, AccessFilters
from mandate_flow.store.views import IrregularPayment, Scope, Spoken

VERIFIED: Final = "log:verified"
PAGE: Final = 50


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
    irregular: tuple[IrregularPayment, ...] = ()
    remarks: tuple[Spoken, ...] = ()


def trail(desk: Desk, moment: Moment, before: int | None = None) -> Trail:
    """The last events before `before` (an event id); who does not see every file gets the state of the log alone."""
    with desk.store.read() as unit:
        sees = moment.by.is_any(SEES_EVERY_FILE)
        events = unit.log.recent(PAGE, before=before) if sees else ()
        verified = unit.doors.accesses(AccessFilters(what=VERIFIED), 1)
        accesses = unit.doors.accesses(AccessFilters(), 20) if sees else ()
        subjects = {stream: subject_of(unit, stream) for stream in {str(event.stream) for event in events}}
        who = {event.actor for event in events} | {one.person_id for one in (*accesses, *verified)}
        irregular = unit.views.irregular_payments(Scope.of(moment.by))
        remarks = unit.views.remarks(Scope.of(moment.by))
        names = {actor: unit.registers.name_of(actor) for actor in who}
    older = events[-1].id if len(events) == PAGE else None
    return Trail(events, subjects, names, verified[0] if verified else None, accesses, older, irregular, remarks)


def verify_now(desk: Desk, moment: Moment) -> Report:
    """Verify the whole log and every document, and note who had them verified and what was found."""
    report = verify(desk.store, desk.blobs)
    said = f"{report.events} événements, {report.documents} pièce(s), {report.found} écart(s)"
    with desk.store.write() as unit:
        unit.doors.record_access(moment.at, moment.day, moment.by.id, VERIFIED, said)
    return report
