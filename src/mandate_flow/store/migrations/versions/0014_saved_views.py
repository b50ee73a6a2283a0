"""Views of the list of files that people keep under a name."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "saved_views",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("query", sa.String(1000), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("saved_at", instant, nullable=False),
        sa.Column("removed_at", instant),
        sa.PrimaryKeyConstraint("id", name="pk_saved_views"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_saved_views_person_id"),
    )
    op.create_index("ix_saved_views_person_id", "saved_views", ["person_id"])
    op.create_index("ix_saved_views_shared", "saved_views", ["shared"])
    op.create_table(
        "default_views",
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.Column("view_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_default_views"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_default_views_person_id"),
        sa.ForeignKeyConstraint(["view_id"], ["saved_views.id"], name="fk_default_views_view_id"),
    )


def downgrade() -> None:
    op.drop_table("default_views")
    op.drop_table("saved_views")
