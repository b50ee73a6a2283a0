"""What leaves (notices and mails), the clockwork and the door."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
TABLES = ("notices", "mails", "mail_notices", "job_run", "sign_in_links", "sessions", "accesses")


def upgrade() -> None:
    _notices()
    _mails()
    _mail_notices()
    _job_run()
    _sign_in_links()
    _sessions()
    _accesses()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("notice", sa.String(60), nullable=False),
        sa.Column("audience", sa.String(100), nullable=False),
        sa.Column("urgency", sa.String(8), nullable=False),
        sa.Column("file_id", sa.String(64), nullable=True),
        sa.Column("deadline_code", sa.String(60), nullable=False, server_default=""),
        sa.Column("occurrence", sa.String(64), nullable=False, server_default=""),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("send_on", sa.Date(), nullable=False),
        sa.Column("queued_at", INSTANT, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("why", sa.String(40), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_notices_file_id"),
        sa.UniqueConstraint("key", name="uq_notices_key"),
    )
    op.create_index("ix_notices_file_id", "notices", ["file_id"])
    op.create_index("ix_notices_waiting", "notices", ["status", "send_on"])


def _mails() -> None:
    op.create_table(
        "mails",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("message_id", sa.String(200), nullable=False),
        sa.Column("recipient_kind", sa.String(16), nullable=False),
        sa.Column("recipient_id", sa.String(64), nullable=False),
        sa.Column("to", sa.String(320), nullable=False),
        sa.Column("subject", sa.String(400), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("claimed_by", sa.String(64), nullable=False, server_default=""),
        sa.Column("claimed_at", INSTANT, nullable=True),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("answer", sa.String(400), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_mails"),
        sa.UniqueConstraint("key", name="uq_mails_key"),
        sa.UniqueConstraint("message_id", name="uq_mails_message_id"),
    )
    op.create_index("ix_mails_due", "mails", ["status", "next_at"])
    op.create_index("ix_mails_recipient_kind_mails_recipient_id", "mails", ["recipient_kind", "recipient_id"])


def _mail_notices() -> None:
    op.create_table(
        "mail_notices",
        sa.Column("mail_id", SERIAL, nullable=False),
        sa.Column("notice_id", SERIAL, nullable=False),
        sa.PrimaryKeyConstraint("mail_id", "notice_id", name="pk_mail_notices"),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"], name="fk_mail_notices_mail_id"),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_mail_notices_notice_id"),
    )
    op.create_index("ix_mail_notices_notice_id", "mail_notices", ["notice_id"])


def _job_run() -> None:
    op.create_table(
        "job_run",
        sa.Column("job", sa.String(40), nullable=False),
        sa.Column("slot", sa.String(32), nullable=False),
        sa.Column("owner", sa.String(80), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("outcome", sa.String(400), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("job", "slot", name="pk_job_run"),
    )


def _sign_in_links() -> None:
    op.create_table(
        "sign_in_links",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sign_in_links"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_sign_in_links_person_id"),
    )
    op.create_index("ix_sign_in_links_person_id", "sign_in_links", ["person_id"])


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("client", sa.String(200), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_sessions_person_id"),
    )
    op.create_index("ix_sessions_person_id", "sessions", ["person_id"])


def _accesses() -> None:
    op.create_table(
        "accesses",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("target", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accesses"),
    )
    op.create_index("ix_accesses_day", "accesses", ["day"])
    op.create_index("ix_accesses_target", "accesses", ["target"])
