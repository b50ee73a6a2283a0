"""The reference rates: folded from the events of their stream, kept as rows for speed."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, Date, Integer, String, Table, Text

from mandate_flow.store.tables.schema import metadata

rates: Final = Table(
    "rates",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("kind", String(4), nullable=False),  # swap, base
    Column("currency", String(3), nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("maturity", Integer, nullable=False),  # whole years; 0 for a base rate
    Column("parts", Integer, nullable=False),  # ten-thousandths of one percent: 24500 is 2,45 %
    Column("source", Text, nullable=False),
    Column("fictitious", Boolean, nullable=False, server_default="0"),
    Column("document", String(64)),  # hex sha256
    Column("document_size", Integer),
    Column("document_type", String(80)),
    Column("retired", Boolean, nullable=False, server_default="0"),
)
