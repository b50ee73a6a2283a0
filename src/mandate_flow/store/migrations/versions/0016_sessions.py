"""Sessions know how one came in and when one last proved to be oneself; codes, waits and flows of the door."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("sessions", sa.Column("confirmed_at", INSTANT, nullable=True))
    op.add_column("sessions", sa.Column("method", sa.String(8), nullable=False, server_default="link"))
    op.add_column("sessions", sa.Column("hint", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "confirmation_codes",
        sa.Column("session_hash", sa.String(64), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("session_hash", name="pk_confirmation_codes"),
    )
    op.create_table(
        "door_waits",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.Column("open_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_door_waits"),
    )
    op.create_index("ix_door_waits_last_at", "door_waits", ["last_at"])
    op.create_table(
        "sign_in_flows",
        sa.Column("state_hash", sa.String(64), nullable=False),
        sa.Column("then", sa.String(400), nullable=False, server_default=""),
        sa.Column("confirms", sa.String(64), nullable=False, server_default=""),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name="pk_sign_in_flows"),
    )


def downgrade() -> None:
    for table in ("sign_in_flows", "door_waits", "confirmation_codes"):
        op.drop_table(table)
    for column in ("hint", "method", "confirmed_at"):
        op.drop_column("sessions", column)
