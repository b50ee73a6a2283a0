"""What a file is about: a service, the way of a commune, or the mission; all that are there are about services."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("files", sa.Column("kind", sa.String(12), nullable=False, server_default="service"))
    others = sa.text("kind <> 'service'")
    op.create_index("ix_files_other_kinds", "files", ["kind"], sqlite_where=others, postgresql_where=others)


def downgrade() -> None:
    op.drop_index("ix_files_other_kinds", "files")
    op.drop_column("files", "kind")
