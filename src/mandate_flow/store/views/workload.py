"""What each person is in charge of: how many files, and how much of it is late or near."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection, and_, case, false, func, select

from mandate_flow.domain.file import FileKind
from mandate_flow.domain.fold import fold
from mandate_flow.store.tables import AWAITED, OPEN, deadlines, files, people
from mandate_flow.store.views.focus import EVERYWHERE, Focus
from mandate_flow.store.views.scope import Scope, of_kind, sees

SOON: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class WorkloadRow:
    """A person (id and name, both "" for the files nobody is in charge of) and their active files about services.

    `late` and `soon`: open deadlines of these files that are past, and due from today to thirty days from now.
    """

    person: str
    name: str
    active: int
    late: int
    soon: int


def read_workload(
    connection: Connection, day: date, scope: Scope, focus: Focus = EVERYWHERE
) -> tuple[WorkloadRow, ...]:
    """Two queries: whoever is in charge of an active file that the scope sees, by name; those of nobody come last."""
    about = of_kind(FileKind.SERVICE.value)
    active = and_(about, files.c.ended == false(), sees(scope, files.c.id), focus.keeps(files.c.id))
    of_files = (
        select(files.c.assignee, func.max(people.c.name).label("name"), func.count().label("active"))
        .outerjoin(people, people.c.id == files.c.assignee)
        .where(active)
        .group_by(files.c.assignee)
    )
    late = deadlines.c.due < day
    of_deadlines = (
        select(
            files.c.assignee,
            func.sum(case((late, 1), else_=0)).label("late"),
            func.sum(case((late, 0), else_=1)).label("soon"),
        )
        .select_from(deadlines)
        .join(files, files.c.id == deadlines.c.file_id)
        .where(OPEN, AWAITED, deadlines.c.due <= day + SOON, active)
        .group_by(files.c.assignee)
    )
    dues = {row.assignee: (int(row.late), int(row.soon)) for row in connection.execute(of_deadlines)}
    found = [
        WorkloadRow(row.assignee or "", row.name or row.assignee or "", row.active, *dues.get(row.assignee, (0, 0)))
        for row in connection.execute(of_files)
    ]
    return tuple(sorted(found, key=lambda one: (not one.person, fold(one.name), one.person)))
