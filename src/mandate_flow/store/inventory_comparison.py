"""Compares the lines that an authority's events make with the rows of its inventory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from mandate_flow.domain.audit.chain import Finding
from mandate_flow.domain.inventory import Line
from mandate_flow.domain.said import said
from mandate_flow.store.inventory import row_of
from mandate_flow.store.tables import inventory_lines

_DIFFERENT: Final = said("La ligne d’inventaire ne dit pas la même chose que son journal.")
_MISSING: Final = said("La ligne d’inventaire n’existe pas.")
_UNREADABLE: Final = said("L’inventaire ne peut pas être lu.")
_UNKNOWN: Final = said("Aucun événement n’a fait cette ligne d’inventaire.")


def different_lines(connection: Connection, made: Mapping[str, tuple[Mapping[str, Line], int]]) -> Iterator[Finding]:
    """Differences of some inventories; `made` gives, by authority id, the lines and the version of its stream."""
    query = select(inventory_lines).where(inventory_lines.c.authority_id.in_(made))
    try:
        stored = {row["id"]: dict(row) for row in connection.execute(query).mappings()}
    except (ValueError, TypeError, ArithmeticError, DBAPIError):
        yield Finding("storage", 0, inventory_lines.name, _UNREADABLE)
        return
    expected = {line.id: row_of(line) for lines, _ in made.values() for line in lines.values()}
    for line_id, row in stored.items():
        name, version = f"authority/{row['authority_id']}", made[row["authority_id"]][1]
        if line_id not in expected:
            yield Finding(name, version, f"inventory.{line_id}", _UNKNOWN)
    for line_id, wanted in expected.items():
        yield from _differences(line_id, wanted, stored.get(line_id), made[wanted["authority_id"]][1])


def _differences(
    line_id: str, wanted: Mapping[str, Any], found: Mapping[str, Any] | None, version: int
) -> Iterator[Finding]:
    name = f"authority/{wanted['authority_id']}"
    if found is None:
        yield Finding(name, version, f"inventory.{line_id}", _MISSING)
        return
    for column, value in wanted.items():
        if found[column] != value:
            yield Finding(name, version, f"inventory.{line_id}.{column}", _DIFFERENT)
