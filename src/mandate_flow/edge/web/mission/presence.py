"""Who came to what: one row a commune, one column a meeting that was held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mandate_flow.domain.workflow.meetings import Meeting
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.language import _
from mandate_flow.edge.web.mission.calendar import kind_said
from mandate_flow.edge.web.paths import Mark, mark
from mandate_flow.service.mission import MissionPage


@dataclass(frozen=True, slots=True)
class Column:
    """A meeting held: its day in figures, what it was, and how many communes came."""

    short: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """A commune: at which meetings it was, how many in all, and where it stands on its own way."""

    name: str
    href: str
    present: tuple[bool, ...]
    count: int
    path: Mark


@dataclass(frozen=True, slots=True)
class Presence:
    """The table, and what it adds up to. `met`: communes that came at least once."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    met: int

    @property
    def of(self) -> int:
        """How many meetings were held."""
        return len(self.columns)

    @property
    def average(self) -> int:
        """Communes at a meeting, on average, rounded."""
        return round(sum(one.count for one in self.columns) / self.of) if self.of else 0


def presence(found: MissionPage, day: date, sort: str = "", only: str = "") -> Presence:
    """`sort`: "presence" puts those that came most first; `only`: "absentes" keeps those that never came."""
    held = [one for one in found.meetings if one.held(day)]
    rows = [_row(found, commune.id, commune.name, commune.code, held) for commune in found.communes]
    met = sum(row.count > 0 for row in rows)
    columns = tuple(
        Column(
            one.day.strftime("%d/%m/%y"),
            _("{what} du {day}", what=kind_said(found.definition, one), day=formats.long_day(one.day)),
            sum(row.present[place] for row in rows),
        )
        for place, one in enumerate(held)
    )
    if only == "absentes":
        rows = [row for row in rows if not row.count]
    if sort == "presence":
        rows.sort(key=lambda row: -row.count)
    return Presence(columns, tuple(rows), met)


def _row(found: MissionPage, authority: str, name: str, code: str, held: list[Meeting]) -> Row:
    there = tuple(authority in one.participants for one in held)
    return Row(name, f"/communes/{code}", there, sum(there), mark(found.labels, found.paths.get(authority)))
