"""What people are typing and have not recorded: private, and no part of the log."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, String, Table

from mandate_flow.store.tables.schema import Instant, metadata

drafts: Final = Table(
    "drafts",
    metadata,
    Column("person", String(64), ForeignKey("people.id"), nullable=False),
    Column("file_id", String(64), ForeignKey("files.id"), nullable=False),
    Column("form", String(120), nullable=False),  # which form of the file: its stage, year and meeting
    Column("version", Integer, nullable=False),  # that of the file it was typed upon
    Column("at", Instant, nullable=False),
    Column("typed", JSON, nullable=False),  # [[field, value], …], only what differs from what is recorded
    PrimaryKeyConstraint("person", "file_id", "form"),
    Index(None, "at"),
)
