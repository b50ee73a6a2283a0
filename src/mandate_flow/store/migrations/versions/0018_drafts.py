"""What people are typing and have not recorded; nothing to fill, and nothing of it is kept on the way down."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("file_id", sa.String(64), nullable=False),
        sa.Column("form", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("person", "file_id", "form", name="pk_drafts"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_drafts_person"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_drafts_file_id"),
    )
    op.create_index("ix_drafts_at", "drafts", ["at"])


def downgrade() -> None:
    op.drop_table("drafts")
