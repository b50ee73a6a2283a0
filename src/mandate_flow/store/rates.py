"""The register of reference rates: rows for speed, made by the events of its one stream."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update

from mandate_flow.domain.errors import NotFound, Stale
from mandate_flow.domain.event import Draft, Event
from mandate_flow.domain.rates import Published, Rate, RateBook, RateKind
from mandate_flow.domain.rates.rate import STREAM, corrected, recorded, retired
from mandate_flow.store.log import Log
from mandate_flow.store.tables import rates

PARTS: Final = Decimal("0.0001")
"""A rate is kept as a whole number of these parts of one percent."""


class Rates:
    """The register through one connection."""

    def __init__(self, connection: Connection, log: Log) -> None:
        self._connection = connection
        self._log = log

    def book(self) -> RateBook:
        """The rates that count."""
        return RateBook.of(self.all())

    def all(self) -> tuple[Rate, ...]:
        """Every rate ever recorded, the retired ones too, by kind, period and maturity."""
        asked = select(rates).order_by(rates.c.kind, rates.c.since, rates.c.maturity, rates.c.id)
        return tuple(rate_from(dict(row)) for row in self._connection.execute(asked).mappings())

    def get(self, rate_id: str) -> Rate:
        """Raises NotFound."""
        row = self._connection.execute(select(rates).where(rates.c.id == rate_id)).mappings().first()
        if row is None:
            raise NotFound("Ce taux n’est pas au registre.", do="Rechargez la page des taux.")
        return rate_from(dict(row))

    def held(self) -> tuple[Rate, ...]:
        """Every rate, and nobody else writes any before this transaction ends."""
        self._log.hold(STREAM)
        return self.all()

    def record(self, given: Iterable[Rate], *, actor: str, at: datetime, day: date) -> tuple[Rate, ...]:
        """Enter rates, in one event."""
        new = tuple(given)
        event = self._append(recorded(new), actor, at, day)
        made = tuple(replace(one, version=event.seq) for one in new)
        self._connection.execute(insert(rates), [row_of(one) for one in made])
        return made

    def correct(
        self, rate: Rate, reason: str, *, actor: str, at: datetime, day: date, expect: int | None = None
    ) -> Rate:
        """Give a rate the fields of `rate`; nothing is recorded when nothing differs. Raises NotFound, Stale."""
        before = self._expected(rate.id, expect)
        draft = corrected(before, rate, reason)
        if draft is None:
            return before
        event = self._append(draft, actor, at, day)
        return self._rewritten(replace(rate, version=event.seq))

    def retire(self, given: Iterable[Rate], reason: str, *, actor: str, at: datetime, day: date) -> None:
        """These rates no longer count; what used them stands."""
        gone = tuple(given)
        event = self._append(retired(gone, reason), actor, at, day)
        for one in gone:
            self._rewritten(replace(one, retired=True, version=event.seq))

    def _expected(self, rate_id: str, expect: int | None) -> Rate:
        before = self.get(rate_id)
        if expect is not None and expect != before.version:
            raise Stale(
                "Ce taux a été modifié par quelqu’un d’autre entre-temps.",
                do="Rechargez la page, puis enregistrez de nouveau.",
            )
        return before

    def _rewritten(self, rate: Rate) -> Rate:
        self._connection.execute(update(rates).where(rates.c.id == rate.id).values(row_of(rate)))
        return rate

    def _append(self, draft: Draft, actor: str, at: datetime, day: date) -> Event:
        return self._log.append(STREAM, draft, actor=actor, at=at, day=day)


def row_of(rate: Rate) -> dict[str, Any]:
    """The columns of a rate."""
    document = rate.document
    return {
        "id": rate.id,
        "version": rate.version,
        "kind": rate.kind.value,
        "currency": rate.currency,
        "since": rate.since,
        "until": rate.until,
        "maturity": rate.maturity,
        "parts": int(rate.rate / PARTS),
        "source": rate.source,
        "fictitious": rate.fictitious,
        "document": document.sha256 if document else None,
        "document_size": document.size if document else None,
        "document_type": document.media_type if document else None,
        "retired": rate.retired,
    }


def rate_from(row: Mapping[str, Any]) -> Rate:
    """The rate behind a row."""
    document = row["document"]
    return Rate(
        id=row["id"],
        kind=RateKind(row["kind"]),
        since=row["since"],
        until=row["until"],
        rate=(Decimal(row["parts"]) * PARTS).normalize(),
        source=row["source"],
        maturity=row["maturity"],
        currency=row["currency"],
        fictitious=row["fictitious"],
        document=Published(document, row["document_size"], row["document_type"]) if document else None,
        retired=row["retired"],
        version=row["version"],
    )
