"""How many files each filter would keep, under the other filters: counted by groups, never one value at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, func, select

from mandate_flow.store.tables import authorities, file_authorities, file_structures, files, people, structures
from mandate_flow.store.views.filters import NOBODY, Filters, conditions
from mandate_flow.store.views.names import Named
from mandate_flow.store.views.scope import Scope, sees
from mandate_flow.store.views.waiting import Mine

MOST_STRUCTURES: Final = 12


@dataclass(frozen=True, slots=True)
class Counted:
    """An organisation or a person and how many files it would leave."""

    what: Named
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts by value, each under all filters but its own; a value that keeps nothing is absent.

    `structures`: those with most files only. `late`, `ending`, `mine`: how many files would be left by each.
    """

    states: Mapping[str, int]
    themes: Mapping[str, int]
    regimes: Mapping[str, int]
    workflows: Mapping[str, int]
    people: tuple[Counted, ...]
    authorities: tuple[Counted, ...]
    structures: tuple[Counted, ...]
    late: int
    ending: int
    mine: int


def read_facets(connection: Connection, day: date, scope: Scope, filters: Filters, mine: Mine) -> Facets:
    """Seven queries, and one for each filter of a column that is set."""
    counts = _columns(connection, day, scope, filters)
    in_charge = counts.pop("assignee")
    return Facets(
        states=counts["state"],
        themes=counts["theme"],
        regimes=counts["regime"],
        workflows=counts["workflow"],
        people=_people(connection, in_charge),
        authorities=_authorities(connection, _kept(day, scope, replace(filters, authority=""))),
        structures=_structures(connection, _kept(day, scope, replace(filters, structure=""))),
        late=_count(connection, _kept(day, scope, replace(filters, late=True))),
        ending=_count(connection, _kept(day, scope, replace(filters, ending=True))),
        mine=_count(connection, _kept(day, scope, replace(filters, mine=mine))),
    )


_COLUMNS: Final[tuple[str, ...]] = ("state", "theme", "regime", "workflow", "assignee")


def _columns(connection: Connection, day: date, scope: Scope, filters: Filters) -> dict[str, Counter[str]]:
    """The columns that no filter holds are counted together, by one pass; each of the others by its own."""
    free = [name for name in _COLUMNS if not getattr(filters, name)]
    found: dict[str, Counter[str]] = {name: Counter() for name in _COLUMNS}
    for names in (free, *([name] for name in _COLUMNS if name not in free)):
        if not names:
            continue
        other: dict[str, Any] = dict.fromkeys(() if names is free else names, "")
        columns = [files.c[name] for name in names]
        grouped = select(*columns, func.count()).where(_kept(day, scope, replace(filters, **other)))
        for *values, count in connection.execute(grouped.group_by(*columns)):
            for name, value in zip(names, values, strict=True):
                found[name][value or ""] += count
    return found


def _kept(day: date, scope: Scope, filters: Filters) -> ColumnElement[bool]:
    return and_(sees(scope, files.c.id), *conditions(day, filters))


def _count(connection: Connection, kept: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(files).where(kept)) or 0


def _people(connection: Connection, counts: Counter[str]) -> tuple[Counted, ...]:
    """Those with most files first; whoever has left the register keeps their name; nobody comes last."""
    named = select(people.c.id, people.c.name).where(people.c.id.in_(sorted(one for one in counts if one)))
    names = {row.id: row.name for row in connection.execute(named)}
    ordered = sorted(((one, count) for one, count in counts.items() if one), key=lambda pair: (-pair[1], pair[0]))
    found = [Counted(Named(one, names.get(one, one)), count) for one, count in ordered]
    return (*found, Counted(Named(NOBODY, ""), counts[""])) if counts[""] else tuple(found)


def _authorities(connection: Connection, kept: ColumnElement[bool]) -> tuple[Counted, ...]:
    """Counted first and named then: names are read once an authority, not once a file."""
    of, total = file_authorities.c.authority_id, func.count().label("files")
    within = file_authorities.c.file_id.in_(select(files.c.id).where(kept))
    counts = select(of, total).where(within).group_by(of).subquery("counts")
    asked = (
        select(authorities.c.id, authorities.c.name, authorities.c.code, counts.c.files)
        .join(counts, counts.c.authority_id == authorities.c.id)
        .order_by(counts.c.files.desc(), authorities.c.fold)
    )
    return tuple(Counted(Named(row.id, row.name, row.code), row.files) for row in connection.execute(asked))


def _structures(connection: Connection, kept: ColumnElement[bool]) -> tuple[Counted, ...]:
    of, total = file_structures.c.structure_id, func.count().label("files")
    within = file_structures.c.file_id.in_(select(files.c.id).where(kept))
    most = select(of, total).where(within).group_by(of).order_by(total.desc(), of).limit(MOST_STRUCTURES)
    counts = most.subquery("counts")
    asked = (
        select(structures.c.id, structures.c.name, counts.c.files)
        .join(counts, counts.c.structure_id == structures.c.id)
        .order_by(counts.c.files.desc(), structures.c.fold)
    )
    return tuple(Counted(Named(row.id, row.name), row.files) for row in connection.execute(asked))
