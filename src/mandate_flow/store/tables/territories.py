"""The territories: folded from the events of their stream, kept as rows that lists are narrowed by."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table

from mandate_flow.store.tables.schema import metadata

territories: Final = Table(
    "territories",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("name", String(160), nullable=False),
    Column("fold", String(160), nullable=False),
    Column("retired", Boolean, nullable=False, server_default="0"),
)

territory_communes: Final = Table(
    "territory_communes",
    metadata,
    Column("territory_id", String(64), ForeignKey("territories.id"), primary_key=True),
    Column("authority_id", String(64), ForeignKey("authorities.id"), primary_key=True),
)
