"""Who is away, from when to when, and who stands in meanwhile."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("substitute_id", sa.String(64), nullable=True))
    op.add_column("people", sa.Column("away_since", sa.Date(), nullable=True))
    op.add_column("people", sa.Column("away_until", sa.Date(), nullable=True))
    op.create_index("ix_people_substitute_id", "people", ["substitute_id"])


def downgrade() -> None:
    op.drop_index("ix_people_substitute_id", "people")
    for column in ("away_until", "away_since", "substitute_id"):
        op.drop_column("people", column)
