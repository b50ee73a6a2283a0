"""The ledger of de minimis aid: grants, and the links that make one undertaking of several structures."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Index, String, Table, Text

from mandate_flow.store.tables.schema import metadata

aid: Final = Table(
    "aid",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("structure_id", String(64), ForeignKey("structures.id"), nullable=False),
    Column("regime", String(3), nullable=False),  # DM, SDM
    Column("cents", BigInteger, nullable=False),  # gross grant equivalent
    Column("granted_on", Date, nullable=False),
    Column("authority_id", String(64), ForeignKey("authorities.id")),
    Column("funder", String(200), nullable=False, server_default=""),  # when it is no registered authority
    Column("instrument", String(24), nullable=False),
    Column("in_kind", Boolean, nullable=False, server_default="0"),
    Column("source", String(12), nullable=False),  # hand, inventory, file
    Column("file_id", String(64), ForeignKey("files.id")),  # its stream then holds the event
    Column("sgei", String(400), nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Column("withdrawn", Boolean, nullable=False, server_default="0"),
    Index(None, "structure_id", "granted_on"),
    Index(None, "file_id"),
)

links: Final = Table(
    "links",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("structure_id", String(64), ForeignKey("structures.id"), nullable=False),  # its stream holds the event
    Column("left_id", String(64), nullable=False),  # a structure, or an authority that holds capital
    Column("right_id", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("share", String(12), nullable=False, server_default=""),  # percent of the capital
    Column("note", Text, nullable=False, server_default=""),
    Index(None, "structure_id"),
    Index(None, "left_id"),
    Index(None, "right_id"),
)
