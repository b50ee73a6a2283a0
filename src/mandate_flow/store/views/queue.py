"""The mails that have not left: those that wait and those given up, without a word of what they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, func, select

from mandate_flow.store.tables import mails, notices

SHOWN: Final = 50
STUCK: Final = ("queued", "claimed", "failed")


@dataclass(frozen=True, slots=True)
class Stuck:
    """A mail that has not left: to whom, since when, how often it was tried, and what the server said last."""

    id: int
    to: str
    status: str
    made_at: datetime
    attempts: int
    next_at: datetime
    answer: str


@dataclass(frozen=True, slots=True)
class Queue:
    """How many mails wait and are given up, how many notices are no mails yet; `stuck`: those tried, oldest first."""

    waiting: int
    failed: int
    notices: int
    stuck: tuple[Stuck, ...]


def read_queue(connection: Connection) -> Queue:
    """Three queries, each on an index."""
    waits, failed = count_unsent(connection)
    columns = (mails.c[name] for name in Stuck.__dataclass_fields__)
    tried = select(*columns).where(mails.c.status.in_(STUCK), (mails.c.status == "failed") | (mails.c.attempts > 0))
    rows = connection.execute(tried.order_by(mails.c.id).limit(SHOWN)).mappings()
    waiting = select(func.count()).select_from(notices).where(notices.c.status == "waiting")
    return Queue(
        waiting=waits,
        failed=failed,
        notices=connection.scalar(waiting) or 0,
        stuck=tuple(Stuck(**row) for row in rows),
    )


def count_unsent(connection: Connection) -> tuple[int, int]:
    """How many mails wait, and how many are given up."""
    by_status = select(mails.c.status, func.count()).where(mails.c.status.in_(STUCK)).group_by(mails.c.status)
    counts: dict[str, int] = dict(connection.execute(by_status).all())
    return counts.get("queued", 0) + counts.get("claimed", 0), counts.get("failed", 0)
