"""Names of the authorities and structures of many files at once, in the order each file gives them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Connection, select

from mandate_flow.store.tables import authorities, file_authorities, file_structures, structures


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation as a page links to it; `code` is the INSEE code of a commune, else ""."""

    id: str
    name: str
    code: str = ""


Names: TypeAlias = Mapping[str, tuple[Named, ...]]
"""File id to the organisations of that file; a file without any is absent."""


def authorities_of(connection: Connection, file_ids: Collection[str]) -> Names:
    """One query whatever the number of files."""
    query = (
        select(file_authorities.c.file_id, authorities.c.id, authorities.c.name, authorities.c.code)
        .join(authorities, authorities.c.id == file_authorities.c.authority_id)
        .where(file_authorities.c.file_id.in_(sorted(set(file_ids))))
        .order_by(file_authorities.c.file_id, file_authorities.c.place)
    )
    return _grouped([(row.file_id, Named(row.id, row.name, row.code)) for row in connection.execute(query)])


def structures_of(connection: Connection, file_ids: Collection[str]) -> Names:
    """One query whatever the number of files."""
    query = (
        select(file_structures.c.file_id, structures.c.id, structures.c.name)
        .join(structures, structures.c.id == file_structures.c.structure_id)
        .where(file_structures.c.file_id.in_(sorted(set(file_ids))))
        .order_by(file_structures.c.file_id, file_structures.c.place)
    )
    return _grouped([(row.file_id, Named(row.id, row.name)) for row in connection.execute(query)])


def _grouped(pairs: list[tuple[str, Named]]) -> Names:
    found: dict[str, list[Named]] = defaultdict(list)
    for file_id, named in pairs:
        found[file_id].append(named)
    return {file_id: tuple(named) for file_id, named in found.items()}
