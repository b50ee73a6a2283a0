"""The views of the list of files that people keep under a name: preferences, of which no event tells."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table

from mandate_flow.store.tables.schema import Instant, metadata

saved_views: Final = Table(
    "saved_views",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("person_id", String(64), ForeignKey("people.id"), nullable=False),  # who saved it
    Column("name", String(60), nullable=False),
    Column("query", String(1000), nullable=False),  # the filters, as the address of the list has them
    Column("shared", Boolean, nullable=False, server_default="0"),
    Column("saved_at", Instant, nullable=False),
    Column("removed_at", Instant),  # it can be put back until its owner saves or removes another
    Index(None, "person_id"),
    Index(None, "shared"),
)

default_views: Final = Table(
    "default_views",
    metadata,
    Column("person_id", String(64), ForeignKey("people.id"), primary_key=True),
    Column("view_id", String(64), ForeignKey("saved_views.id"), nullable=False),
)
