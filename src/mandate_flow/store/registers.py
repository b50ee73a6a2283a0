"""The registers of authorities, structures and persons: rows for speed, made by generic events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Table, select, update
from sqlalchemy import insert as insert_into

from mandate_flow.domain.absence import Absence
from mandate_flow.domain.errors import NotFound, Stale, Unseen
from mandate_flow.domain.event import GENESIS, Draft, Event, Stream, StreamKind
from mandate_flow.domain.fold import fold
from mandate_flow.domain.people import SYSTEM, Person, Role
from mandate_flow.domain.register import (
    Authority,
    Member,
    Structure,
    away,
    back,
    changed,
    fold_member,
    kind_of,
    recorded,
    retired,
)
from mandate_flow.domain.said import said
from mandate_flow.store.log import Log
from mandate_flow.store.register_rows import (
    address_key,
    authority_from,
    member_from,
    person_from,
    row_of,
    structure_from,
)
from mandate_flow.store.search import index_member
from mandate_flow.store.tables import authorities, people, structures
from mandate_flow.store.wire import Wire

M = TypeVar("M", Authority, Structure, Person)

TABLES: Final[Mapping[StreamKind, Table]] = MappingProxyType(
    {StreamKind.AUTHORITY: authorities, StreamKind.STRUCTURE: structures, StreamKind.PERSON: people}
)
_NAMES: Final[Mapping[StreamKind, str]] = MappingProxyType(
    {
        StreamKind.AUTHORITY: said("Cette collectivité"),
        StreamKind.STRUCTURE: said("Cette structure"),
        StreamKind.PERSON: said("Cette personne"),
    }
)


class Registers:
    """The registers through one connection."""

    def __init__(self, connection: Connection, wire: Wire, log: Log) -> None:
        self._connection = connection
        self._wire = wire
        self._log = log

    def record(self, member: M, *, actor: str, at: datetime, day: date) -> M:
        """Enter a new member. Raises Stale when its id (or a person's address) is already there."""
        return self._write(member, None, recorded(member), actor, at, day)

    def change(self, member: M, *, actor: str, at: datetime, day: date, expect: int | None = None) -> M:
        """Give a member the fields of `member`; only what differs is recorded, nothing when nothing does.

        `expect` is the version the caller was looking at. Raises NotFound, Stale.
        """
        before, version = self._locked(kind_of(member), member.id)
        if expect is not None and expect != version:
            raise Stale(
                said("{member} a été modifiée par quelqu’un d’autre entre-temps.", member=_NAMES[kind_of(member)]),
                do="Rechargez la page, puis enregistrez de nouveau.",
            )
        draft = changed(before, member)
        return member if draft is None else self._write(member, before, draft, actor, at, day)

    def retire(self, kind: StreamKind, member_id: str, *, actor: str, at: datetime, day: date) -> None:
        """Take a member out of its register; what cites it stands. Raises NotFound."""
        before, _ = self._locked(kind, member_id)
        self._write(before, before, retired(), actor, at, day)

    def declare(self, person_id: str, absence: Absence | None, *, actor: str, at: datetime, day: date) -> Person:
        """A person is away, or with None is back. Raises NotFound."""
        before, _ = self._locked(StreamKind.PERSON, person_id)
        return self._write(before, before, away(absence) if absence else back(), actor, at, day)  # type: ignore[no-any-return]

    def substituted_by(self, person_id: str, day: date) -> tuple[Person, ...]:
        """The active persons for whom this one stands in that day."""
        asked = select(people).where(people.c.substitute_id == person_id, people.c.active)
        asked = asked.where(people.c.away_since <= day, people.c.away_until >= day).order_by(people.c.name)
        return tuple(person_from(dict(row)) for row in self._connection.execute(asked).mappings())

    def substitute_of(self, person_id: str, day: date) -> str:
        """Who stands in for that person that day (id), "" for nobody."""
        asked = select(people.c.substitute_id).where(people.c.id == person_id, people.c.active)
        asked = asked.where(people.c.away_since <= day, people.c.away_until >= day)
        return self._connection.execute(asked).scalar() or ""

    def away(self, day: date) -> tuple[Person, ...]:
        """The active persons who are away that day."""
        asked = select(people).where(people.c.substitute_id.is_not(None), people.c.active)
        asked = asked.where(people.c.away_since <= day, people.c.away_until >= day).order_by(people.c.name)
        return tuple(person_from(dict(row)) for row in self._connection.execute(asked).mappings())

    def authority(self, authority_id: str) -> Authority:
        """Raises NotFound."""
        return authority_from(self._row(StreamKind.AUTHORITY, authority_id))

    def authorities(self, *, retired: bool = False) -> tuple[Authority, ...]:
        """All authorities by name; the retired ones too when asked."""
        return tuple(map(authority_from, self._all(authorities, retired=retired)))

    def structure(self, structure_id: str) -> Structure:
        """Raises NotFound."""
        return structure_from(self._row(StreamKind.STRUCTURE, structure_id))

    def structures(self, *, retired: bool = False) -> tuple[Structure, ...]:
        """All structures by name; the retired ones too when asked."""
        return tuple(map(structure_from, self._all(structures, retired=retired)))

    def get_person(self, person_id: str) -> Person:
        """Raises NotFound."""
        return person_from(self._row(StreamKind.PERSON, person_id))

    def person_by_email(self, email: str) -> Person | None:
        """The person of that address, whatever its case; None when nobody has it."""
        row = (
            self._connection.execute(select(people).where(people.c.email_fold == address_key(email))).mappings().first()
        )
        return None if row is None else person_from(dict(row))

    def people(
        self, *, role: Role | None = None, authority: str = "", structure: str = "", active: bool = True
    ) -> tuple[Person, ...]:
        """Persons by name, of one role, authority or structure when given; the inactive ones too unless `active`."""
        asked = select(people).order_by(people.c.name, people.c.id)
        if active:
            asked = asked.where(people.c.active)
        if authority:
            asked = asked.where(people.c.authority_id == authority)
        if structure:
            asked = asked.where(people.c.structure_id == structure)
        found = (person_from(dict(row)) for row in self._connection.execute(asked).mappings())
        kept = (one for one in found if role is None or role in one.roles)
        return tuple(sorted(kept, key=lambda one: (fold(one.name), one.id)))

    def held_people(self) -> tuple[Person, ...]:
        """The active persons, held still until the transaction ends: what is decided of their number stays true."""
        asked = select(people).where(people.c.active).order_by(people.c.id).with_for_update()
        return tuple(person_from(dict(row)) for row in self._connection.execute(asked).mappings())

    def name_of(self, actor: str) -> str:
        """The name of whoever acted, as shown in a history; the id itself when nobody is known by it."""
        if actor == SYSTEM.id:
            return SYSTEM.name
        name = self._connection.execute(select(people.c.name).where(people.c.id == actor)).scalar()
        return actor if name is None else str(name)

    def rewrite(self, kind: StreamKind, member: Member, version: int, head: bytes) -> None:
        """Write a row again from its member, as an erasure does; the event is already in the log."""
        table = TABLES[kind]
        self._connection.execute(update(table).where(table.c.id == member.id).values(row_of(member, version, head)))

    def _write(self, member: M, before: Member | None, draft: Draft, actor: str, at: datetime, day: date) -> M:
        stream = Stream(kind_of(member), member.id)
        seq, prev = (0, GENESIS) if before is None else self._log.head(stream)
        placed = self._log.prepare(stream, draft, actor=actor, at=at, day=day, seq=seq + 1, prev=prev)
        self._log.send(placed)
        event: Event = placed.recorded()
        made = fold_member(before, event)
        if type(made) is not type(member):  # pragma: no cover - the stream's kind decides
            raise TypeError(f"{stream}: {type(made).__name__}")
        table, row = TABLES[stream.kind], row_of(made, event.seq, event.hash)
        if before is None:
            self._connection.execute(insert_into(table).values(row))
        else:
            self._connection.execute(update(table).where(table.c.id == member.id).values(row))
        index_member(self._wire, before, made)
        return made

    def _locked(self, kind: StreamKind, member_id: str) -> tuple[Any, int]:
        table = TABLES[kind]
        row = (
            self._connection.execute(select(table).where(table.c.id == member_id).with_for_update()).mappings().first()
        )
        if row is None:
            raise _unknown(kind)
        return member_from(kind, dict(row)), int(row["version"])

    def _row(self, kind: StreamKind, member_id: str) -> Mapping[str, Any]:
        table = TABLES[kind]
        row = self._connection.execute(select(table).where(table.c.id == member_id)).mappings().first()
        if row is None:
            raise _unknown(kind)
        return dict(row)

    def _all(self, table: Table, *, retired: bool) -> list[Mapping[str, Any]]:
        asked = select(table).order_by(table.c.fold, table.c.id)
        found = self._connection.execute(asked if retired else asked.where(~table.c.retired)).mappings()
        return [dict(row) for row in found]


def _unknown(kind: StreamKind) -> NotFound:
    if kind is StreamKind.PERSON:  # the register of persons is open to administrators alone
        return NotFound("Cette personne n’existe pas.", do="Choisissez dans la liste.")
    return Unseen()
