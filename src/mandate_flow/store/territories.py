"""The register of territories: rows for speed, made by the events of its one stream."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from mandate_flow.domain.errors import Stale, Unseen
from mandate_flow.domain.event import Draft, Event
from mandate_flow.domain.fold import fold
from mandate_flow.domain.territory import STREAM, Territory, changed, recorded, retired
from mandate_flow.store.log import Log
from mandate_flow.store.tables import territories, territory_communes


class Territories:
    """The register through one connection."""

    def __init__(self, connection: Connection, log: Log) -> None:
        self._connection = connection
        self._log = log

    def names(self) -> tuple[tuple[str, str], ...]:
        """(id, name) of those that are offered, by name."""
        query = select(territories.c.id, territories.c.name).where(territories.c.retired.is_(False))
        return tuple((row.id, row.name) for row in self._connection.execute(query.order_by(territories.c.fold)))

    def all(self, *, retired: bool = False) -> tuple[Territory, ...]:
        """Those that are offered, by name; the retired ones too when asked. Two queries."""
        query = select(territories).order_by(territories.c.fold, territories.c.id)
        if not retired:
            query = query.where(territories.c.retired.is_(False))
        rows = [dict(row) for row in self._connection.execute(query).mappings()]
        return tuple(territory_from(row, communes) for row, communes in _with_communes(self._connection, rows))

    def get(self, territory_id: str) -> Territory:
        """Raises Unseen, also when it is retired."""
        found = next((one for one in self.all() if one.id == territory_id), None)
        if found is None:
            raise Unseen
        return found

    def held(self) -> tuple[Territory, ...]:
        """Every territory that is offered, and nobody else writes any before this transaction ends."""
        self._log.hold(STREAM)
        return self.all()

    def record(self, given: Territory, *, actor: str, at: datetime, day: date) -> Territory:
        """Define a territory."""
        event = self._append(recorded(given), actor, at, day)
        made = replace(given, version=event.seq)
        self._connection.execute(insert(territories).values(row_of(made)))
        self._communes(made)
        return made

    def change(self, given: Territory, *, actor: str, at: datetime, day: date, expect: int | None = None) -> Territory:
        """Give a territory the fields of `given`; nothing is recorded when nothing differs. Raises Unseen, Stale."""
        before = self.get(given.id)
        if expect is not None and expect != before.version:
            raise Stale(
                "Ce territoire a été modifié par quelqu’un d’autre entre-temps.",
                do="Relisez-le, puis enregistrez de nouveau.",
            )
        draft = changed(before, given)
        if draft is None:
            return before
        made = replace(given, version=self._append(draft, actor, at, day).seq)
        self._rewrite(made)
        self._communes(made)
        return made

    def retire(self, territory_id: str, *, actor: str, at: datetime, day: date) -> None:
        """A territory is offered no more. Raises Unseen."""
        before = self.get(territory_id)
        event = self._append(retired(before), actor, at, day)
        self._rewrite(replace(before, retired=True, version=event.seq))

    def _rewrite(self, one: Territory) -> None:
        self._connection.execute(update(territories).where(territories.c.id == one.id).values(row_of(one)))

    def _communes(self, one: Territory) -> None:
        of = territory_communes
        self._connection.execute(delete(of).where(of.c.territory_id == one.id))
        rows = [{"territory_id": one.id, "authority_id": authority} for authority in sorted(one.communes)]
        if rows:
            self._connection.execute(insert(of), rows)

    def _append(self, draft: Draft, actor: str, at: datetime, day: date) -> Event:
        return self._log.append(STREAM, draft, actor=actor, at=at, day=day)


def row_of(one: Territory) -> dict[str, Any]:
    """The columns of a territory."""
    return {
        "id": one.id,
        "version": one.version,
        "name": one.name,
        "fold": fold(one.name),
        "retired": one.retired,
    }


def territory_from(row: Mapping[str, Any], communes: tuple[str, ...]) -> Territory:
    """The territory behind a row."""
    return Territory(row["id"], row["name"], communes, row["retired"], row["version"])


def _with_communes(
    connection: Connection, rows: Iterable[Mapping[str, Any]]
) -> Iterable[tuple[Mapping[str, Any], tuple[str, ...]]]:
    held: dict[str, list[str]] = {row["id"]: [] for row in rows}
    of = territory_communes.c
    for found in connection.execute(select(of.territory_id, of.authority_id).order_by(of.authority_id)):
        if found.territory_id in held:
            held[found.territory_id].append(found.authority_id)
    return [(row, tuple(held[row["id"]])) for row in rows]
