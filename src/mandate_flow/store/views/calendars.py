"""Open deadlines of calendars, within what a person may see, and with whom a structure works."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, false, or_, select, true

from mandate_flow.store.tables import calendar_deadlines, file_authorities, file_structures, files
from mandate_flow.store.views.scope import Scope, sees

STRUCTURE: Final = "structure"
AUTHORITY: Final = "authority"
SYSTEM: Final = "system"


def partners(connection: Connection, structure_id: str) -> tuple[str, ...]:
    """The authorities (ids) of the structure's files that have not ended."""
    query = (
        select(file_authorities.c.authority_id)
        .join(file_structures, file_structures.c.file_id == file_authorities.c.file_id)
        .join(files, files.c.id == file_authorities.c.file_id)
        .where(file_structures.c.structure_id == structure_id, files.c.ended == false())
        .distinct()
        .order_by(file_authorities.c.authority_id)
    )
    return tuple(connection.scalars(query))


def sees_calendar(scope: Scope) -> ColumnElement[bool]:
    """True where the calendar of the row is in the scope.

    An agent sees that of the authority and those of the structures it works with, a structure its own. That of the
    system is for whoever sees everything.
    """
    if scope.every:
        return true()
    of = calendar_deadlines.c
    ways: list[ColumnElement[bool]] = []
    if scope.authority:
        ways.append(and_(of.owner_kind == AUTHORITY, of.owner_id == scope.authority))
        working = select(file_structures.c.structure_id).where(
            sees(Scope(authority=scope.authority), file_structures.c.file_id)
        )
        ways.append(and_(of.owner_kind == STRUCTURE, of.owner_id.in_(working)))
    if scope.structure:
        ways.append(and_(of.owner_kind == STRUCTURE, of.owner_id == scope.structure))
    return or_(*ways) if ways else false()
