"""The ledger of de minimis aid and the links between structures."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _aid()
    _links()


def downgrade() -> None:
    op.drop_table("links")
    op.drop_table("aid")


def _aid() -> None:
    op.create_table(
        "aid",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("structure_id", sa.String(64), nullable=False),
        sa.Column("regime", sa.String(3), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("authority_id", sa.String(64), nullable=True),
        sa.Column("funder", sa.String(200), nullable=False, server_default=""),
        sa.Column("instrument", sa.String(24), nullable=False),
        sa.Column("in_kind", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("source", sa.String(12), nullable=False),
        sa.Column("file_id", sa.String(64), nullable=True),
        sa.Column("sgei", sa.String(400), nullable=False, server_default=""),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id", name="pk_aid"),
        sa.ForeignKeyConstraint(["structure_id"], ["structures.id"], name="fk_aid_structure_id"),
        sa.ForeignKeyConstraint(["authority_id"], ["authorities.id"], name="fk_aid_authority_id"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_aid_file_id"),
    )
    op.create_index("ix_aid_structure_id_aid_granted_on", "aid", ["structure_id", "granted_on"])
    op.create_index("ix_aid_file_id", "aid", ["file_id"])


def _links() -> None:
    op.create_table(
        "links",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("structure_id", sa.String(64), nullable=False),
        sa.Column("left_id", sa.String(64), nullable=False),
        sa.Column("right_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("share", sa.String(12), nullable=False, server_default=""),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
        sa.ForeignKeyConstraint(["structure_id"], ["structures.id"], name="fk_links_structure_id"),
    )
    for column in ("structure_id", "left_id", "right_id"):
        op.create_index(f"ix_links_{column}", "links", [column])
