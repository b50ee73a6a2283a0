"""The ledger of de minimis aid through one connection: read, locked, written with its event."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, or_, select, true

from mandate_flow.domain.deminimis import Entries, Grant, Ledger, Verdict
from mandate_flow.domain.deminimis import entries as written
from mandate_flow.domain.deminimis.window import DECEMBER
from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.event import Draft, Event, Stream, StreamKind
from mandate_flow.domain.undertaking import Link, component
from mandate_flow.store import aid_rows, tables
from mandate_flow.store.log import Log
from mandate_flow.store.wire import Wire

_MOST: Final = 20
"""How often links are followed before giving up: nobody holds anybody through more hands."""


class AidLedger:
    """Grants and links. Whoever writes a grant asks for `locked` first, and judges by what it gives."""

    def __init__(self, connection: Connection, wire: Wire, log: Log) -> None:
        self._connection = connection
        self._wire = wire
        self._log = log

    def of(self, structures: Collection[str]) -> tuple[Grant, ...]:
        """Their grants, the withdrawn ones too, by day."""
        return self._grants(tables.aid.c.structure_id.in_(structures))

    def by(self, authority: str) -> tuple[Grant, ...]:
        """The grants of an authority, the withdrawn ones too, by day."""
        return self._grants(tables.aid.c.authority_id == authority)

    def every(self) -> tuple[Grant, ...]:
        """All grants, the withdrawn ones too, by day."""
        return self._grants(true())

    def grant(self, grant_id: str) -> Grant:
        """Raises NotFound."""
        query = select(tables.aid).where(tables.aid.c.id == grant_id)
        row = self._connection.execute(query).mappings().one_or_none()
        if row is None:
            raise NotFound("Cette aide n’est pas au registre.", do="Rechargez la page.")
        return aid_rows.grant_from(dict(row))

    def links(self, structures: Collection[str]) -> tuple[Link, ...]:
        """The links of any day that touch these structures or authorities."""
        table = tables.links
        touching = or_(table.c.left_id.in_(structures), table.c.right_id.in_(structures))
        query = select(table).where(touching).order_by(table.c.since, table.c.id)
        return tuple(aid_rows.link_from(dict(row)) for row in self._connection.execute(query).mappings())

    def link(self, link_id: str) -> Link:
        """Raises NotFound."""
        row = self._connection.execute(select(tables.links).where(tables.links.c.id == link_id)).mappings().first()
        if row is None:
            raise NotFound("Ce lien n’est pas déclaré.", do="Rechargez la page.")
        return aid_rows.link_from(dict(row))

    def refs(self, file_ids: Collection[str]) -> dict[str, str]:
        """The references of files by id."""
        files = tables.files
        rows = self._connection.execute(select(files.c.id, files.c.ref).where(files.c.id.in_(file_ids)))
        return {str(file_id): str(ref) for file_id, ref in rows}

    def ledger(self, structure: str) -> Ledger:
        """All that is known of a structure and of those ever linked with it."""
        links = self._linked(structure)
        month = self._connection.scalar(
            select(tables.structures.c.fiscal_year_end_month).where(tables.structures.c.id == structure)
        )
        return Ledger(structure, self.of(component(links, structure)), links, int(month or DECEMBER))

    def locked(self, structure: str) -> Ledger:
        """The same, and nobody else grants to any of them, or links them to others, before this transaction ends."""
        if self._wire.sqlite:
            return self.ledger(structure)
        held: tuple[str, ...] = ()
        members = component(self._linked(structure), structure)
        while held != members:  # a link declared while waiting brings in others: let go, and take all in order again
            turn = self._connection.begin_nested()
            self.lock(members)
            held, members = members, component(self._linked(structure), structure)
            (turn.commit if held == members else turn.rollback)()
        return self.ledger(structure)

    def lock(self, structures: Collection[str]) -> None:
        """Take turns over these structures, in the order of their ids. SQLite has one writer at a time anyway."""
        if self._wire.sqlite:
            return
        ids = tables.structures.c.id
        self._connection.execute(select(ids).where(ids.in_(sorted(structures))).order_by(ids).with_for_update())

    def record(self, grant: Grant, verdict: Verdict, *, actor: str, at: datetime, day: date) -> Event:
        """Write a grant in the journal of its structure and in the ledger, with the figures it was judged by."""
        event = self._told(grant.structure, written.recorded(grant, verdict), actor, at, day)
        aid_rows.write_grant(self._wire, grant)
        return event

    def withdraw(self, grant: Grant, reason: str, *, actor: str, at: datetime, day: date) -> Event:
        """A grant written in its structure's journal counts no more; that of a file goes through `Files.record`."""
        event = self._told(grant.structure, written.withdrawn(grant, reason), actor, at, day)
        aid_rows.withdraw(self._wire, grant.id)
        return event

    def declare(self, link: Link, *, actor: str, at: datetime, day: date) -> Event:
        """Write a link."""
        event = self._told(link.home, written.declared(link), actor, at, day)
        aid_rows.write_link(self._wire, link)
        return event

    def end(self, link: Link, until: date, reason: str, *, actor: str, at: datetime, day: date) -> Event:
        """A link ends; `until` is its last day."""
        draft = written.ended(link, until, reason)
        event = self._told(link.home, draft, actor, at, day)
        aid_rows.write_link(self._wire, _until(link, until))
        return event

    def rewrite(self, entries: Entries) -> None:
        """Write rows again from what the events of a stream make, as an erasure does."""
        for grant in entries.grants.values():
            aid_rows.write_grant(self._wire, grant)
        for link in entries.links.values():
            aid_rows.write_link(self._wire, link)

    def _grants(self, wanted: ColumnElement[bool]) -> tuple[Grant, ...]:
        query = select(tables.aid).where(wanted).order_by(tables.aid.c.granted_on, tables.aid.c.id)
        return tuple(aid_rows.grant_from(dict(row)) for row in self._connection.execute(query).mappings())

    def _told(self, structure: str, draft: Draft, actor: str, at: datetime, day: date) -> Event:
        return self._log.append(Stream(StreamKind.STRUCTURE, structure), draft, actor=actor, at=at, day=day)

    def _linked(self, structure: str) -> tuple[Link, ...]:
        """The links of all that were ever joined with the structure, one look for each length of chain."""
        members: tuple[str, ...] = (structure,)
        links: tuple[Link, ...] = ()
        for _ in range(_MOST):
            links = self.links(members)
            found = component(links, structure)
            if found == members:
                break
            members = found
        return links


def _until(link: Link, until: date) -> Link:
    return Link(link.id, link.left, link.right, link.kind, link.since, until, link.note, link.share)
