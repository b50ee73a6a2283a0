"""The log, append-only (triggers refuse UPDATE, DELETE, TRUNCATE, REPLACE), and what stands beside it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from mandate_flow.store.tables.schema import Instant, Serial, metadata

events: Final = Table(
    "events",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("stream_kind", String(16), nullable=False),
    Column("stream_id", String(64), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("action", String(40), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Column("day", Date, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("prev", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("stream_kind", "stream_id", "seq"),
    Index(None, "at"),
    Index(None, "actor", "at"),
)

content: Final = Table(
    "content",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),  # workflow, law, template
    Column("name", String(80), nullable=False),
    Column("version", String(40), nullable=False),
    Column("bytes", LargeBinary, nullable=False),
)

event_values: Final = Table(
    "event_values",
    metadata,
    Column("event_id", Serial, ForeignKey("events.id"), nullable=False),
    Column("path", String(160), nullable=False),  # JSON pointer into the outcome
    Column("salt", LargeBinary, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("event_id", "path"),
)

unsealed: Final = Table(
    "unsealed", metadata, Column("event_id", Serial, ForeignKey("events.id"), primary_key=True, autoincrement=False)
)
