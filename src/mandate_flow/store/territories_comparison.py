"""Compares the register of territories with what the events of its stream make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sqlalchemy.exc import DBAPIError

from mandate_flow.domain.audit.chain import Finding
from mandate_flow.domain.said import said
from mandate_flow.domain.territory import NO_TERRITORIES, STREAM, fold_territories
from mandate_flow.store.tables import territories
from mandate_flow.store.unit import Unit

_DIFFERENT: Final = said("Le registre des territoires ne dit pas la même chose que son journal.")
_UNREADABLE: Final = said("Le registre des territoires ne peut pas être lu.")
_CANNOT: Final = said("Cet événement ne peut pas suivre ceux qui le précèdent.")
_DAMAGED: Final = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)


def check_territories(unit: Unit) -> Iterator[Finding]:
    """Differences between the rows and what the events make."""
    made, seq = NO_TERRITORIES, 0
    try:
        for event in unit.log.read(STREAM):
            made, seq = fold_territories(made, event), event.seq
    except _DAMAGED:
        yield Finding(str(STREAM), seq, "outcome", _CANNOT)
        return
    try:
        stored = {one.id: one for one in unit.territories.all(retired=True)}
    except (*_DAMAGED, DBAPIError):
        yield Finding("storage", 0, territories.name, _UNREADABLE)
        return
    if stored != {name: replace(one, communes=tuple(sorted(one.communes))) for name, one in made.items()}:
        yield Finding(str(STREAM), seq, territories.name, _DIFFERENT)
