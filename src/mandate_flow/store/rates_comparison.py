"""Compares the register of rates with what the events of its stream make, and the documents it was read in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from mandate_flow.domain.audit.chain import Finding
from mandate_flow.domain.event import Event
from mandate_flow.domain.rates import Rate
from mandate_flow.domain.rates.rate import NO_ROWS, STREAM, fold_rates
from mandate_flow.domain.said import said
from mandate_flow.store.rates import row_of
from mandate_flow.store.tables import rates
from mandate_flow.store.unit import Unit

_DIFFERENT: Final = said("Le registre des taux ne dit pas la même chose que son journal.")
_UNREADABLE: Final = said("Le registre des taux ne peut pas être lu.")
_CANNOT: Final = said("Cet événement ne peut pas suivre ceux qui le précèdent.")
_DAMAGED: Final = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)


def check_rates(unit: Unit) -> Iterator[Finding]:
    """Differences between the rows and what the events make."""
    made, seq = NO_ROWS, 0
    try:
        events: tuple[Event, ...] = unit.log.read(STREAM)
        for event in events:
            made, seq = fold_rates(made, event), event.seq
    except _DAMAGED:
        yield Finding(str(STREAM), seq, "outcome", _CANNOT)
        return
    yield from _different(unit.connection, made, seq)


def _different(connection: Connection, made: Mapping[str, Rate], version: int) -> Iterator[Finding]:
    try:
        stored = {row["id"]: dict(row) for row in connection.execute(select(rates)).mappings()}
    except (*_DAMAGED, DBAPIError):
        yield Finding("storage", 0, rates.name, _UNREADABLE)
        return
    if stored != {name: row_of(one) for name, one in made.items()}:
        yield Finding(str(STREAM), version, rates.name, _DIFFERENT)
