"""What waits for one person: proposals they may confirm, and deadlines they answer for that are late or near."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, false, or_, select

from mandate_flow.store.tables import AWAITED, OPEN, deadlines, files, proposals
from mandate_flow.store.views.focus import EVERYWHERE, Focus
from mandate_flow.store.views.names import Named, authorities_of, structures_of
from mandate_flow.store.views.scope import Scope, sees

NEAR: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Mine:
    """What a person answers for: debtors of deadlines, roles that may confirm, and their own id.

    Nobody confirms what they proposed themselves.
    """

    owed_by: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    person: str = ""


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """A step that waits for its second person since `day`; its label is in the definition of `workflow_sha256`."""

    file_id: str
    ref: str
    title: str
    workflow_sha256: str
    step: str
    occurrence: str
    actor: str
    day: date
    authorities: tuple[Named, ...]
    structures: tuple[Named, ...]


def list_to_confirm(
    connection: Connection, scope: Scope, mine: Mine, focus: Focus = EVERYWHERE
) -> tuple[ToConfirm, ...]:
    """Three queries: the proposals this person may confirm, oldest first, and the names of their organisations."""
    of_file = (files.c.ref, files.c.title, files.c.workflow_sha256)
    of_step = (proposals.c[name] for name in ("file_id", "step", "occurrence", "actor", "day"))
    kept = and_(_confirms(mine), sees(scope, proposals.c.file_id), focus.keeps(proposals.c.file_id))
    query = select(*of_step, *of_file).join(files, files.c.id == proposals.c.file_id).where(kept)
    found = connection.execute(query.order_by(proposals.c.day, files.c.ref, proposals.c.step)).mappings().all()
    ids = [row["file_id"] for row in found]
    with_authorities, with_structures = authorities_of(connection, ids), structures_of(connection, ids)
    return tuple(
        ToConfirm(
            **row,
            authorities=with_authorities.get(row["file_id"], ()),
            structures=with_structures.get(row["file_id"], ()),
        )
        for row in found
    )


def awaits(file_id: ColumnElement[str], day: date, mine: Mine) -> ColumnElement[bool]:
    """True where the file of that id waits for this person."""
    ways: list[Select[Any]] = [select(proposals.c.file_id).where(_confirms(mine))]
    if mine.owed_by:
        owed = OPEN & AWAITED & deadlines.c.owed_by.in_(sorted(mine.owed_by)) & near(day)
        ways.append(select(deadlines.c.file_id).where(owed))
    return or_(*(file_id.in_(one) for one in ways))


def near(day: date) -> ColumnElement[bool]:
    """Deadlines that are past or due within sixty days."""
    return deadlines.c.due <= day + NEAR


def _confirms(mine: Mine) -> ColumnElement[bool]:
    if not mine.roles:
        return false()
    named = (proposals.c.confirm_by.contains(f"|{role}|", autoescape=True) for role in sorted(mine.roles))
    return and_(proposals.c.actor != mine.person, or_(proposals.c.confirm_by == "", *named))
