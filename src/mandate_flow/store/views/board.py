"""The dashboard: key figures, communes by stage, what is to be done first, and whether the clockwork runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, false, func, select, true

from mandate_flow.store.tables import accesses, deadlines, files, job_run
from mandate_flow.store.views.agenda import AgendaFilters, Span, count_deadlines
from mandate_flow.store.views.communes import CommuneRow, list_communes
from mandate_flow.store.views.due import DueRow, due_rows, open_deadlines
from mandate_flow.store.views.filters import Filters, conditions
from mandate_flow.store.views.focus import EVERYWHERE, Focus
from mandate_flow.store.views.queue import count_unsent
from mandate_flow.store.views.scope import Scope, sees

TO_DO: Final = 12
VERIFIED: Final = "log:verified"


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many communes have `rank` as their most advanced stage; None: no file yet."""

    rank: int | None
    communes: int


@dataclass(frozen=True, slots=True)
class Board:
    """The dashboard of a day. Every figure counts only what the scope sees and the focus keeps.

    `active`: files that have not ended. `due_soon`: open deadlines from today to thirty days from now; `late`: those
    past. `ending`: active files whose mandate ends within twelve months. The days of the focus take the place of these
    thirty days and twelve months; what is late stays late.
    """

    day: date
    active: int
    due_soon: int
    late: int
    ending: int
    communes: tuple[CommuneRow, ...]
    stages: tuple[StageCount, ...]
    to_do: tuple[DueRow, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the clockwork runs: end of the last finished tick, mails waiting to leave, mails given up.

    `verified`: when somebody last had the log verified.
    """

    last_tick: datetime | None
    mails_waiting: int
    mails_failed: int
    verified: datetime | None = None


def read_board(
    connection: Connection,
    day: date,
    scope: Scope,
    focus: Focus = EVERYWHERE,
    *,
    owed_by: Collection[str] = (),
) -> Board:
    """Ten queries. `owed_by` restricts the list to be done, not the figures."""
    communes = list_communes(connection, day, scope, focus)
    kept = Filters(theme=focus.theme, regime=focus.regime, territory=focus.territory)
    owed = AgendaFilters(theme=focus.theme, regime=focus.regime, territory=focus.territory)
    of_file = and_(*conditions(day, kept), sees(scope, files.c.id))
    of_deadline = sees(scope, deadlines.c.file_id) & focus.keeps(deadlines.c.file_id)
    mine = deadlines.c.owed_by.in_(sorted(owed_by)) if owed_by else true()
    return Board(
        day=day,
        active=_files(connection, and_(files.c.ended == false(), of_file)),
        due_soon=count_deadlines(connection, day, scope, _soon(day, focus, owed)),
        late=count_deadlines(connection, day, scope, replace(owed, span=Span.LATE)),
        ending=_files(connection, and_(*conditions(day, _ending(focus)), of_file)),
        communes=communes,
        stages=_stages(communes),
        to_do=due_rows(connection, day, open_deadlines(of_deadline, mine).limit(TO_DO)),
    )


def read_health(connection: Connection, job: str) -> Health:
    """`job` is the name under which the tick is recorded."""
    done = (
        select(job_run.c.finished_at)
        .where(job_run.c.job == job, job_run.c.finished_at.is_not(None))
        .order_by(job_run.c.slot.desc())
        .limit(1)
    )
    verified = select(func.max(accesses.c.at)).where(accesses.c.what == VERIFIED)
    return Health(connection.scalar(done), *count_unsent(connection), connection.scalar(verified))


def _soon(day: date, focus: Focus, owed: AgendaFilters) -> AgendaFilters:
    if focus.until is None:
        return replace(owed, span=Span.DAYS_30)
    return replace(owed, since=max(day, focus.since or day), until=focus.until)


def _ending(focus: Focus) -> Filters:
    if focus.until is None:
        return Filters(ending=True)
    return Filters(ends_since=focus.since, ends_until=focus.until)


def _files(connection: Connection, kept: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(files).where(kept)) or 0


def _stages(communes: tuple[CommuneRow, ...]) -> tuple[StageCount, ...]:
    counts = Counter(commune.furthest_rank for commune in communes)
    order = sorted(counts, key=lambda rank: -1 if rank is None else rank)
    return tuple(StageCount(rank, counts[rank]) for rank in order)
