"""From notices to mails: groups become recipients, what is out of date is dropped, the rest is one frozen mail each."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from mandate_flow.domain.calendar.notices import CALENDAR_OF
from mandate_flow.domain.errors import MandateFlowError, NotFound, Stale
from mandate_flow.domain.file import File
from mandate_flow.domain.notice import (
    BEFORE,
    BY_DELIVERY,
    DUE,
    ESCALATION,
    LATE,
    MISSION,
    UNREACHABLE,
    Queued,
    Urgency,
    of_calendar,
    out_of_date,
)
from mandate_flow.domain.people import Person
from mandate_flow.mail.message import build, message_id
from mandate_flow.mail.render import Item, writer_for
from mandate_flow.service.absences import can_stand_in
from mandate_flow.service.calendars.remind import overtaken
from mandate_flow.service.desk import Desk
from mandate_flow.service.letter import Reading, names_for
from mandate_flow.service.recipients import PERSON, Recipient, is_spread, recipient, spread
from mandate_flow.store.outbox import Waiting
from mandate_flow.store.unit import Unit

log: Final = logging.getLogger(__name__)
MANY: Final = 20_000
"""Notices looked at in one delivery; those beyond wait for the next."""
CHUNK: Final = 100
ADDRESSED: Final = "addressed"  # why a notice to a group is gone: each of its recipients has one
SAID: Final = "said"  # … or because another notice of the same mail says it
NO_ADDRESS: Final = "no-address"
PRESSING: Final = {
    name: rank for rank, one in enumerate((LATE, ESCALATION, DUE, BEFORE)) for name in (one, of_calendar(one))
}


@dataclass(slots=True)
class Prepared:
    """What was made of the notices: mails, notices dropped, mails that wait for tomorrow's, and those that failed."""

    mails: int = 0
    dropped: int = 0
    held: int = 0
    troubled: int = 0


def prepare(desk: Desk, day: date, at: datetime, urgencies: frozenset[Urgency]) -> Prepared:
    """Make the mails of all notices due by `day`; each transaction is whole in itself, so a crash loses nothing."""
    prepared = Prepared()
    while groups := [one for one in _due(desk, day, urgencies) if not is_spread(one.queued.audience)]:
        for first in range(0, len(groups), CHUNK):  # again while spreading queues news for the mission
            with desk.store.write() as unit:
                for one in groups[first : first + CHUNK]:
                    _spread(unit, one, day, at, prepared)
    for (audience, urgency), notices in _by_recipient(desk, _due(desk, day, urgencies), day).items():
        _prepare_one(desk, audience, urgency, notices, day, at, prepared)
    return prepared


def _due(desk: Desk, day: date, urgencies: frozenset[Urgency]) -> list[Waiting]:
    with desk.store.read() as unit:
        return [one for one in unit.outbox.due_notices(day, MANY) if one.queued.urgency in urgencies]


def _spread(unit: Unit, waiting: Waiting, day: date, at: datetime, prepared: Prepared) -> None:
    """One notice for each recipient of the group; dropping first is what makes two deliveries take turns."""
    queued = waiting.queued
    why = _overtaken(unit, waiting)
    found = () if why else spread(unit, queued.audience, but=str(queued.data.get("actor", "")))
    if not unit.outbox.drop([waiting.id], why or (ADDRESSED if found else NO_ADDRESS)):
        return
    prepared.dropped += 0 if found else 1
    each = [replace(queued, key=f"{queued.key}>{one}", audience=one) for one in found]
    unit.outbox.queue(each, waiting.file_id, at)
    if not found and not why and _matters(queued):
        data = {"who": queued.audience, "notice": queued.notice}
        key = f"{UNREACHABLE}:{queued.audience}:{day}"
        unit.outbox.queue([Queued(key, UNREACHABLE, MISSION, Urgency.DAILY, day, data)], None, at)


def _matters(queued: Queued) -> bool:
    """True when nobody else is told: a structure, or an authority that owes something."""
    kind = queued.audience.partition(":")[0]
    return kind == "structure" or (kind == "authority" and "due" in queued.data)


def _by_recipient(desk: Desk, notices: Iterable[Waiting], day: date) -> dict[tuple[str, Urgency], list[Waiting]]:
    found: dict[tuple[str, Urgency], list[Waiting]] = {}
    with desk.store.read() as unit:
        standing = _standing_in(unit, day)
        for one in notices:
            if is_spread(one.queued.audience):
                found.setdefault((_reader(unit, one, standing), one.queued.urgency), []).append(one)
    return found


def _standing_in(unit: Unit, day: date) -> Mapping[str, Person]:
    """Who reads for each person (an audience) who is away: as long as they still could be chosen."""
    people = {one.id: one for one in unit.registers.people()}
    pairs = ((one, people.get(one.substitute_on(day))) for one in unit.registers.away(day))
    return {f"{PERSON}:{one.id}": other for one, other in pairs if other is not None and can_stand_in(one, other)}


