"""The clockwork and the door: runs of jobs, sign-in links, sessions, codes, waits, accesses."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, PrimaryKeyConstraint, String, Table, Text

from mandate_flow.store.tables.schema import Instant, Serial, metadata

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
    Column("confirmed_at", Instant),  # when the person last proved to be there: by signing in, or by a code
    Column("method", String(8), nullable=False, server_default="link"),  # link, oidc
    Column("hint", Text, nullable=False, server_default=""),  # what the provider wants to see again when one leaves
    Index(None, "person_id"),
)

confirmation_codes: Final = Table(
    "confirmation_codes",
    metadata,
    Column("session_hash", String(64), primary_key=True),  # one code at a time for a session
    Column("code_hash", String(64), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
)

door_waits: Final = Table(
    "door_waits",
    metadata,
    Column("key", String(64), primary_key=True),  # sha256 of what is counted and of whom: an address, a client
    Column("times", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("open_at", Instant, nullable=False),
    Index(None, "last_at"),
)

sign_in_flows: Final = Table(
    "sign_in_flows",
    metadata,
    Column("state_hash", String(64), primary_key=True),
    Column("then", String(400), nullable=False, server_default=""),
    Column("confirms", String(64), nullable=False, server_default=""),  # hash of the session to confirm; "": a sign-in
    Column("expires_at", Instant, nullable=False),
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
    Index(None, "what", "at"),
)
