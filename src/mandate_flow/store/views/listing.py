"""The list of files: filtered, sorted and counted by columns and indexes, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, not_, select, true

from mandate_flow.domain.file import FileKind
from mandate_flow.domain.value import CENT
from mandate_flow.store.tables import (
    AWAITED,
    OPEN,
    deadlines,
    files,
    people,
)
from mandate_flow.store.views.finding import mention
from mandate_flow.store.views.names import Named, Names, authorities_of, structures_of
from mandate_flow.store.views.paging import Page, cut
from mandate_flow.store.views.scope import Scope, has_authority, has_structure, of_kind, sees
from mandate_flow.store.views.waiting import Mine, awaits

NOBODY: Final = "-"
"""In the place of a person: nobody in particular."""


class Sort(StrEnum):
    """How the list is sorted; what has no value comes last, equals by reference."""

    CHANGED = "changed"  # last changed first
    DUE = "due"  # earliest open deadline first
    REF = "ref"
    STATE = "state"  # least advanced first
    END = "end"  # mandate that ends first
    AMOUNT = "amount"  # greatest yearly amount first


@dataclass(frozen=True, slots=True)
class Filters:
    """What to keep; an empty filter keeps everything.

    `kind`: files about services, unless another one or all ("") are asked for.
    `authority` and `structure` are ids. `late`: some open deadline is past. `ending`: the mandate of a file that has
    not ended does so within twelve months. `owed_by`: some open deadline is owed by one of these. `mine`: it waits for
    that person. `assignee`: that person (id) is in charge, NOBODY: nobody in particular is. Every word of `text`
    must begin one of the reference, the title, the documents' names, the theme (by its label in `theme_labels`) or the
    names of its authorities and structures; accents, case and ligatures do not count.
    """

    state: str = ""
    authority: str = ""
    structure: str = ""
    theme: str = ""
    workflow: str = ""
    kind: str = FileKind.SERVICE.value
    regime: str = ""
    late: bool | None = None
    ended: bool | None = None
    ending: bool = False
    owed_by: frozenset[str] = frozenset()
    mine: Mine | None = None
    assignee: str = ""
    text: str = ""
    theme_labels: Mapping[str, str] = field(default_factory=dict)


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


def year_after(day: date) -> date:
    """The same day twelve months later, 28 February for 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def list_files(
    connection: Connection, day: date, scope: Scope, filters: Filters, sort: Sort = Sort.CHANGED, number: int = 1
) -> Page[FileRow]:
    """Four queries: the count, the page, and the names of its authorities and structures."""
    kept = and_(sees(scope, files.c.id), *conditions(day, filters))
    total = connection.scalar(select(func.count()).select_from(files).where(kept)) or 0
    named = select(*_COLUMNS, people.c.name.label("in_charge")).outerjoin(people, people.c.id == files.c.assignee)
    query = cut(named.where(kept).order_by(*_ORDER[sort], files.c.ref), number)
    return Page(_rows(connection, day, query), total, max(1, number))


def conditions(day: date, filters: Filters) -> list[ColumnElement[bool]]:
    """The filters as conditions on `files`."""
    columns = (files.c.state, files.c.theme, files.c.workflow, files.c.regime)
    values = (filters.state, filters.theme, filters.workflow, filters.regime)
    found: list[ColumnElement[bool]] = [column == value for column, value in zip(columns, values, strict=True) if value]
    if filters.kind:
        found.append(of_kind(filters.kind))
    if filters.authority:
        found.append(has_authority(files.c.id, filters.authority))
    if filters.structure:
        found.append(has_structure(files.c.id, filters.structure))
    if filters.late is not None:
        is_late = files.c.id.in_(select(deadlines.c.file_id).where(OPEN, AWAITED, deadlines.c.due < day))
        found.append(is_late if filters.late else not_(is_late))
    if filters.ended is not None:
        found.append(files.c.ended == (true() if filters.ended else false()))
    if filters.ending:
        found += [files.c.ended == false(), files.c.mandate_end.between(day, year_after(day))]
    if filters.owed_by:
        owed = OPEN & deadlines.c.owed_by.in_(sorted(filters.owed_by))
        found.append(files.c.id.in_(select(deadlines.c.file_id).where(owed)))
    if filters.assignee:
        wanted = None if filters.assignee == NOBODY else filters.assignee
        found.append(files.c.assignee.is_(None) if wanted is None else files.c.assignee == wanted)
    if filters.mine is not None:
        found.append(awaits(files.c.id, day, filters.mine))
    return [*found, *mention(filters.text, filters.theme_labels)]


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
