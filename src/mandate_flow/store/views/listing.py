"""The list of files: filtered, sorted and counted by columns and indexes, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from mandate_flow.domain.value import CENT
from mandate_flow.store.tables import (
    files,
    people,
)
from mandate_flow.store.views.filters import Filters, conditions
from mandate_flow.store.views.names import Named, Names, authorities_of, structures_of
from mandate_flow.store.views.paging import Page, cut
from mandate_flow.store.views.scope import Scope, sees

AT_ONCE: Final = 500


class Sort(StrEnum):
    """How the list is sorted; what has no value comes last, equals by reference."""

    CHANGED = "changed"  # last changed first
    DUE = "due"  # earliest open deadline first
    REF = "ref"
    STATE = "state"  # least advanced first
    END = "end"  # mandate that ends first
    AMOUNT = "amount"  # greatest yearly amount first


@dataclass(frozen=True, slots=True)
class FileRow:
    """A line of the list. `yearly` in euros; `late`: `next_due` is past; the label of `state` is in the definition."""

    id: str
    ref: str
    title: str
    theme: str
    kind: str
    workflow: str
    workflow_version: int
    workflow_sha256: str
    regime: str
    state: str
    rank: int
    furthest_rank: int
    ended: bool
    authorities: tuple[Named, ...]
    structures: tuple[Named, ...]
    next_due: date | None
    late: bool
    yearly: Decimal | None
    mandate_start: date | None
    mandate_end: date | None
    opened_on: date
    changed_at: datetime
    demonstration: bool
    assignee: Named | None


def list_files(
    connection: Connection, day: date, scope: Scope, filters: Filters, sort: Sort = Sort.CHANGED, number: int = 1
) -> Page[FileRow]:
    """Four queries: the count, the page, and the names of its authorities and structures."""
    kept = _kept(day, scope, filters)
    total = connection.scalar(select(func.count()).select_from(files).where(kept)) or 0
    query = cut(_named().where(kept).order_by(*_ORDER[sort], files.c.ref), number)
    return Page(_rows(connection, day, query), total, max(1, number))


def every_file(
    connection: Connection, day: date, scope: Scope, filters: Filters, sort: Sort = Sort.CHANGED
) -> Iterator[FileRow]:
    """The whole list, however long, a few rows in memory at a time: three queries for each five hundred."""
    ids = list_ids(connection, day, scope, filters, sort, files.c.id)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        place = {file_id: number for number, file_id in enumerate(some)}
        yield from sorted(_rows(connection, day, _named().where(files.c.id.in_(some))), key=lambda row: place[row.id])


def list_ids(
    connection: Connection,
    day: date,
    scope: Scope,
    filters: Filters,
    sort: Sort = Sort.CHANGED,
    column: ColumnElement[str] = files.c.ref,
) -> list[str]:
    """The reference (or another column) of every file of the list, in its order."""
    asked = select(column).where(_kept(day, scope, filters)).order_by(*_ORDER[sort], files.c.ref)
    return list(connection.scalars(asked))


_UNSHOWN: Final = frozenset({"body", "head", "fold", "version", "renews"})
_COLUMNS: Final = tuple(column for column in files.c if column.name not in _UNSHOWN)
_ORDER: Final[dict[Sort, tuple[ColumnElement[Any], ...]]] = {
    Sort.CHANGED: (files.c.changed_at.desc(),),
    Sort.DUE: (files.c.next_due.asc().nulls_last(),),
    Sort.REF: (),
    Sort.STATE: (files.c.state_rank, files.c.next_due.asc().nulls_last()),
    Sort.END: (files.c.mandate_end.asc().nulls_last(),),
    Sort.AMOUNT: (files.c.yearly_cents.desc().nulls_last(),),
}


def _kept(day: date, scope: Scope, filters: Filters) -> ColumnElement[bool]:
    return and_(sees(scope, files.c.id), *conditions(day, filters))


def _named() -> Select[Any]:
    return select(*_COLUMNS, people.c.name.label("in_charge")).outerjoin(people, people.c.id == files.c.assignee)


def _rows(connection: Connection, day: date, query: Select[Any]) -> tuple[FileRow, ...]:
    found = connection.execute(query).mappings().all()
    ids = [row["id"] for row in found]
    with_authorities, with_structures = authorities_of(connection, ids), structures_of(connection, ids)
    return tuple(_row(dict(row), day, with_authorities, with_structures) for row in found)


def _row(row: dict[str, Any], day: date, with_authorities: Names, with_structures: Names) -> FileRow:
    cents, rank = row.pop("yearly_cents"), row.pop("state_rank")
    person, name = row.pop("assignee"), row.pop("in_charge")
    return FileRow(
        **row,
        rank=rank,
        authorities=with_authorities.get(row["id"], ()),
        structures=with_structures.get(row["id"], ()),
        late=row["next_due"] is not None and row["next_due"] < day,
        yearly=None if cents is None else cents * CENT,
        assignee=None if person is None else Named(person, name or person),
    )
