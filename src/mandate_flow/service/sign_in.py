"""Coming in by an e-mailed link: fifteen minutes, once; then a session of twelve hours that can be revoked."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.people import Person, Role
from mandate_flow.service.desk import Desk

LINK: Final = timedelta(minutes=15)
SESSION: Final = timedelta(hours=12)
MOST_LINKS: Final = 5
WITHIN: Final = timedelta(hours=1)
SPENT: Final = NotFound(
    "Ce lien de connexion ne peut plus servir.",
    why="Un lien vaut quinze minutes et une seule fois.",
    do="Demandez un nouveau lien.",
)


def who(desk: Desk, token: str, at: datetime) -> Person | None:
    """The person of a living session, or None; notes at most every five minutes that it is in use."""
    mark = hashed(token)
    with desk.store.read() as unit:
        person_id = unit.doors.session(mark, at)
        if person_id is None:
            return None
        person = unit.registers.get_person(person_id)
        stale = unit.doors.needs_touch(mark, at)
    if stale:
        with desk.store.write() as unit:
            unit.doors.touch(mark, at)
    return person if may_sign_in(person) else None


def may_sign_in(person: Person) -> bool:
    """Structures come in by the links of their own e-mails, not yet by this door."""
    return person.active and bool(person.roles - {Role.STRUCTURE})


def make_link(desk: Desk, person: Person, at: datetime, lasts: timedelta = LINK) -> str:
    """The address that lets this person in once; only the hash of its secret is kept."""
    token = secrets.token_urlsafe(32)
    with desk.store.write() as unit:
        unit.doors.add_link(hashed(token), person.id, at, at + lasts)
    return f"{desk.base_url}/connexion/{token}"


def use_link(desk: Desk, token: str, at: datetime, client: str = "") -> str:
    """Spend the link and open a session: the session's secret. Raises NotFound when the link was spent or has expired."""
    session = secrets.token_urlsafe(32)
    with desk.store.write() as unit:
        person_id = unit.doors.use_link(hashed(token), at)
        if person_id is None or not may_sign_in(unit.registers.get_person(person_id)):
            raise SPENT
        unit.doors.open_session(hashed(session), person_id, at, at + SESSION, client)
    return session


def close(desk: Desk, token: str, at: datetime) -> None:
    """End this session."""
    with desk.store.write() as unit:
        unit.doors.revoke(hashed(token), at)


def close_all(desk: Desk, person: Person, at: datetime) -> int:
    """End every session of the person; how many there were."""
    with desk.store.write() as unit:
        return unit.doors.revoke_all(person.id, at)


def hashed(token: str) -> str:
    """What is stored of a secret of 256 random bits: its sha256 (hex); no salt is needed for such a secret."""
    return hashlib.sha256(token.encode()).hexdigest()
