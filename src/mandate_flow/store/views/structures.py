"""The funded structures with what they owe, and one structure with its files, deadlines and mails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, case, false, func, select, true

from mandate_flow.domain.errors import Unseen
from mandate_flow.domain.fold import fold
from mandate_flow.store.tables import AWAITED, OPEN, deadlines, file_structures, files, structures
from mandate_flow.store.views.agenda import AgendaFilters, list_deadlines
from mandate_flow.store.views.due import FILE, DueRow
from mandate_flow.store.views.filters import Filters
from mandate_flow.store.views.finding import seen_structures
from mandate_flow.store.views.listing import FileRow, Sort, list_files
from mandate_flow.store.views.mailbox import MailFilters, MailRow, list_mails
from mandate_flow.store.views.paging import Page, cut
from mandate_flow.store.views.scope import Scope, matches, sees

SIREN: Final = 9


@dataclass(frozen=True, slots=True)
class StructureRow:
    """A structure. `files`: all its files that one may see, `deadlines`: open ones of these, `late`: those past."""

    id: str
    name: str
    form: str
    siret: str
    demonstration: bool
    retired: bool
    files: int
    active: int
    deadlines: int
    late: int


@dataclass(frozen=True, slots=True)
class StructurePage:
    """A structure with its contact and the first pages of its files, open deadlines and mails."""

    structure: StructureRow
    rna: str
    email: str
    contact: str
    fiscal_year_end_month: int
    files: Page[FileRow]
    deadlines: Page[DueRow]
    mails: Page[MailRow]


class StructureSort(StrEnum):
    """How the list is sorted; equals by name."""

    NAME = "name"
    ACTIVE = "active"  # most active files first
    LATE = "late"  # most late deadlines first


@dataclass(frozen=True, slots=True)
class StructureFilters:
    """What to keep; an empty filter keeps everything.

    `text`: every word is in the name, or it is the beginning of the SIRET. `late`: some deadline of its files is past.
    """

    text: str = ""
    form: str = ""
    late: bool = False
    sort: StructureSort = StructureSort.NAME


ALL_STRUCTURES: Final = StructureFilters()


def list_structures(
    connection: Connection,
    day: date,
    scope: Scope,
    filters: StructureFilters = ALL_STRUCTURES,
    number: int = 1,
    most: int | None = None,
) -> Page[StructureRow]:
    """The structures that the scope sees: all, or those of its files. `most` rows in the place of a page."""
    kept = _kept(day, scope, filters)
    total = connection.scalar(select(func.count()).select_from(structures).where(kept)) or 0
    query = _sorted(select(structures.c.id).where(kept), day, scope, filters.sort)
    ids = list(connection.scalars(query.limit(most) if most else cut(query, number)))
    rows = {row.id: row for row in _rows(connection, day, scope, ids)}
    return Page(tuple(rows[one] for one in ids), total, max(1, number))


def namesakes(connection: Connection, scope: Scope, structure_id: str) -> tuple[tuple[str, str, str], ...]:
    """(id, name, SIRET) of other structures with the same name or the same SIREN, that the scope sees."""
    own = connection.execute(select(structures.c.fold, structures.c.siret).where(structures.c.id == structure_id)).one()
    alike = structures.c.fold == own.fold
    if own.siret:
        alike |= structures.c.siret.startswith(own.siret[:SIREN])
    query = select(structures.c.id, structures.c.name, structures.c.siret).where(
        alike, structures.c.id != structure_id, structures.c.retired == false(), seen_structures(scope)
    )
    return tuple((row.id, row.name, row.siret) for row in connection.execute(query.order_by(structures.c.fold)))


def _kept(day: date, scope: Scope, filters: StructureFilters) -> ColumnElement[bool]:
    words, digits = fold(filters.text).split(), "".join(filters.text.split())
    named = matches(words, structures.c.fold)
    if digits.isascii() and digits.isdigit():
        named |= structures.c.siret.startswith(digits)
    kept = seen_structures(scope) & named
    if filters.form:
        kept &= structures.c.form == filters.form
    if filters.late:
        of_files = select(file_structures.c.structure_id).join(
            deadlines, deadlines.c.file_id == file_structures.c.file_id
        )
        late = and_(OPEN, AWAITED, deadlines.c.due < day, sees(scope, file_structures.c.file_id))
        kept &= structures.c.id.in_(of_files.where(late))
    return kept


def _sorted(query: Select[Any], day: date, scope: Scope, sort: StructureSort) -> Select[Any]:
    by_name = (structures.c.fold, structures.c.id)
    if sort is StructureSort.NAME:
        return query.order_by(*by_name)
    sums = (_files(scope) if sort is StructureSort.ACTIVE else _deadlines(day, scope)).subquery("sums")
    value = func.coalesce(sums.c.active if sort is StructureSort.ACTIVE else sums.c.late, 0)
    return query.outerjoin(sums, sums.c.structure_id == structures.c.id).order_by(value.desc(), *by_name)


def one_structure(connection: Connection, day: date, scope: Scope, structure_id: str) -> StructurePage:
    """The structure and what the scope sees of it. Raises NotFound."""
    names = ("rna", "email", "contact", "fiscal_year_end_month")
    query = select(*(structures.c[name] for name in names)).where(
        structures.c.id == structure_id, seen_structures(scope)
    )
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        raise Unseen
    (row,) = _rows(connection, day, scope, [structure_id])
    return StructurePage(
        row,
        **found,
        files=list_files(connection, day, scope, Filters(structure=structure_id), Sort.DUE),
        deadlines=list_deadlines(connection, day, scope, AgendaFilters(structure=structure_id, owner=FILE)),
        mails=list_mails(connection, scope, MailFilters(structure=structure_id)),
    )


def sees_structure(connection: Connection, scope: Scope, structure_id: str) -> bool:
    """Whether the structure is there and open to the scope."""
    query = select(structures.c.id).where(structures.c.id == structure_id, seen_structures(scope))
    return connection.scalar(query) is not None


_COLUMNS: Final = tuple(structures.c[name] for name in ("id", "name", "form", "siret", "demonstration", "retired"))


def _rows(connection: Connection, day: date, scope: Scope, ids: list[str]) -> tuple[StructureRow, ...]:
    """In the order of their names; two sums, not a count for each row."""
    with_files, with_deadlines = _files(scope, ids).subquery("f"), _deadlines(day, scope, ids).subquery("d")
    query = (
        select(*_COLUMNS, with_files.c.files, with_files.c.active, with_deadlines.c.deadlines, with_deadlines.c.late)
        .outerjoin(with_files, with_files.c.structure_id == structures.c.id)
        .outerjoin(with_deadlines, with_deadlines.c.structure_id == structures.c.id)
        .where(structures.c.id.in_(ids))
        .order_by(structures.c.fold, structures.c.id)
    )
    return tuple(_row(dict(row)) for row in connection.execute(query).mappings())


def _files(scope: Scope, ids: list[str] | None = None) -> Select[Any]:
    of = file_structures.c.structure_id
    active = func.sum(case((files.c.ended, 0), else_=1)).label("active")
    return (
        select(of, func.count().label("files"), active)
        .join(files, files.c.id == file_structures.c.file_id)
        .where(true() if ids is None else of.in_(ids), sees(scope, files.c.id))
        .group_by(of)
    )


def _deadlines(day: date, scope: Scope, ids: list[str] | None = None) -> Select[Any]:
    of = file_structures.c.structure_id
    late = func.sum(case((AWAITED & (deadlines.c.due < day), 1), else_=0)).label("late")
    return (
        select(of, func.count().label("deadlines"), late)
        .join(deadlines, deadlines.c.file_id == file_structures.c.file_id)
        .where(and_(true() if ids is None else of.in_(ids), OPEN, sees(scope, file_structures.c.file_id)))
        .group_by(of)
    )


def _row(row: dict[str, Any]) -> StructureRow:
    return StructureRow(**row | {name: int(row[name] or 0) for name in ("files", "active", "deadlines", "late")})
