"""Every table of the product, as SQLAlchemy Core; `migrations/` builds exactly these."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    literal_column,
    text,
)

from mandate_flow.domain.deadline import TO_KNOW

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
Serial: Final = BigInteger().with_variant(Integer, "sqlite")


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant, in and out; SQLite keeps it as naive UTC text that sorts by time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else _utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else _utc(value)


def _utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# --- the log: append-only (triggers refuse UPDATE, DELETE, TRUNCATE, REPLACE) ---------------------------------------

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

# --- beside the log: what may be erased, what waits to be sealed ------------------------------------------------------

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

# --- registers: folded from generic events, kept as rows for speed ----------------------------------------------------

authorities: Final = Table(
    "authorities",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("kind", String(20), nullable=False),  # commune, metropole, departement, region, state
    Column("name", String(160), nullable=False),
    Column("fold", String(160), nullable=False),  # name without case, accents, ligatures: sorting and search
    Column("code", String(5), nullable=False, server_default=""),  # INSEE code of a commune
    Column("siren", String(9), nullable=False, server_default=""),
    Column("population", Integer),
    Column("retired", Boolean, nullable=False, server_default="0"),
    Index(None, "fold"),
)

structures: Final = Table(
    "structures",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("form", String(20), nullable=False),  # association, scic, scop, foundation, company
    Column("name", String(200), nullable=False),
    Column("fold", String(200), nullable=False),
    Column("siret", String(14), nullable=False, server_default=""),
    Column("rna", String(10), nullable=False, server_default=""),
    Column("email", String(254), nullable=False, server_default=""),
    Column("contact", String(160), nullable=False, server_default=""),
    Column("fiscal_year_end_month", Integer, nullable=False, server_default="12"),
    Column("demonstration", Boolean, nullable=False, server_default="0"),
    Column("retired", Boolean, nullable=False, server_default="0"),
    Index(None, "fold"),
    Index(None, "siret"),
)

people: Final = Table(
    "people",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("name", String(160), nullable=False),
    Column("email", String(254), nullable=False),
    Column("email_fold", String(254), nullable=False, unique=True),
    Column("roles", JSON, nullable=False),
    Column("authority_id", String(64), ForeignKey("authorities.id")),
    Column("structure_id", String(64), ForeignKey("structures.id")),
    Column("lang", String(2), nullable=False, server_default="fr"),
    Column("active", Boolean, nullable=False, server_default="1"),
)

# --- files: the state that events have made, with columns for what is filtered, sorted or summed ----------------------

_ENDS: Final = {
    "sqlite": text("ended = 0 AND mandate_end IS NOT NULL"),
    "postgresql": text("NOT ended AND mandate_end IS NOT NULL"),
}

files: Final = Table(
    "files",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("ref", String(24), nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),
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
    Column("body", JSON, nullable=False),  # facts, documents, controls, proposals, deadlines: see store/body.py
    Index(None, "state", "next_due"),
    Index(None, "theme"),
    # Partial, as those of deadlines: without statistics a planner takes a yes or no for a choice among many.
    Index("ix_files_active_due", "next_due", sqlite_where=text("ended = 0"), postgresql_where=text("NOT ended")),
    Index("ix_files_active_end", "mandate_end", sqlite_where=_ENDS["sqlite"], postgresql_where=_ENDS["postgresql"]),
    Index(None, "changed_at"),
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
    Column("status", String(12), nullable=False),  # open, met, cancelled
    Column("cadence", String(40), nullable=False),
    Column("owed_by", String(16), nullable=False),
    Column("next_reminder", Date),  # the next day a reminder is due, None when none is left
    PrimaryKeyConstraint("file_id", "code", "occurrence"),
    Index("ix_deadlines_open_due", "due", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_deadlines_reminder", "next_reminder", sqlite_where=_REMINDS, postgresql_where=_REMINDS),
)

OPEN: Final = deadlines.c.status == literal_column("'open'")
"""An open deadline, in literal words: with a parameter SQLite would not see that the partial indexes apply."""

AWAITED: Final = deadlines.c.cadence != literal_column(f"'{TO_KNOW}'")
"""A deadline that somebody has to meet, and so can be late with."""

references: Final = Table(
    "file_references",
    metadata,
    Column("prefix", String(16), primary_key=True),  # SIEG-2026
    Column("last", Integer, nullable=False),
)

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

# --- what leaves: notices are queued in the act's transaction, mails are made from them at delivery -------------------

notices: Final = Table(
    "notices",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("key", String(200), nullable=False, unique=True),  # makes queueing idempotent
    Column("notice", String(60), nullable=False),  # its name in notifications/notices.yaml
    Column("audience", String(100), nullable=False),  # structure:<id>, authority:<id>, role:<role>, person:<id>
    Column("urgency", String(8), nullable=False),  # now, daily
    Column("file_id", String(64), ForeignKey("files.id")),
    Column("deadline_code", String(60), nullable=False, server_default=""),
    Column("occurrence", String(64), nullable=False, server_default=""),
    Column("data", JSON, nullable=False),
    Column("send_on", Date, nullable=False),
    Column("queued_at", Instant, nullable=False),
    Column("status", String(8), nullable=False),  # waiting, mailed, dropped
    Column("why", String(40), nullable=False, server_default=""),  # why dropped: met, no-address, ended ...
    Index("ix_notices_waiting", "status", "send_on"),
    Index(None, "file_id"),
)

mails: Final = Table(
    "mails",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("key", String(200), nullable=False, unique=True),  # person, day, urgency, number
    Column("message_id", String(200), nullable=False, unique=True),
    Column("recipient_kind", String(16), nullable=False),  # person, structure
    Column("recipient_id", String(64), nullable=False),
    Column("to", String(320), nullable=False),
    Column("subject", String(400), nullable=False),
    Column("bytes", LargeBinary, nullable=False),  # frozen when made
    Column("sha256", String(64), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("status", String(8), nullable=False),  # queued, claimed, sent, kept, failed
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", Instant, nullable=False),
    Column("claimed_by", String(64), nullable=False, server_default=""),
    Column("claimed_at", Instant),
    Column("sent_at", Instant),
    Column("answer", String(400), nullable=False, server_default=""),  # the server's last words
    Index("ix_mails_due", "status", "next_at"),
    Index(None, "recipient_kind", "recipient_id"),
)

mail_notices: Final = Table(
    "mail_notices",
    metadata,
    Column("mail_id", Serial, ForeignKey("mails.id"), nullable=False),
    Column("notice_id", Serial, ForeignKey("notices.id"), nullable=False),
    PrimaryKeyConstraint("mail_id", "notice_id"),
    Index(None, "notice_id"),
)

# --- the clockwork and the door ---------------------------------------------------------------------------------------

job_run: Final = Table(
    "job_run",
    metadata,
    Column("job", String(40), nullable=False),
    Column("slot", String(32), nullable=False),
    Column("owner", String(80), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Column("outcome", String(400), nullable=False, server_default=""),
    PrimaryKeyConstraint("job", "slot"),
)

sign_in_links: Final = Table(
    "sign_in_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("person_id", String(64), ForeignKey("people.id"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Index(None, "person_id"),
)

sessions: Final = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("person_id", String(64), ForeignKey("people.id"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("client", String(200), nullable=False, server_default=""),
    Index(None, "person_id"),
)

accesses: Final = Table(
    "accesses",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("day", Date, nullable=False),
    Column("person_id", String(64), nullable=False),
    Column("what", String(40), nullable=False),  # file:read, document:downloaded, log:verified ...
    Column("target", String(120), nullable=False),
    Index(None, "day"),
    Index(None, "target"),
)
