"""Indexes of all that the list of files and the dashboard count by, so that counting reads few rows."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

COUNTED = ("kind", "state", "theme", "regime", "workflow", "assignee", "furthest_rank", "id")
ACTIVE = {"sqlite_where": sa.text("ended = 0"), "postgresql_where": sa.text("NOT ended")}
SERVICE = sa.text("kind = 'service'")


def upgrade() -> None:
    op.create_index("ix_files_active", "files", [*COUNTED], **ACTIVE)
    op.create_index(
        "ix_files_reached", "files", ["furthest_rank", "ended", "id"], sqlite_where=SERVICE, postgresql_where=SERVICE
    )
    op.drop_index("ix_files_assignee", "files")
    op.create_index("ix_files_assignee", "files", ["assignee"], **ACTIVE)


def downgrade() -> None:
    op.drop_index("ix_files_assignee", "files")
    op.create_index("ix_files_assignee", "files", ["assignee"])
    op.drop_index("ix_files_reached", "files")
    op.drop_index("ix_files_active", "files")
