"""Sign-in links, sessions and the access register; of a token only the sha256 (hex) is ever stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, true, update

from mandate_flow.store.tables import accesses, people, sessions, sign_in_links

TOUCH_EVERY: Final = timedelta(minutes=5)
MARK: Final = 16
"""So many hex digits of a session's hash name it to its person."""


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session of a person; `client` is the browser as it names itself.

    `confirmed_at`: when the person last proved to be there. `method`: link or oidc. `hint`: what the provider wants to
    see again when the person leaves.
    """

    token_hash: str
    person_id: str
    made_at: datetime
    seen_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    client: str
    confirmed_at: datetime | None = None
    method: str = "link"
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Access:
    """A read worth knowing: who looked at what."""

    id: int
    at: datetime
    day: date
    person_id: str
    what: str
    target: str


@dataclass(frozen=True, slots=True)
class AccessFilters:
    """What to keep of the access register; `since` and `until` are days, both included; `before` is an access id."""

    since: date | None = None
    until: date | None = None
    person_id: str = ""
    what: str = ""
    target: str = ""
    before: int | None = None


class Doors:
    """Who may come in, and who looked at what."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_link(self, token_hash: str, person_id: str, made_at: datetime, expires_at: datetime) -> None:
        """A sign-in link that is to be used once, before `expires_at`."""
        row = {"token_hash": token_hash, "person_id": person_id, "made_at": made_at, "expires_at": expires_at}
        self._connection.execute(insert(sign_in_links), row)

    def use_link(self, token_hash: str, at: datetime) -> str | None:
        """The id of the (active) person it lets in, once; None when used, expired or unknown."""
        link = sign_in_links
        used = update(link).where(_opens(token_hash, at)).values(used_at=at).returning(link.c.person_id)
        return self._connection.execute(used).scalar_one_or_none()

    def person_of_link(self, token_hash: str, at: datetime) -> str | None:
        """The same without using it."""
        return self._connection.scalar(select(sign_in_links.c.person_id).where(_opens(token_hash, at)))

    def count_recent_links(self, who: str, since: datetime) -> int:
        """Links made from `since` on for a person, by id or by e-mail address: to be held against a limit."""
        persons = select(people.c.id).where(or_(people.c.id == who, people.c.email_fold == who.strip().lower()))
        recent = and_(sign_in_links.c.person_id.in_(persons), sign_in_links.c.made_at >= since)
        return self._connection.scalar(select(func.count()).select_from(sign_in_links).where(recent)) or 0

    def open_session(
        self,
        token_hash: str,
        person_id: str,
        at: datetime,
        expires_at: datetime,
        client: str = "",
        *,
        method: str = "link",
        hint: str = "",
    ) -> None:
        """A session until `expires_at`, opened by a person who has just proved to be there."""
        row = {"token_hash": token_hash, "person_id": person_id, "made_at": at, "seen_at": at, "confirmed_at": at}
        row |= {"expires_at": expires_at, "client": client[:200], "method": method, "hint": hint}
        self._connection.execute(insert(sessions), row)

    def session(self, token_hash: str, at: datetime) -> SessionRow | None:
        """A session of an (active) person; None when expired, revoked or unknown."""
        query = select(sessions).where(sessions.c.token_hash == token_hash, _living(at))
        found = self._connection.execute(query.where(sessions.c.person_id.in_(_ACTIVE))).mappings().one_or_none()
        return SessionRow(**found) if found is not None else None

    def confirm(self, token_hash: str, at: datetime) -> bool:
        """Note that the person of a living session has just proved to be there; False when it lives no more."""
        noted = update(sessions).where(sessions.c.token_hash == token_hash, _living(at)).values(confirmed_at=at)
        return self._connection.execute(noted).rowcount == 1

    def needs_touch(self, token_hash: str, at: datetime) -> bool:
        """True when `touch` would note something: asked on a read, it spares nearly every request a write."""
        query = select(sessions.c.token_hash).where(_untouched(token_hash, at))
        return self._connection.execute(query).first() is not None

    def touch(self, token_hash: str, at: datetime) -> bool:
        """Note that the session is in use, at most once every five minutes; False when it was noted already."""
        noted = update(sessions).where(_untouched(token_hash, at)).values(seen_at=at)
        return self._connection.execute(noted).rowcount == 1

    def revoke(self, token_hash: str, at: datetime) -> bool:
        """End a session now; False when it was ended before or unknown."""
        return self._revoke(sessions.c.token_hash == token_hash, at) == 1

    def revoke_one(self, person_id: str, mark: str, at: datetime) -> bool:
        """End the session of that person whose hash begins with `mark`; False when there is none."""
        return (
            self._revoke(
                and_(sessions.c.person_id == person_id, func.substr(sessions.c.token_hash, 1, MARK) == mark), at
            )
            > 0
        )

    def revoke_all(self, person_id: str, at: datetime, *, but: str = "") -> int:
        """End every session of a person now, save the one of hash `but`; how many there were."""
        return self._revoke(and_(sessions.c.person_id == person_id, sessions.c.token_hash != but), at)

    def forget(self, before: datetime) -> None:
        """Delete the sessions and links that were over by then: nobody needs to know any more from which browser."""
        self._connection.execute(delete(sign_in_links).where(sign_in_links.c.expires_at < before))
        self._connection.execute(
            delete(sessions).where(or_(sessions.c.expires_at < before, sessions.c.revoked_at < before))
        )

    def sessions_of(self, person_id: str, at: datetime) -> tuple[SessionRow, ...]:
        """The living sessions of a person, last seen first."""
        query = select(sessions).where(sessions.c.person_id == person_id, _living(at))
        rows = self._connection.execute(query.order_by(sessions.c.seen_at.desc())).mappings()
        return tuple(SessionRow(**row) for row in rows)

    def record_access(self, at: datetime, day: date, person_id: str, what: str, target: str) -> None:
        """Note a read worth knowing: `what` such as "file:read", `target` such as an id."""
        row = {"at": at, "day": day, "person_id": person_id, "what": what, "target": target[:120]}
        self._connection.execute(insert(accesses), row)

    def accesses(self, filters: AccessFilters, limit: int = 100) -> tuple[Access, ...]:
        """The last accesses first, at most `limit`; go on with `before` set to the last id."""
        query = select(accesses).where(_kept(filters)).order_by(accesses.c.id.desc()).limit(limit)
        return tuple(Access(**row) for row in self._connection.execute(query).mappings())

    def _revoke(self, wanted: ColumnElement[bool], at: datetime) -> int:
        living = and_(wanted, _living(at))
        return self._connection.execute(update(sessions).where(living).values(revoked_at=at, hint="")).rowcount


_ACTIVE: Final = select(people.c.id).where(people.c.active == true())


def _opens(token_hash: str, at: datetime) -> ColumnElement[bool]:
    """A link that lets somebody in: not used, not out of date, and its person is active."""
    link = sign_in_links.c
    fresh = and_(link.used_at.is_(None), link.expires_at > at)
    return and_(link.token_hash == token_hash, fresh, link.person_id.in_(_ACTIVE))


def _living(at: datetime) -> ColumnElement[bool]:
    return and_(sessions.c.revoked_at.is_(None), sessions.c.expires_at > at)


def _untouched(token_hash: str, at: datetime) -> ColumnElement[bool]:
    return and_(sessions.c.token_hash == token_hash, sessions.c.seen_at <= at - TOUCH_EVERY)


def _kept(filters: AccessFilters) -> ColumnElement[bool]:
    kept: list[ColumnElement[bool]] = [
        accesses.c[name] == value for name in ("person_id", "what", "target") if (value := getattr(filters, name))
    ]
    if filters.since:
        kept.append(accesses.c.day >= filters.since)
    if filters.until:
        kept.append(accesses.c.day <= filters.until)
    if filters.before is not None:
        kept.append(accesses.c.id < filters.before)
    return and_(true(), *kept)