def _reader(unit: Unit, one: Waiting, standing: Mapping[str, Person]) -> str:
    """Whoever stands in, unless it is about a file that is not theirs to see; else whom it was written for."""
    other = standing.get(one.queued.audience)
    if other is None or (one.file_id is not None and not other.may_see(unit.files.get(one.file_id))):
        return one.queued.audience
    return f"{PERSON}:{other.id}"


def _prepare_one(
    desk: Desk, audience: str, urgency: Urgency, notices: list[Waiting], day: date, at: datetime, prepared: Prepared
) -> None:
    """The mail of one recipient, in its own transaction: one that cannot be written keeps nobody else's back."""
    try:
        with desk.store.write() as unit:
            found = recipient(unit, audience)
            if found is None:
                prepared.dropped += unit.outbox.drop([one.id for one in notices], NO_ADDRESS)
                return
            kept = [one for one in notices if not _dropped(unit, one, prepared)]
            if kept and not _freeze(desk, unit, found, urgency, kept, day, at):
                prepared.held += 1
            elif kept:
                prepared.mails += 1
    except Stale:
        log.info("another delivery has the notices of %s", audience)
    except MandateFlowError as error:
        prepared.troubled += 1
        log.warning("the mail of %s could not be written: %s", audience, error)


def _dropped(unit: Unit, waiting: Waiting, prepared: Prepared) -> bool:
    why = _overtaken(unit, waiting)
    if why:
        prepared.dropped += unit.outbox.drop([waiting.id], why)
    return bool(why)


def _overtaken(unit: Unit, waiting: Waiting) -> str:
    if (why := overtaken(unit, waiting.queued)) is not None:
        return why
    if waiting.file_id is None or waiting.queued.notice in BY_DELIVERY:
        return ""
    try:
        return out_of_date(waiting.queued, unit.files.get(waiting.file_id))
    except NotFound:
        return "gone"


def _freeze(
    desk: Desk, unit: Unit, to: Recipient, urgency: Urgency, notices: list[Waiting], day: date, at: datetime
) -> bool:
    """False when today's mail to this person was made already: the notices wait for tomorrow's."""
    said, repeated = _without_repetition(notices)
    said.sort(key=_pressing)
    readings = ((one.queued, Reading(desk, unit, to, day, _file(unit, one))) for one in said)
    items = [
        Item(queued.notice, names_for(reading, queued) | _for_whom(unit, queued, to)) for queued, reading in readings
    ]
    sender = desk.mailer.sender
    words = writer_for(desk.library.folder / "notifications" / "templates").write(
        items, name=to.name, sender=sender.name, lang=to.lang
    )
    number = "" if urgency is Urgency.DAILY else f":{min(one.id for one in notices)}"
    key = f"{to.kind}:{to.id}:{day}:{urgency}{number}"
    identity = message_id(key, sender.domain)
    reply_to = next((str(found) for item in items if (found := item.names["reply_to"])), "")
    data = build(words, to=to.email, name=to.name, sender=sender, reply_to=reply_to, message_id=identity, at=at)
    made = unit.outbox.insert_mail(
        key=key,
        message_id=identity,
        recipient_kind=to.kind,
        recipient_id=to.id,
        to=to.email,
        subject=words.subject,
        bytes=data,
        sha256=hashlib.sha256(data).hexdigest(),
        made_at=at,
        notice_ids=[one.id for one in said],
        next_at=at,
    )
    if made is not None:
        unit.outbox.drop([one.id for one in repeated], SAID)
    return made is not None


def _for_whom(unit: Unit, queued: Queued, to: Recipient) -> dict[str, str]:
    """Says it to whoever reads in the place of somebody who is away."""
    kind, _, person = queued.audience.partition(":")
    return {"instead_of": unit.registers.name_of(person)} if kind == PERSON and person != to.id else {}


def _file(unit: Unit, waiting: Waiting) -> File | None:
    return unit.files.get(waiting.file_id) if waiting.file_id is not None else None


def _without_repetition(notices: list[Waiting]) -> tuple[list[Waiting], list[Waiting]]:
    """Who holds two roles is told once: of two reminders of one deadline the more pressing, of one event the first."""
    said: dict[tuple[str, ...], Waiting] = {}
    repeated = []
    for one in sorted(notices, key=lambda one: (PRESSING.get(one.queued.notice, len(PRESSING)), one.id)):
        queued = one.queued
        home = one.file_id or str(queued.data.get(CALENDAR_OF, queued.key))
        about: tuple[str, ...] = (home, queued.deadline_code, queued.occurrence)
        if "due" not in queued.data:
            about += (queued.notice, *map(str, queued.data.values()))
        if said.setdefault(about, one) is not one:
            repeated.append(one)
    return list(said.values()), repeated


def _pressing(waiting: Waiting) -> tuple[int, str, int]:
    """Late first, then what is due, then by day."""
    queued = waiting.queued
    rank = PRESSING.get(queued.notice, len(PRESSING))
    return rank, str(queued.data.get("due", "")), waiting.id
