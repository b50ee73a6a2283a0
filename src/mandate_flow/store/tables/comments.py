"""What is said beside files, as lists need it; the events are the truth, and the body of a file holds it too."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, String, Table, Text, text

from mandate_flow.store.tables.schema import Instant, metadata

_REMARK: Final = text("kind = 'remark'")

comments: Final = Table(
    "comments",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("file_id", String(64), ForeignKey("files.id"), nullable=False),
    Column("kind", String(12), nullable=False),  # comment, remark
    Column("actor", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Column("seq", Integer, nullable=False),  # of the event that told it
    Column("answers", String(64)),  # the comment it answers
    Column("settled", Boolean, nullable=False, server_default="0"),
    Column("withdrawn", Boolean, nullable=False, server_default="0"),
    Column("text", Text, nullable=False),
    Index(None, "file_id"),
    Index("ix_comments_remarks", "at", sqlite_where=_REMARK, postgresql_where=_REMARK),  # they are few
)

mentions: Final = Table(
    "mentions",
    metadata,
    Column("comment_id", String(64), ForeignKey("comments.id"), nullable=False),
    Column("person", String(64), nullable=False),
    Column("file_id", String(64), ForeignKey("files.id"), nullable=False),
    PrimaryKeyConstraint("comment_id", "person"),
    Index(None, "person"),
    Index(None, "file_id"),
)
"""Who is asked by name and has not answered yet; a row goes when it no longer waits."""
