"""The inventory: what each authority already gives, a line a row, made by the events of its stream."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from mandate_flow.store.tables.schema import metadata

inventory_lines: Final = Table(
    "inventory_lines",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("authority_id", String(64), ForeignKey("authorities.id"), nullable=False),
    Column("version", Integer, nullable=False),  # seq of the last event about this line
    Column("structure_id", String(64), ForeignKey("structures.id")),
    Column("name", String(200), nullable=False, server_default=""),  # as typed, of one that is not registered
    Column("siret", String(14), nullable=False, server_default=""),
    Column("undertaking", String(220), nullable=False),  # who receives, as totals tell it
    Column("what", String(200), nullable=False),
    Column("instrument", String(12), nullable=False),
    Column("yearly_cents", BigInteger, nullable=False),
    Column("granted_on", Date, nullable=False),
    Column("since", Date),
    Column("until", Date),
    Column("economic", String(7), nullable=False),
    Column("own_need", String(7), nullable=False),
    Column("local", String(7), nullable=False),
    Column("mandate", String(5), nullable=False),
    Column("file_id", String(64), ForeignKey("files.id")),
    Column("act", String(200), nullable=False, server_default=""),
    Column("reasons", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Index(None, "authority_id"),
    Index(None, "undertaking"),
    Index(None, "file_id"),
)
