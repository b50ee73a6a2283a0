"""The lines of inventories: rows for speed, made by the events of each authority's stream."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, true, update

from mandate_flow.domain.errors import NotFound, Stale
from mandate_flow.domain.event import Draft, Event, Stream, StreamKind
from mandate_flow.domain.inventory import Answer, Cover, Instrument, Line, Mandate
from mandate_flow.domain.inventory.line import changed, recorded, removed
from mandate_flow.domain.value import CENT
from mandate_flow.store.log import Log
from mandate_flow.store.tables import SERVICES, file_authorities, file_structures, files, inventory_lines, structures

MANDATED: Final = 3
"""The rank of the state "mandate": a file that never came so far entrusts nothing yet."""
_SAME: Final = ("id", "version", "name", "siret", "what", "granted_on", "since", "until", "act", "reasons", "note")


class Inventory:
    """The inventories through one connection."""

    def __init__(self, connection: Connection, log: Log) -> None:
        self._connection = connection
        self._log = log

    def record(self, authority: str, lines: Iterable[Line], *, actor: str, at: datetime, day: date) -> tuple[Line, ...]:
        """Enter lines of one authority, in one event."""
        given = tuple(lines)
        event = self._append(authority, recorded(given), actor, at, day)
        made = tuple(replace(one, authority=authority, version=event.seq) for one in given)
        self._connection.execute(insert(inventory_lines), [row_of(one) for one in made])
        return made

    def change(self, line: Line, *, actor: str, at: datetime, day: date, expect: int | None = None) -> Line:
        """Give a line the fields of `line`; nothing is recorded when nothing differs. Raises NotFound, Stale."""
        before = self._locked(line.id, expect)
        draft = changed(before, line)
        if draft is None:
            return before
        event = self._append(before.authority, draft, actor, at, day)
        made = replace(line, authority=before.authority, version=event.seq)
        self._connection.execute(update(inventory_lines).where(inventory_lines.c.id == made.id).values(row_of(made)))
        return made

    def remove(
        self, line_id: str, reason: str, *, actor: str, at: datetime, day: date, expect: int | None = None
    ) -> Line:
        """Take a line out; the log keeps it. Raises NotFound, Stale."""
        before = self._locked(line_id, expect)
        self._append(before.authority, removed(before, reason), actor, at, day)
        self._connection.execute(delete(inventory_lines).where(inventory_lines.c.id == line_id))
        return before

    def get(self, line_id: str) -> Line:
        """Raises NotFound."""
        return self._one(line_id, lock=False)

    def of_authority(self, authority: str) -> tuple[Line, ...]:
        """The lines of an authority, latest granted first."""
        return self._lines(inventory_lines.c.authority_id == authority)

    def all(self, *, since: date | None = None) -> tuple[Line, ...]:
        """The lines of every authority; those that gave nothing on `since` or later are left out."""
        if since is None:
            return self._lines(true())
        once = and_(inventory_lines.c.since.is_(None), inventory_lines.c.until.is_(None))
        running = or_(inventory_lines.c.until >= since, and_(~once, inventory_lines.c.until.is_(None)))
        return self._lines(or_(and_(once, inventory_lines.c.granted_on >= since), running))

    def covers(self, lines: Iterable[Line]) -> tuple[Cover, ...]:
        """The files that have reached the mandate and could hold what these lines give, with whom each binds.

        One holds a line that names it, or that goes to one of its structures.
        """
        some = list(lines)
        if not some:
            return ()
        named = {one.file for one in some if one.file}
        given = select(file_structures.c.file_id).where(
            file_structures.c.structure_id.in_({one.structure for one in some if one.structure})
        )
        reached = and_(SERVICES, files.c.furthest_rank >= MANDATED, or_(files.c.id.in_(named), files.c.id.in_(given)))
        wanted = select(files.c.id, files.c.ref, files.c.mandate_start, files.c.mandate_end).where(reached)
        by_file: dict[str, tuple[set[str], set[str]]] = {}
        for place, (table, column) in enumerate(
            (
                (file_authorities, file_authorities.c.authority_id),
                (file_structures, file_structures.c.structure_id),
            )
        ):
            query = select(table.c.file_id, column).join(files, files.c.id == table.c.file_id).where(reached)
            for file_id, other in self._connection.execute(query):
                by_file.setdefault(file_id, (set(), set()))[place].add(other)
        found = []
        for row in self._connection.execute(wanted):
            authorities, structures_ = by_file.get(row.id, (set(), set()))
            found.append(
                Cover(
                    row.id, row.ref, frozenset(authorities), frozenset(structures_), row.mandate_start, row.mandate_end
                )
            )
        return tuple(found)

    def references(self, ids: Iterable[str]) -> Mapping[str, str]:
        """The reference of each of these files."""
        wanted = select(files.c.id, files.c.ref).where(files.c.id.in_(sorted(set(ids))))
        return {row.id: row.ref for row in self._connection.execute(wanted)}

    def registered(self) -> tuple[tuple[str, str, str], ...]:
        """(id, name, SIRET) of every registered structure, retired ones too."""
        wanted = select(structures.c.id, structures.c.name, structures.c.siret).order_by(structures.c.fold)
        return tuple((row.id, row.name, row.siret) for row in self._connection.execute(wanted))

    def rewrite(self, lines: Iterable[Line]) -> None:
        """Write rows again from what events make, as an erasure does."""
        for one in lines:
            self._connection.execute(update(inventory_lines).where(inventory_lines.c.id == one.id).values(row_of(one)))

    def _append(self, authority: str, draft: Draft, actor: str, at: datetime, day: date) -> Event:
        return self._log.append(Stream(StreamKind.AUTHORITY, authority), draft, actor=actor, at=at, day=day)

    def _locked(self, line_id: str, expect: int | None) -> Line:
        found = self._one(line_id, lock=True)
        if expect is not None and expect != found.version:
            raise Stale(
                "Cette ligne d’inventaire a été modifiée par quelqu’un d’autre entre-temps.",
                why="Rien de ce que vous avez saisi n’a été enregistré.",
                do="Rechargez la page, puis recommencez.",
            )
        return found

    def _one(self, line_id: str, *, lock: bool) -> Line:
        asked = select(inventory_lines).where(inventory_lines.c.id == line_id)
        row = self._connection.execute(asked.with_for_update() if lock else asked).mappings().first()
        if row is None:
            raise NotFound("Cette ligne d’inventaire n’existe pas, ou plus.", do="Revenez à l’inventaire.")
        return line_from(row)

    def _lines(self, wanted: ColumnElement[bool]) -> tuple[Line, ...]:
        order = (inventory_lines.c.granted_on.desc(), inventory_lines.c.id)
        query = select(inventory_lines).where(wanted).order_by(*order)
        return tuple(line_from(row) for row in self._connection.execute(query).mappings())


def row_of(line: Line) -> dict[str, Any]:
    """The columns of a line's row."""
    return {name: getattr(line, name) for name in _SAME} | {
        "authority_id": line.authority,
        "structure_id": line.structure or None,
        "undertaking": line.undertaking,
        "instrument": line.instrument.value,
        "yearly_cents": int(line.yearly / CENT),
        "economic": line.economic.value,
        "own_need": line.own_need.value,
        "local": line.local.value,
        "mandate": line.mandate.value,
        "file_id": line.file or None,
    }


def line_from(row: Mapping[Any, Any]) -> Line:
    """The line behind a row; inverse of `row_of`."""
    return Line(
        **{name: row[name] for name in _SAME},
        authority=row["authority_id"],
        structure=row["structure_id"] or "",
        instrument=Instrument(row["instrument"]),
        yearly=Decimal(row["yearly_cents"]) * CENT,
        economic=Answer(row["economic"]),
        own_need=Answer(row["own_need"]),
        local=Answer(row["local"]),
        mandate=Mandate(row["mandate"]),
        file=row["file_id"] or "",
    )
