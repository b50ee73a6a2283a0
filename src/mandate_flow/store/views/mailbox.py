"""The Boîte d’envoi: every mail that left or waits, and one mail as it was frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Exists, Select, and_, exists, false, func, not_, or_, select, true

from mandate_flow.domain.errors import Unseen
from mandate_flow.store.tables import files, mail_notices, mails, notices
from mandate_flow.store.views.paging import Page, cut
from mandate_flow.store.views.scope import Scope, sees


@dataclass(frozen=True, slots=True)
class MailFilters:
    """What to keep; an empty filter keeps everything. `file` and `structure` (the recipient) are ids.

    `status`: queued, claimed, sent, kept, failed.
    """

    status: str = ""
    file: str = ""
    structure: str = ""


@dataclass(frozen=True, slots=True)
class MailRow:
    """A line of the list. `whole`: the person may see every file it speaks of; if not, `subject` is withheld ("")."""

    id: int
    recipient_kind: str
    recipient_id: str
    to: str
    subject: str
    status: str
    made_at: datetime
    sent_at: datetime | None
    attempts: int
    next_at: datetime
    answer: str
    whole: bool


@dataclass(frozen=True, slots=True)
class MailNotice:
    """One notice that went into a mail; `file_id` and `ref` are "" when it is about no file."""

    id: int
    notice: str
    urgency: str
    file_id: str
    ref: str
    deadline_code: str
    occurrence: str
    send_on: date


@dataclass(frozen=True, slots=True)
class MailPage:
    """One mail: its frozen bytes (RFC 5322), their sha256 (hex), and the notices that made it."""

    mail: MailRow
    message_id: str
    bytes: bytes
    sha256: str
    notices: tuple[MailNotice, ...]


def list_mails(connection: Connection, scope: Scope, filters: MailFilters, number: int = 1) -> Page[MailRow]:
    """The last made first. An agent sees the mails about a file of theirs, a structure those it was sent."""
    kept = _seen(scope)
    if filters.status:
        kept &= mails.c.status == filters.status
    if filters.file:
        kept &= mails.c.id.in_(_about(notices.c.file_id == filters.file))
    if filters.structure:
        kept &= _sent_to("structure", filters.structure)
    total = connection.scalar(select(func.count()).select_from(mails).where(kept)) or 0
    query = cut(_columns(scope).where(kept).order_by(mails.c.id.desc()), number)
    return Page(tuple(_row(dict(row)) for row in connection.execute(query).mappings()), total, max(1, number))


def one_mail(connection: Connection, scope: Scope, mail_id: int) -> MailPage:
    """The mail, when the scope sees every file it speaks of. Raises NotFound."""
    query = _columns(scope).add_columns(mails.c.message_id, mails.c.bytes, mails.c.sha256)
    found = connection.execute(query.where(mails.c.id == mail_id, _seen(scope))).mappings().one_or_none()
    if found is None or not found["whole"]:
        raise Unseen
    row = dict(found)
    message_id, data, sha256 = row.pop("message_id"), row.pop("bytes"), row.pop("sha256")
    return MailPage(_row(row), message_id, data, sha256, _notices(connection, mail_id))


_COLUMNS: Final = tuple(mails.c[name] for name in MailRow.__dataclass_fields__ if name != "whole")


def _columns(scope: Scope) -> Select[Any]:
    return select(*_COLUMNS, _whole(scope).label("whole"))


def _row(row: dict[str, Any]) -> MailRow:
    whole = bool(row["whole"])
    return MailRow(**row | {"whole": whole, "subject": row["subject"] if whole else ""})


def _seen(scope: Scope) -> ColumnElement[bool]:
    if scope.every:
        return true()
    ways = [_addressed(scope)]
    if scope.authority:
        files_seen = sees(Scope(authority=scope.authority), notices.c.file_id)
        ways.append(mails.c.id.in_(_about(files_seen)))
    return or_(*ways)


def _whole(scope: Scope) -> ColumnElement[bool]:
    """What one received is one's own; else no notice may be about a file one may not see, or about no file."""
    if scope.every:
        return true()
    foreign = not_(func.coalesce(sees(Scope(authority=scope.authority), notices.c.file_id), false()))
    return or_(_addressed(scope), not_(_with_notice(foreign)))


def _addressed(scope: Scope) -> ColumnElement[bool]:
    own: ColumnElement[bool] = false()
    if scope.structure:
        own |= _sent_to("structure", scope.structure)
    if scope.person:
        own |= _sent_to("person", scope.person)
    return own


def _sent_to(kind: str, recipient: str) -> ColumnElement[bool]:
    return and_(mails.c.recipient_kind == kind, mails.c.recipient_id == recipient)


def _about(condition: ColumnElement[bool]) -> Select[Any]:
    joined = mail_notices.join(notices, notices.c.id == mail_notices.c.notice_id)
    return select(mail_notices.c.mail_id).select_from(joined).where(condition)


def _with_notice(condition: ColumnElement[bool]) -> Exists:
    return exists(_about(condition).where(mail_notices.c.mail_id == mails.c.id).correlate(mails))


def _notices(connection: Connection, mail_id: int) -> tuple[MailNotice, ...]:
    kept = ("id", "notice", "urgency", "deadline_code", "occurrence", "send_on")
    query = (
        select(
            *(notices.c[name] for name in kept),
            func.coalesce(notices.c.file_id, "").label("file_id"),
            func.coalesce(files.c.ref, "").label("ref"),
        )
        .join(mail_notices, mail_notices.c.notice_id == notices.c.id)
        .outerjoin(files, files.c.id == notices.c.file_id)
        .where(mail_notices.c.mail_id == mail_id)
        .order_by(notices.c.id)
    )
    return tuple(MailNotice(**row) for row in connection.execute(query).mappings())
