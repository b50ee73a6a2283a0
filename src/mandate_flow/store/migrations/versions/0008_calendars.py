"""The calendars of structures, authorities and the system, with their deadlines."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendars",
        sa.Column("owner_kind", sa.String(12), nullable=False),
        sa.Column("owner_id", sa.String(64), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("owner_kind", "owner_id", name="pk_calendars"),
    )
    op.create_table(
        "calendar_deadlines",
        sa.Column("owner_kind", sa.String(12), nullable=False),
        sa.Column("owner_id", sa.String(64), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("occurrence", sa.String(64), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("cadence", sa.String(40), nullable=False),
        sa.Column("owed_by", sa.String(16), nullable=False),
        sa.Column("next_reminder", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("owner_kind", "owner_id", "code", "occurrence", name="pk_calendar_deadlines"),
    )
    _partial("ix_calendar_deadlines_open_due", "due", "status = 'open'")
    _partial("ix_calendar_deadlines_reminder", "next_reminder", "status = 'open' AND next_reminder IS NOT NULL")


def downgrade() -> None:
    op.drop_table("calendar_deadlines")
    op.drop_table("calendars")


def _partial(name: str, column: str, where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, "calendar_deadlines", [column], sqlite_where=condition, postgresql_where=condition)
