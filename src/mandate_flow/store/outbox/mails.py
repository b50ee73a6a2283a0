"""Mails: frozen when made, claimed by one sender at a time, and told apart by what the server answered.

**Never twice.** A claim is committed before a word is said to the server, so two senders never hold the same mail.
What no outbox can know is whether a sender that died after its claim had been heard: such a mail is *in doubt*. When
its lease is over another sender takes it over and sends the very same bytes under the very same Message-ID, by which a
receiver recognises the repetition. A lease must therefore be longer than a sender can spend on one mail.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, true, update
from sqlalchemy.sql.dml import ReturningUpdate

from mandate_flow.domain.errors import Stale
from mandate_flow.store.insertion import insert_or_keep
from mandate_flow.store.tables import Instant, mail_notices, mails, notices

ANSWER_LENGTH: Final = 400


@dataclass(frozen=True, slots=True)
class Claimed:
    """A mail that its owner alone may send. `attempts` counts this one; `in_doubt`: an earlier owner never reported."""

    id: int
    message_id: str
    recipient_kind: str
    recipient_id: str
    to: str
    subject: str
    bytes: bytes
    attempts: int
    made_at: datetime
    in_doubt: bool


class Mails:
    """The mails' side of the outbox."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def insert_mail(  # noqa: PLR0913 - the columns of a mail, each by its name
        self,
        *,
        key: str,
        message_id: str,
        recipient_kind: str,
        recipient_id: str,
        to: str,
        subject: str,
        bytes: bytes,  # noqa: A002 - the name of the column
        sha256: str,
        made_at: datetime,
        notice_ids: Collection[int],
        next_at: datetime,
    ) -> int | None:
        """Freeze a mail, mark its notices mailed, and return its id; None, and nothing done, when the key exists.

        After None the notices wait still, unless the mail of that key was made of them. Raises Stale when one of the
        notices no longer waits: leave the transaction, another delivery has it.
        """
        row = {
            "key": key,
            "message_id": message_id,
            "recipient_kind": recipient_kind,
            "recipient_id": recipient_id,
            "to": to,
            "subject": subject,
            "bytes": bytes,
            "sha256": sha256,
            "made_at": made_at,
            "status": "queued",
            "next_at": next_at,
        }
        new = insert_or_keep(self._connection, mails, "key").values(row).returning(mails.c.id)
        mail_id: int | None = self._connection.execute(new).scalar_one_or_none()
        if mail_id is not None:
            self._mark(mail_id, sorted(set(notice_ids)))
        return mail_id

    def claim(self, owner: str, at: datetime, lease: timedelta) -> Claimed | None:
        """Take the mail that is due for longest, or None; commit before sending it.

        While a mail is claimed its `next_at` is the end of the lease. Mails in doubt come after all the others.
        """
        return self._take("queued", owner, at, lease) or self._take("claimed", owner, at, lease)

    def sent(self, mail_id: int, at: datetime, answer: str) -> bool:
        """The server accepted it: true whoever holds the claim by now. False when it was known already."""
        told = {"mail": mail_id, "now": at, "words": answer[:ANSWER_LENGTH]}
        return self._connection.execute(_SENT, told).rowcount == 1

    def kept(self, mail_id: int, at: datetime, answer: str) -> bool:
        """No mail server is configured: the mail was kept as a file, whose name may be the answer."""
        return self._conclude(mail_id, mails.c.status == "claimed", {"status": "kept", "sent_at": at}, answer)

    def again(self, mail_id: int, next_at: datetime, answer: str, *, owner: str = "") -> bool:
        """Not now: try again from `next_at`. With `owner`, False and nothing done when another has taken it over."""
        return self._conclude(mail_id, _held(owner), {"status": "queued", "next_at": next_at}, answer)

    def failed(self, mail_id: int, answer: str, *, owner: str = "") -> bool:
        """Given up. With `owner`, False and nothing done when another has taken it over."""
        return self._conclude(mail_id, _held(owner), {"status": "failed"}, answer)

    def retry(self, mail_id: int, at: datetime) -> bool:
        """Try again from now on a mail given up, or one that waits for a later try; False for any other."""
        still = mails.c.status.in_(("failed", "queued"))
        values = {"status": "queued", "next_at": at, "attempts": 0}
        return self._connection.execute(update(mails).where(mails.c.id == mail_id, still).values(values)).rowcount == 1

    def notices_of(self, mail_id: int) -> frozenset[str]:
        """The kinds of notices a mail was made of."""
        joined = mail_notices.join(notices, notices.c.id == mail_notices.c.notice_id)
        query = select(notices.c.notice).select_from(joined).where(mail_notices.c.mail_id == mail_id)
        return frozenset(self._connection.execute(query).scalars())

    def _mark(self, mail_id: int, notice_ids: list[int]) -> None:
        if not notice_ids:
            return
        waiting = notices.c.id.in_(notice_ids) & (notices.c.status == "waiting")
        marked = self._connection.execute(update(notices).where(waiting).values(status="mailed")).rowcount
        if marked != len(notice_ids):
            raise Stale(
                "Un autre envoi a déjà pris une partie de ces messages.",
                do="Rien n’a été préparé ; le prochain passage reprendra ce qui reste.",
            )
        links = [{"mail_id": mail_id, "notice_id": notice_id} for notice_id in notice_ids]
        self._connection.execute(insert(mail_notices), links)

    def _take(self, status: str, owner: str, at: datetime, lease: timedelta) -> Claimed | None:
        """One statement: its inner select finds, its outer condition compares again, its update swaps.

        On SQLite writers come one after the other; PostgreSQL locks the row, and passes those locked by others.
        """
        taken = _TAKE[self._connection.dialect.name == "postgresql"]
        told = {"was": status, "now": at, "by": owner, "until": at + lease}
        row = self._connection.execute(taken, told).mappings().one_or_none()
        return None if row is None else Claimed(**row, in_doubt=status == "claimed")

    def _conclude(self, mail_id: int, still: ColumnElement[bool], values: Mapping[str, Any], answer: str) -> bool:
        change = update(mails).where(mails.c.id == mail_id, still)
        done = self._connection.execute(change.values(**values, answer=answer[:ANSWER_LENGTH]))
        return done.rowcount == 1


_CLAIMED: Final = tuple(name for name in Claimed.__dataclass_fields__ if name != "in_doubt")


def _taking(*, locks: bool) -> ReturningUpdate[Any]:
    due = (mails.c.status == bindparam("was")) & (mails.c.next_at <= bindparam("now", type_=Instant))
    first = select(mails.c.id).where(due).order_by(mails.c.next_at, mails.c.id).limit(1)
    if locks:
        first = first.with_for_update(skip_locked=True)
    values = {
        "status": "claimed",
        "attempts": mails.c.attempts + 1,
        "claimed_by": bindparam("by"),
        "claimed_at": bindparam("now", type_=Instant),
        "next_at": bindparam("until", type_=Instant),
    }
    changed = update(mails).where(mails.c.id == first.scalar_subquery(), due).values(values)
    return changed.returning(*(mails.c[name] for name in _CLAIMED))


# Made once: these two are said for every mail that leaves.
_TAKE: Final = {locks: _taking(locks=locks) for locks in (False, True)}
_SENT: Final = (
    update(mails)
    .where(mails.c.id == bindparam("mail"), mails.c.status != "sent")
    .values(status="sent", sent_at=bindparam("now", type_=Instant), answer=bindparam("words"))
)


def _held(owner: str) -> ColumnElement[bool]:
    return (mails.c.status == "claimed") & (mails.c.claimed_by == owner if owner else true())
