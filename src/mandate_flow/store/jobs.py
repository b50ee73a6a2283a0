"""The clockwork's memory: whoever inserts (job, slot) first does the work, and a crashed owner is taken over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, delete, func, select, true, update

from mandate_flow.store.insertion import insert_or_keep
from mandate_flow.store.tables import job_run

OUTCOME_LENGTH: Final = 400


@dataclass(frozen=True, slots=True)
class JobRun:
    """One run of a job for one slot; `finished_at` None while it runs, or for ever if its owner died."""

    job: str
    slot: str
    owner: str
    started_at: datetime
    finished_at: datetime | None
    outcome: str


class Jobs:
    """Runs of jobs. A slot is the planned minute or day, in one ISO form for each job, so that slots sort by time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, job: str, slot: str, owner: str, at: datetime, takeover_after: timedelta) -> bool:
        """True when `owner` is to do the work; commit before doing it.

        A run that started `takeover_after` ago or longer and never finished is taken over.
        """
        row = {"job": job, "slot": slot, "owner": owner, "started_at": at, "outcome": ""}
        first = insert_or_keep(self._connection, job_run, "job", "slot").values(row).returning(job_run.c.slot)
        if self._connection.execute(first).first() is not None:
            return True
        dead = job_run.c.finished_at.is_(None) & (job_run.c.started_at <= at - takeover_after)
        takeover = update(job_run).where(_is(job, slot), dead).values(owner=owner, started_at=at)
        return self._connection.execute(takeover).rowcount == 1

    def finish(self, job: str, slot: str, at: datetime, outcome: str, *, owner: str = "") -> bool:
        """The work is done. False, and nothing written, when it was finished before or, with `owner`, taken over."""
        mine = job_run.c.finished_at.is_(None) & (job_run.c.owner == owner if owner else true())
        done = update(job_run).where(_is(job, slot), mine).values(finished_at=at, outcome=outcome[:OUTCOME_LENGTH])
        return self._connection.execute(done).rowcount == 1

    def forget(self, job: str, before: str) -> int:
        """Delete the finished runs of slots earlier than `before`, but never the last one. Returns how many."""
        latest = select(func.max(job_run.c.slot)).where(job_run.c.job == job, job_run.c.finished_at.is_not(None))
        old = (job_run.c.job == job) & (job_run.c.slot < before) & job_run.c.finished_at.is_not(None)
        return self._connection.execute(delete(job_run).where(old, job_run.c.slot < latest.scalar_subquery())).rowcount

    def last(self, job: str) -> JobRun | None:
        """The run of the latest slot, finished or not."""
        return self._latest(job_run.c.job == job)

    def last_finished(self, job: str) -> JobRun | None:
        """The finished run of the latest slot: what came after it was missed and is to be caught up."""
        return self._latest((job_run.c.job == job) & job_run.c.finished_at.is_not(None))

    def _latest(self, wanted: ColumnElement[bool]) -> JobRun | None:
        query = select(job_run).where(wanted).order_by(job_run.c.slot.desc()).limit(1)
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else JobRun(**row)


def _is(job: str, slot: str) -> ColumnElement[bool]:
    return (job_run.c.job == job) & (job_run.c.slot == slot)
