"""The first tables: the log, the registers and the files."""

import sqlalchemy as sa
from alembic import op

from mandate_flow.store.triggers import drop_function

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
TABLES = (
    "events",
    "content",
    "event_values",
    "unsealed",
    "authorities",
    "structures",
    "people",
    "file_references",
    "files",
    "file_authorities",
    "file_structures",
    "deadlines",
    "documents",
)


def upgrade() -> None:
    _events()
    _content()
    _event_values()
    _unsealed()
    _authorities()
    _structures()
    _people()
    _file_references()
    _files()
    _file_authorities()
    _file_structures()
    _deadlines()
    _documents()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    drop_function(op.get_bind())


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("stream_kind", sa.String(16), nullable=False),
        sa.Column("stream_id", sa.String(64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("prev", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sa.UniqueConstraint("stream_kind", "stream_id", "seq", name="uq_events_stream_kind_stream_id_seq"),
    )
    op.create_index("ix_events_actor_events_at", "events", ["actor", "at"])
    op.create_index("ix_events_at", "events", ["at"])


def _content() -> None:
    op.create_table(
        "content",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_content"),
    )


def _event_values() -> None:
    op.create_table(
        "event_values",
        sa.Column("event_id", SERIAL, nullable=False),
        sa.Column("path", sa.String(160), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "path", name="pk_event_values"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_event_values_event_id"),
    )


def _unsealed() -> None:
    op.create_table(
        "unsealed",
        sa.Column("event_id", SERIAL, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_unsealed"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_unsealed_event_id"),
    )


def _authorities() -> None:
    op.create_table(
        "authorities",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("fold", sa.String(160), nullable=False),
        sa.Column("code", sa.String(5), nullable=False, server_default=""),
        sa.Column("siren", sa.String(9), nullable=False, server_default=""),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id", name="pk_authorities"),
    )
    op.create_index("ix_authorities_fold", "authorities", ["fold"])


def _structures() -> None:
    op.create_table(
        "structures",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("form", sa.String(20), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("fold", sa.String(200), nullable=False),
        sa.Column("siret", sa.String(14), nullable=False, server_default=""),
        sa.Column("rna", sa.String(10), nullable=False, server_default=""),
        sa.Column("email", sa.String(254), nullable=False, server_default=""),
        sa.Column("contact", sa.String(160), nullable=False, server_default=""),
        sa.Column("fiscal_year_end_month", sa.Integer(), nullable=False, server_default="12"),
        sa.Column("demonstration", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("retired", sa.Boolean(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id", name="pk_structures"),
    )
    op.create_index("ix_structures_fold", "structures", ["fold"])
    op.create_index("ix_structures_siret", "structures", ["siret"])


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("email_fold", sa.String(254), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("authority_id", sa.String(64), nullable=True),
        sa.Column("structure_id", sa.String(64), nullable=True),
        sa.Column("lang", sa.String(2), nullable=False, server_default="fr"),
        sa.Column("active", sa.Boolean(), nullable=False, server_default="1"),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.ForeignKeyConstraint(["authority_id"], ["authorities.id"], name="fk_people_authority_id"),
        sa.UniqueConstraint("email_fold", name="uq_people_email_fold"),
        sa.ForeignKeyConstraint(["structure_id"], ["structures.id"], name="fk_people_structure_id"),
    )


def _file_references() -> None:
    op.create_table(
        "file_references",
        sa.Column("prefix", sa.String(16), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", name="pk_file_references"),
    )


def _files() -> None:
    op.create_table(
        "files",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("ref", sa.String(24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("workflow", sa.String(24), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("workflow_sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("state_rank", sa.Integer(), nullable=False),
        sa.Column("furthest_rank", sa.Integer(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("fold", sa.String(400), nullable=False),
        sa.Column("theme", sa.String(40), nullable=False, server_default=""),
        sa.Column("regime", sa.String(24), nullable=False, server_default=""),
        sa.Column("yearly_cents", sa.BigInteger(), nullable=True),
        sa.Column("mandate_start", sa.Date(), nullable=True),
        sa.Column("mandate_end", sa.Date(), nullable=True),
        sa.Column("next_due", sa.Date(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
        sa.UniqueConstraint("ref", name="uq_files_ref"),
    )
    op.create_index("ix_files_changed_at", "files", ["changed_at"])
    active = {"sqlite_where": sa.text("ended = 0"), "postgresql_where": sa.text("NOT ended")}
    ends = {name: sa.text(f"{where.text} AND mandate_end IS NOT NULL") for name, where in active.items()}
    op.create_index("ix_files_active_due", "files", ["next_due"], **active)
    op.create_index("ix_files_active_end", "files", ["mandate_end"], **ends)
    op.create_index("ix_files_theme", "files", ["theme"])
    op.create_index("ix_files_state_files_next_due", "files", ["state", "next_due"])


def _file_authorities() -> None:
    op.create_table(
        "file_authorities",
        sa.Column("file_id", sa.String(64), nullable=False),
        sa.Column("authority_id", sa.String(64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("file_id", "authority_id", name="pk_file_authorities"),
        sa.ForeignKeyConstraint(["authority_id"], ["authorities.id"], name="fk_file_authorities_authority_id"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_file_authorities_file_id"),
    )
    op.create_index("ix_file_authorities_authority_id", "file_authorities", ["authority_id"])


def _file_structures() -> None:
    op.create_table(
        "file_structures",
        sa.Column("file_id", sa.String(64), nullable=False),
        sa.Column("structure_id", sa.String(64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("file_id", "structure_id", name="pk_file_structures"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_file_structures_file_id"),
        sa.ForeignKeyConstraint(["structure_id"], ["structures.id"], name="fk_file_structures_structure_id"),
    )
    op.create_index("ix_file_structures_structure_id", "file_structures", ["structure_id"])


def _deadlines() -> None:
    op.create_table(
        "deadlines",
        sa.Column("file_id", sa.String(64), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("occurrence", sa.String(64), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("cadence", sa.String(40), nullable=False),
        sa.Column("owed_by", sa.String(16), nullable=False),
        sa.Column("next_reminder", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("file_id", "code", "occurrence", name="pk_deadlines"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_deadlines_file_id"),
    )
    for name, column, where in (
        ("ix_deadlines_open_due", "due", "status = 'open'"),
        ("ix_deadlines_reminder", "next_reminder", "status = 'open' AND next_reminder IS NOT NULL"),
    ):
        op.create_index(name, "deadlines", [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("file_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("occurrence", sa.String(64), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_documents_file_id"),
    )
    op.create_index("ix_documents_file_id", "documents", ["file_id"])
    op.create_index("ix_documents_sha256", "documents", ["sha256"])
