"""Notices: queued once, then put into a mail or dropped with the reason."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select, update

from mandate_flow.domain.notice import Queued, Urgency
from mandate_flow.store.insertion import insert_or_keep
from mandate_flow.store.tables import notices


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice that waits for its mail; `file_id` is None when it is about no file."""

    id: int
    queued: Queued
    file_id: str | None
    queued_at: datetime


class Notices:
    """The notices' side of the outbox."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def queue(self, queued: Collection[Queued], file_id: str | None, at: datetime) -> None:
        """Queue notices; one whose key is known already is left as it is."""
        if not queued:
            return
        rows = [
            {
                "key": one.key,
                "notice": one.notice,
                "audience": one.audience,
                "urgency": one.urgency.value,
                "file_id": file_id,
                "deadline_code": one.deadline_code,
                "occurrence": one.occurrence,
                "data": dict(one.data),
                "send_on": one.send_on,
                "queued_at": at,
                "status": "waiting",
            }
            for one in queued
        ]
        self._connection.execute(insert_or_keep(self._connection, notices, "key"), rows)

    def due_notices(self, day: date, limit: int) -> tuple[Waiting, ...]:
        """Notices to be mailed by `day`, at most `limit`, the longest due first.

        Each must be put into a mail or dropped, else it comes back at the head of the next call.
        """
        wanted = (notices.c.status == "waiting") & (notices.c.send_on <= day)
        query = select(notices).where(wanted).order_by(notices.c.send_on, notices.c.id).limit(limit)
        return tuple(
            Waiting(
                row.id,
                Queued(
                    row.key,
                    row.notice,
                    row.audience,
                    Urgency(row.urgency),
                    row.send_on,
                    row.data,
                    row.deadline_code,
                    row.occurrence,
                ),
                row.file_id,
                row.queued_at,
            )
            for row in self._connection.execute(query)
        )

    def drop(self, notice_ids: Collection[int], why: str) -> int:
        """Give up waiting notices, with the reason (met, ended, no-address …). Returns how many were still waiting."""
        waiting = notices.c.id.in_(sorted(notice_ids)) & (notices.c.status == "waiting")
        return self._connection.execute(update(notices).where(waiting).values(status="dropped", why=why)).rowcount
