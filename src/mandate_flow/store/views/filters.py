"""What the list of files may keep, as conditions on the columns and indexes that answer them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, false, not_, select, true

from mandate_flow.domain.file import FileKind
from mandate_flow.store.tables import AWAITED, OPEN, deadlines, files
from mandate_flow.store.views.finding import mention
from mandate_flow.store.views.scope import has_authority, has_structure, in_territory, of_kind
from mandate_flow.store.views.waiting import Mine, awaits

NOBODY: Final = "-"
"""In the place of a person: nobody in particular."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What to keep; an empty filter keeps everything.

    `kind`: files about services, unless another one or all ("") are asked for. `authority`, `structure`
    and `territory` are ids. `ends_since`, `ends_until`: the mandate of a file that has not ended ends on such a day.
    `late`: some open deadline is past. `ending`: the mandate of a file that has not ended does so within twelve months.
    `owed_by`: some open deadline is owed by one of these. `mine`: it waits for that person. `assignee`: that person
    (id) is in charge, NOBODY: nobody in particular is. `refs`: these files alone.

    Every word of `text` must begin one of the reference, the title, the documents' names, the theme (by its label in
    `theme_labels`) or the names of its authorities and structures; accents, case and ligatures do not count.
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
    refs: tuple[str, ...] = ()
    territory: str = ""
    ends_since: date | None = None
    ends_until: date | None = None
    theme_labels: Mapping[str, str] = field(default_factory=dict)


def year_after(day: date) -> date:
    """The same day twelve months later, 28 February for 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def conditions(day: date, filters: Filters) -> list[ColumnElement[bool]]:
    """The filters as conditions on `files`."""
    found = [*_of_columns(filters), *_of_deadlines(day, filters)]
    if filters.authority:
        found.append(has_authority(files.c.id, filters.authority))
    if filters.structure:
        found.append(has_structure(files.c.id, filters.structure))
    if filters.territory:
        found.append(in_territory(files.c.id, filters.territory))
    if filters.mine is not None:
        found.append(awaits(files.c.id, day, filters.mine))
    return [*found, *mention(filters.text, filters.theme_labels)]


def _of_columns(filters: Filters) -> Iterator[ColumnElement[bool]]:
    columns = (files.c.state, files.c.theme, files.c.workflow, files.c.regime)
    values = (filters.state, filters.theme, filters.workflow, filters.regime)
    yield from (column == value for column, value in zip(columns, values, strict=True) if value)
    if filters.kind:
        yield of_kind(filters.kind)
    if filters.refs:
        yield files.c.ref.in_(filters.refs)
    if filters.assignee:
        yield files.c.assignee.is_(None) if filters.assignee == NOBODY else files.c.assignee == filters.assignee
    if filters.ended is not None:
        yield files.c.ended == (true() if filters.ended else false())


def _of_deadlines(day: date, filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.late is not None:
        is_late = files.c.id.in_(select(deadlines.c.file_id).where(OPEN, AWAITED, deadlines.c.due < day))
        yield is_late if filters.late else not_(is_late)
    if filters.ending:
        yield files.c.ended == false()
        yield files.c.mandate_end.between(day, year_after(day))
    if filters.ends_since or filters.ends_until:
        yield files.c.ended == false()
    if filters.ends_since:
        yield files.c.mandate_end >= filters.ends_since
    if filters.ends_until:
        yield files.c.mandate_end <= filters.ends_until
    if filters.owed_by:
        owed = OPEN & deadlines.c.owed_by.in_(sorted(filters.owed_by))
        yield files.c.id.in_(select(deadlines.c.file_id).where(owed))
