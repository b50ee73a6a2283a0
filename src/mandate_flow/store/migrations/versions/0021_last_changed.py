"""An index of the active files by their last change, in which the list of files begins."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    lasting = {"sqlite_where": sa.text("ended = 0"), "postgresql_where": sa.text("NOT ended")}
    op.create_index("ix_files_active_changed", "files", ["changed_at"], **lasting)


def downgrade() -> None:
    op.drop_index("ix_files_active_changed", "files")
