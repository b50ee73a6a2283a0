"""What leaves: notices are queued in the act’s transaction, mails are made from them at delivery."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, Column, Date, ForeignKey, Index, Integer, LargeBinary, PrimaryKeyConstraint, String, Table

from mandate_flow.store.tables.schema import Instant, Serial, metadata

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
