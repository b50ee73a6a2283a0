"""Sessions: twelve hours, seen and closed by their person and by an administrator."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from mandate_flow.domain.errors import Forbidden
from mandate_flow.domain.event import Action, Draft, Stream, StreamKind
from mandate_flow.domain.people import Person, Role
from mandate_flow.service.desk import Desk
from mandate_flow.store.doors import MARK, SessionRow
from mandate_flow.store.unit import Unit

SESSION: Final = timedelta(hours=12)
REMEMBERED: Final = timedelta(days=30)
LINK, OIDC = "link", "oidc"


@dataclass(frozen=True, slots=True)
class Signed:
    """Who is signed in, through which session (its hash), and when that person last proved to be there."""

    person: Person
    session: str
    confirmed_at: datetime
    method: str = LINK


@dataclass(frozen=True, slots=True)
class Opening:
    """How a session opens: from which browser, by which way, and what the provider wants to see again at its end.

    `how` is what the log keeps of it.
    """

    client: str = ""
    method: str = LINK
    hint: str = ""
    how: Mapping[str, object] = field(default_factory=dict)


def signed(desk: Desk, token: str, at: datetime) -> Signed | None:
    """The person of a living session, or None; notes at most every five minutes that it is in use."""
    mark = hashed(token)
    with desk.store.read() as unit:
        row = unit.doors.session(mark, at)
        if row is None:
            return None
        person = unit.registers.get_person(row.person_id)
        stale = unit.doors.needs_touch(mark, at)
    if stale:
        with desk.store.write() as unit:
            unit.doors.touch(mark, at)
    return Signed(person, mark, row.confirmed_at or row.made_at, row.method) if may_sign_in(person) else None


def may_sign_in(person: Person) -> bool:
    """Structures come in by the links of their own e-mails, not yet by this door."""
    return person.active and bool(person.roles - {Role.STRUCTURE})


def open_session(unit: Unit, person_id: str, at: datetime, day: date, opening: Opening) -> str:
    """A session for someone who has just proved to be that person, told in the log: its secret."""
    secret = secrets.token_urlsafe(32)
    entered = Stream(StreamKind.PERSON, person_id)
    unit.log.append(entered, Draft(Action.ACCESS_GRANTED, opening.how), actor=person_id, at=at, day=day)
    unit.doors.open_session(
        hashed(secret), person_id, at, at + SESSION, opening.client, method=opening.method, hint=opening.hint
    )
    unit.doors.forget(at - REMEMBERED)
    return secret


def open_sessions(desk: Desk, person: Person, at: datetime, *, by: Person) -> tuple[SessionRow, ...]:
    """The living sessions of a person, last seen first; for that person and for administrators. Raises Forbidden."""
    _may(by, person)
    with desk.store.read() as unit:
        return unit.doors.sessions_of(person.id, at)


def mark_of(session: str) -> str:
    """The beginning of a session's hash: its name on pages, of no use to come in."""
    return session[:MARK]


def hint_of(desk: Desk, token: str, at: datetime) -> str:
    """What the provider wants to see again when this session ends, "" for nothing."""
    with desk.store.read() as unit:
        row = unit.doors.session(hashed(token), at)
    return row.hint if row is not None else ""


def close(desk: Desk, token: str, at: datetime) -> None:
    """End this session."""
    with desk.store.write() as unit:
        unit.doors.revoke(hashed(token), at)


def close_one(desk: Desk, person: Person, mark: str, at: datetime, *, by: Person) -> bool:
    """End the session of that mark; False when it was over already. Raises Forbidden."""
    _may(by, person)
    with desk.store.write() as unit:
        return unit.doors.revoke_one(person.id, mark, at)


def close_all(desk: Desk, person: Person, at: datetime, *, by: Person, but: str = "") -> int:
    """End every session of the person, save the one of hash `but`; how many there were. Raises Forbidden."""
    _may(by, person)
    with desk.store.write() as unit:
        return unit.doors.revoke_all(person.id, at, but=but)


def hashed(token: str) -> str:
    """What is stored of a secret of 256 random bits: its sha256 (hex); no salt is needed for such a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def _may(by: Person, person: Person) -> None:
    if by.id != person.id and Role.ADMINISTRATOR not in by.roles:
        raise Forbidden("Ces sessions ne sont pas les vôtres.", do="Adressez-vous à l’administrateur.")
