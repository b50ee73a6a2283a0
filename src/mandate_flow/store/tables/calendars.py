"""Calendars: what structures, authorities and the system owe outside of files, as their events have made it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, Column, Date, Index, PrimaryKeyConstraint, String, Table, literal_column, text

from mandate_flow.domain.deadline import TO_KNOW
from mandate_flow.store.tables.schema import metadata

calendars: Final = Table(
    "calendars",
    metadata,
    Column("owner_kind", String(12), nullable=False),  # structure, authority, system
    Column("owner_id", String(64), nullable=False),
    Column("body", JSON, nullable=False),  # everything, traces included; nothing personal
    PrimaryKeyConstraint("owner_kind", "owner_id"),
)

_OPEN: Final = text("status = 'open'")
_REMINDS: Final = text("status = 'open' AND next_reminder IS NOT NULL")

calendar_deadlines: Final = Table(
    "calendar_deadlines",
    metadata,
    Column("owner_kind", String(12), nullable=False),
    Column("owner_id", String(64), nullable=False),
    Column("code", String(60), nullable=False),
    Column("occurrence", String(64), nullable=False),
    Column("due", Date, nullable=False),
    Column("status", String(12), nullable=False),  # open, met, cancelled
    Column("cadence", String(40), nullable=False),
    Column("owed_by", String(16), nullable=False),
    Column("next_reminder", Date),  # the next day a reminder is due, None when none is left
    PrimaryKeyConstraint("owner_kind", "owner_id", "code", "occurrence"),
    Index("ix_calendar_deadlines_open_due", "due", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_calendar_deadlines_reminder", "next_reminder", sqlite_where=_REMINDS, postgresql_where=_REMINDS),
)

CALENDAR_OPEN: Final = calendar_deadlines.c.status == literal_column("'open'")
"""As `OPEN` of files: literal, so that SQLite sees that the partial indexes apply."""

CALENDAR_AWAITED: Final = calendar_deadlines.c.cadence != literal_column(f"'{TO_KNOW}'")
"""A deadline that somebody has to meet, and so can be late with."""
