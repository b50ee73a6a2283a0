"""Who is in charge of a file: a person, or nobody in particular; filled from the files that say it already."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("files", sa.Column("assignee", sa.String(64)))
    op.create_index("ix_files_assignee", "files", ["assignee"])
    given = "json_extract(body, '$.assignee')" if op.get_bind().dialect.name == "sqlite" else "body ->> 'assignee'"
    op.execute(f"UPDATE files SET assignee = {given} WHERE {given} IS NOT NULL")  # noqa: S608 - our own words


def downgrade() -> None:
    op.drop_index("ix_files_assignee", "files")
    op.drop_column("files", "assignee")
