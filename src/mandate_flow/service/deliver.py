"""Notices become mails, mails leave, and what the other side answered is recorded; a crash loses none of it."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from mandate_flow.domain.errors import Stale, Unavailable
from mandate_flow.domain.event import Action, Draft, Personal, Stream, StreamKind
from mandate_flow.domain.notice import ABANDONED, MISSION, Queued, Urgency
from mandate_flow.domain.people import SYSTEM
from mandate_flow.domain.value import Json
from mandate_flow.mail.outcome import Accepted, Mailer, Outcome, Retry
from mandate_flow.service.desk import Desk
from mandate_flow.service.prepare import Prepared, prepare
from mandate_flow.store.outbox import Claimed
from mandate_flow.store.unit import Unit

LEASE: Final = timedelta(minutes=15)
"""How long a mail belongs to whoever claimed it: longer than BUDGET and the slowest server together."""
BUDGET: Final = 120.0
"""Seconds one delivery may last; what is left is for the next, which has a fresh clock for its leases."""
BACKOFF: Final = (
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)
EVERY: Final = frozenset(Urgency)
TRIES: Final = 3


@dataclass(slots=True)
class Delivered:
    """What a delivery did, in numbers of mails. `more`: the time was up before the work was."""

    prepared: Prepared = field(default_factory=Prepared)
    sent: int = 0
    kept: int = 0
    again: int = 0
    failed: int = 0
    more: bool = False


def deliver(
    desk: Desk, mailer: Mailer, day: date, at: datetime, owner: str, *, urgencies: frozenset[Urgency] = EVERY
) -> Delivered:
    """Make the mails of the notices due by `day`, then send every mail that is due at `at`.

    `owner` names this process to the others. Several may deliver at once: each mail is claimed by one of them.
    """
    delivered = Delivered(prepare(desk, day, at, urgencies))
    send(desk, mailer, day, at, owner, delivered)
    return delivered


def send(desk: Desk, mailer: Mailer, day: date, at: datetime, owner: str, delivered: Delivered) -> None:
    """Send the mails that are due; the answer to one and the claim of the next are one transaction."""
    until = time.monotonic() + BUDGET
    with desk.store.write() as unit:
        claimed = unit.outbox.claim(owner, at, LEASE)
    with mailer.session() as session:
        while claimed is not None:
            outcome = session.send(claimed.bytes, claimed.to)
            stop = isinstance(outcome, Retry) and outcome.unreachable
            delivered.more = not stop and time.monotonic() > until
            claimed = _concluded(desk, claimed, outcome, day, at, owner, delivered, go_on=not (stop or delivered.more))


def _concluded(
    desk: Desk,
    claimed: Claimed,
    outcome: Outcome,
    day: date,
    at: datetime,
    owner: str,
    delivered: Delivered,
    *,
    go_on: bool,
) -> Claimed | None:
    """Record the answer and claim the next mail. A database that is busy is asked again: what left must be known."""
    for last in (False,) * (TRIES - 1) + (True,):
        try:
            with desk.store.write() as unit:
                result = _conclude(unit, claimed, outcome, day, at, owner)
                following = unit.outbox.claim(owner, at, LEASE) if go_on else None
        except (Stale, Unavailable):
            if last:
                raise
        else:
            setattr(delivered, result, getattr(delivered, result) + 1)
            return following
    raise AssertionError  # pragma: no cover - the last try returns or raises


def _conclude(unit: Unit, mail: Claimed, outcome: Outcome, day: date, at: datetime, owner: str) -> str:
    """The name of the number that goes up."""
    if isinstance(outcome, Accepted):
        record = unit.outbox.kept if outcome.kept else unit.outbox.sent
        if record(mail.id, at, outcome.answer):
            _log(unit, mail, Action.MAIL_SENT, {"kept": outcome.kept}, day, at)
        return "kept" if outcome.kept else "sent"
    if isinstance(outcome, Retry) and mail.attempts <= len(BACKOFF):
        wait = max(BACKOFF[mail.attempts - 1], outcome.after or timedelta())
        unit.outbox.again(mail.id, at + wait, outcome.why, owner=owner)
        return "again"
    if unit.outbox.failed(mail.id, outcome.why, owner=owner):
        _log(unit, mail, Action.MAIL_ABANDONED, {"why": Personal(outcome.why)}, day, at)
        _tell_mission(unit, mail, day, at)
    return "failed"


def _log(unit: Unit, mail: Claimed, action: Action, more: dict[str, Any], day: date, at: datetime) -> None:
    """In the stream of whoever the mail was for; a server's answer may name a person: it stays out of the bytes."""
    outcome = {
        "message_id": mail.message_id,
        "sha256": hashlib.sha256(mail.bytes).hexdigest(),
        "attempts": mail.attempts,
        **more,
    }
    stream = Stream(StreamKind(mail.recipient_kind), mail.recipient_id)
    unit.log.append(stream, Draft(action, outcome), actor=SYSTEM.id, at=at, day=day)


def _tell_mission(unit: Unit, mail: Claimed, day: date, at: datetime) -> None:
    """A mail that did not arrive is somebody's task; one that told the mission so is not told again."""
    if ABANDONED in unit.outbox.notices_of(mail.id):
        return
    who = f"{mail.recipient_kind}:{mail.recipient_id}"
    data: dict[str, Json] = {"who": who, "mail": mail.id, "subject": mail.subject}
    unit.outbox.queue([Queued(f"{ABANDONED}:{mail.id}", ABANDONED, MISSION, Urgency.DAILY, day, data)], None, at)
