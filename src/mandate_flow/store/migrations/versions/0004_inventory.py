"""The inventory: what each authority already gives to structures."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inventory_lines",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("authority_id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("structure_id", sa.String(64), nullable=True),
        sa.Column("name", sa.String(200), nullable=False, server_default=""),
        sa.Column("siret", sa.String(14), nullable=False, server_default=""),
        sa.Column("undertaking", sa.String(220), nullable=False),
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column("instrument", sa.String(12), nullable=False),
        sa.Column("yearly_cents", sa.BigInteger(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("economic", sa.String(7), nullable=False),
        sa.Column("own_need", sa.String(7), nullable=False),
        sa.Column("local", sa.String(7), nullable=False),
        sa.Column("mandate", sa.String(5), nullable=False),
        sa.Column("file_id", sa.String(64), nullable=True),
        sa.Column("act", sa.String(200), nullable=False, server_default=""),
        sa.Column("reasons", sa.Text(), nullable=False, server_default=""),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_inventory_lines"),
        sa.ForeignKeyConstraint(["authority_id"], ["authorities.id"], name="fk_inventory_lines_authority_id"),
        sa.ForeignKeyConstraint(["structure_id"], ["structures.id"], name="fk_inventory_lines_structure_id"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_inventory_lines_file_id"),
    )
    op.create_index("ix_inventory_lines_authority_id", "inventory_lines", ["authority_id"])
    op.create_index("ix_inventory_lines_undertaking", "inventory_lines", ["undertaking"])
    op.create_index("ix_inventory_lines_file_id", "inventory_lines", ["file_id"])


def downgrade() -> None:
    op.drop_table("inventory_lines")
