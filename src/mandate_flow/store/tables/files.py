"""Files: the state that events have made, with columns for what is filtered, sorted or summed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    literal_column,
    select,
    text,
)

from mandate_flow.domain.deadline import TO_KNOW
from mandate_flow.store.tables.schema import Instant, metadata

_ENDS: Final = {
    "sqlite": text("ended = 0 AND mandate_end IS NOT NULL"),
    "postgresql": text("NOT ended AND mandate_end IS NOT NULL"),
}

_SERVICE: Final = text("kind = 'service'")
_COUNTED: Final = ("kind", "state", "theme", "regime", "workflow", "assignee", "furthest_rank", "id")
_OTHER: Final = text("kind <> 'service'")

files: Final = Table(
    "files",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("ref", String(24), nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("kind", String(12), nullable=False, server_default="service"),  # service, path, mission
    Column("workflow", String(24), nullable=False),
    Column("workflow_version", Integer, nullable=False),
    Column("workflow_sha256", String(64), nullable=False),
    Column("state", String(40), nullable=False),
    Column("state_rank", Integer, nullable=False),
    Column("furthest_rank", Integer, nullable=False),  # most advanced stage ever reached
    Column("ended", Boolean, nullable=False, server_default="0"),
    Column("title", String(200), nullable=False),
    Column("fold", String(400), nullable=False),  # reference and title, folded: search
    Column("theme", String(40), nullable=False, server_default=""),
    Column("regime", String(24), nullable=False, server_default=""),
    Column("yearly_cents", BigInteger),
    Column("mandate_start", Date),
    Column("mandate_end", Date),
    Column("next_due", Date),  # earliest open deadline
    Column("opened_on", Date, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("demonstration", Boolean, nullable=False, server_default="0"),
    Column("renews", String(64)),  # the file it follows; each file has one follower at most
    Column("assignee", String(64)),  # who is in charge, None for nobody in particular
    Column("body", JSON, nullable=False),  # facts, documents, threads, proposals, deadlines: see store/body.py
    Index(None, "state", "next_due"),
    Index(None, "theme"),
    Index(None, "regime"),
    # Partial, as those of deadlines: without statistics a planner takes a yes or no for a choice among many.
    Index("ix_files_active_due", "next_due", sqlite_where=text("ended = 0"), postgresql_where=text("NOT ended")),
    # Everything the facets count by, so that they read no row: its body takes many times the room.
    Index("ix_files_active", *_COUNTED, sqlite_where=text("ended = 0"), postgresql_where=text("NOT ended")),
    Index("ix_files_active_changed", "changed_at", sqlite_where=text("ended = 0"), postgresql_where=text("NOT ended")),
    Index("ix_files_active_end", "mandate_end", sqlite_where=_ENDS["sqlite"], postgresql_where=_ENDS["postgresql"]),
    Index(None, "changed_at"),
    Index("ix_files_renews", "renews", unique=True),
    Index("ix_files_assignee", "assignee", sqlite_where=text("ended = 0"), postgresql_where=text("NOT ended")),
    Index("ix_files_reached", "furthest_rank", "ended", "id", sqlite_where=_SERVICE, postgresql_where=_SERVICE),
    Index("ix_files_other_kinds", "kind", sqlite_where=_OTHER, postgresql_where=_OTHER),  # they are few
)

file_authorities: Final = Table(
    "file_authorities",
    metadata,
    Column("file_id", String(64), ForeignKey("files.id"), nullable=False),
    Column("authority_id", String(64), ForeignKey("authorities.id"), nullable=False),
    Column("place", Integer, nullable=False),
    PrimaryKeyConstraint("file_id", "authority_id"),
    Index(None, "authority_id"),
)

file_structures: Final = Table(
    "file_structures",
    metadata,
    Column("file_id", String(64), ForeignKey("files.id"), nullable=False),
    Column("structure_id", String(64), ForeignKey("structures.id"), nullable=False),
    Column("place", Integer, nullable=False),
    PrimaryKeyConstraint("file_id", "structure_id"),
    Index(None, "structure_id"),
)

_OPEN: Final = text("status = 'open'")
_REMINDS: Final = text("status = 'open' AND next_reminder IS NOT NULL")

deadlines: Final = Table(
    "deadlines",
    metadata,
    Column("file_id", String(64), ForeignKey("files.id"), nullable=False),
    Column("code", String(60), nullable=False),
    Column("occurrence", String(64), nullable=False),
    Column("due", Date, nullable=False),
    Column("status", String(12), nullable=False),  # open, suspended, met, waived, cancelled
    Column("cadence", String(40), nullable=False),
    Column("owed_by", String(16), nullable=False),
    Column("next_reminder", Date),  # the next day a reminder is due, None when none is left
    PrimaryKeyConstraint("file_id", "code", "occurrence"),
    Index("ix_deadlines_open_due", "due", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_deadlines_reminder", "next_reminder", sqlite_where=_REMINDS, postgresql_where=_REMINDS),
)

proposals: Final = Table(
    "proposals",
    metadata,
    Column("file_id", String(64), ForeignKey("files.id"), nullable=False),
    Column("step", String(60), nullable=False),
    Column("occurrence", String(64), nullable=False),
    Column("actor", String(64), nullable=False),  # the first person
    Column("day", Date, nullable=False),
    Column("confirm_by", String(120), nullable=False, server_default=""),  # |agent|mission|: see `roles_text`
    PrimaryKeyConstraint("file_id", "step", "occurrence"),
)
"""The steps that wait for a second person; few, so that lists read them all."""


def roles_text(roles: Collection[str]) -> str:
    """Roles in a text in which each is found as |role|; "" when they are not known."""
    return "".join(f"|{one}" for one in sorted(roles)) + "|" if roles else ""


OPEN: Final = deadlines.c.status == literal_column("'open'")
"""An open deadline, in literal words: with a parameter SQLite would not see that the partial indexes apply."""

SERVICES: Final = files.c.kind == literal_column("'service'")
"""The files that are about a service, in the words of the partial index of how far they went."""

OTHER_KINDS: Final = select(files.c.id).where(files.c.kind != literal_column("'service'"))
"""The files that are not about a service, in the words of their partial index."""

AWAITED: Final = deadlines.c.cadence != literal_column(f"'{TO_KNOW}'")
"""A deadline that somebody has to meet, and so can be late with."""

references: Final = Table(
    "file_references",
    metadata,
    Column("prefix", String(16), primary_key=True),  # SIEG-2026
    Column("last", Integer, nullable=False),
)

payments: Final = Table(
    "payments",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("file_id", String(64), ForeignKey("files.id"), nullable=False),
    Column("authority_id", String(64), ForeignKey("authorities.id"), nullable=False),
    Column("year", String(4), nullable=False),  # the fiscal year it is for
    Column("kind", String(12), nullable=False),  # cash, in_kind
    Column("cents", BigInteger, nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("cancelled", Boolean, nullable=False, server_default="0"),
    Column("irregular", Boolean, nullable=False, server_default="0"),
    Index(None, "file_id"),
    Index(None, "authority_id", "year"),
)
"""What was paid, for sums; labels and reasons, which may name persons, stay in the body and the events."""

documents: Final = Table(
    "documents",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("file_id", String(64), ForeignKey("files.id"), nullable=False),
    Column("kind", String(60), nullable=False),
    Column("occurrence", String(64), nullable=False),
    Column("name", String(255), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("withdrawn", Boolean, nullable=False, server_default="0"),
    Index(None, "file_id"),
    Index(None, "sha256"),
)
