"""How far each commune has come, and one commune with its files and deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import CTE, ColumnElement, Connection, and_, case, false, func, select, true

from mandate_flow.domain.errors import Unseen
from mandate_flow.domain.file import FileKind
from mandate_flow.store.tables import OPEN, OTHER_KINDS, authorities, deadlines, file_authorities, files
from mandate_flow.store.views.agenda import AgendaFilters, Span, in_span, list_deadlines
from mandate_flow.store.views.due import FILE, DueRow
from mandate_flow.store.views.filters import Filters
from mandate_flow.store.views.focus import EVERYWHERE, Focus
from mandate_flow.store.views.listing import FileRow, Sort, list_files
from mandate_flow.store.views.paging import Page
from mandate_flow.store.views.scope import Scope, communes_of, of_kind, sees, within


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """A commune. `furthest_rank`: most advanced stage its services ever reached, None without one that one may see."""

    id: str
    code: str
    name: str
    population: int | None
    furthest_rank: int | None
    active: int
    late: int


@dataclass(frozen=True, slots=True)
class CommunePage:
    """A commune with the first page of its files and of its open deadlines."""

    commune: CommuneRow
    siren: str
    files: Page[FileRow]
    deadlines: Page[DueRow]


def list_communes(
    connection: Connection,
    day: date,
    scope: Scope,
    focus: Focus = EVERYWHERE,
    *,
    only: str = "",
) -> tuple[CommuneRow, ...]:
    """Every commune by name, those without a file too; a territory keeps only its own, `only` one (id).

    A file of several authorities counts for each of them. Files that have ended count for the stage, not as active.
    """
    wanted: ColumnElement[bool] = and_(authorities.c.kind == "commune", authorities.c.retired == false())
    of: ColumnElement[bool] = true()
    if focus.territory:
        wanted &= authorities.c.id.in_(communes_of(focus.territory))
        of = file_authorities.c.authority_id.in_(communes_of(focus.territory))
    if only:
        wanted &= authorities.c.id == only
        of = file_authorities.c.authority_id == only
    progress, late = _progress(scope, focus, of), _late(day, scope, focus, of)
    query = (
        select(*_COLUMNS, progress.c.furthest_rank, progress.c.active, late.c.late)
        .outerjoin(progress, progress.c.authority_id == authorities.c.id)
        .outerjoin(late, late.c.authority_id == authorities.c.id)
        .where(wanted)
        .order_by(authorities.c.fold, authorities.c.id)
    )
    return tuple(_row(dict(row)) for row in connection.execute(query).mappings())


def one_commune(connection: Connection, day: date, scope: Scope, code: str) -> CommunePage:
    """The commune of that INSEE code, restricted to what the scope sees. Raises NotFound."""
    wanted = and_(authorities.c.kind == "commune", authorities.c.code == code)
    found = connection.execute(select(authorities.c.id, authorities.c.siren).where(wanted)).one_or_none()
    if found is None:
        raise Unseen
    (row,) = list_communes(connection, day, scope, only=found.id) or (None,)
    if row is None:
        raise Unseen
    return CommunePage(
        row,
        found.siren,
        list_files(connection, day, scope, Filters(authority=found.id), Sort.DUE),
        list_deadlines(connection, day, scope, AgendaFilters(authority=found.id, owner=FILE)),
    )


_COLUMNS: Final = (authorities.c.id, authorities.c.code, authorities.c.name, authorities.c.population)


def _progress(scope: Scope, focus: Focus, of: ColumnElement[bool]) -> CTE:
    kept = and_(of, of_kind(FileKind.SERVICE), sees(scope, files.c.id))
    if focus.theme:
        kept &= files.c.theme == focus.theme
    if focus.regime:
        kept &= files.c.regime == focus.regime
    return (
        select(
            file_authorities.c.authority_id,
            func.max(files.c.furthest_rank).label("furthest_rank"),
            func.sum(case((files.c.ended, 0), else_=1)).label("active"),
        )
        .join(files, files.c.id == file_authorities.c.file_id)
        .where(kept)
        .group_by(file_authorities.c.authority_id)
        .cte("progress")
        .prefix_with("MATERIALIZED", dialect="postgresql")  # else counted again for each commune
    )


def _late(day: date, scope: Scope, focus: Focus, of: ColumnElement[bool]) -> CTE:
    file_id = deadlines.c.file_id
    return (
        select(file_authorities.c.authority_id, func.count().label("late"))
        .select_from(deadlines)
        .join(file_authorities, file_authorities.c.file_id == file_id)
        .where(file_id.not_in(OTHER_KINDS))
        .where(
            OPEN,
            of,
            in_span(day, Span.LATE),
            sees(scope, file_id),
            within(file_id, theme=focus.theme, regime=focus.regime),
        )
        .group_by(file_authorities.c.authority_id)
        .cte("late_deadlines")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )


def _row(row: dict[str, Any]) -> CommuneRow:
    return CommuneRow(**row | {"active": int(row["active"] or 0), "late": row["late"] or 0})
