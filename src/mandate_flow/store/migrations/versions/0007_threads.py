"""Which file each file follows; the paths inside a file, where its annual controls were alone."""

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

CONTROL = "control"


def upgrade() -> None:
    op.add_column("files", sa.Column("renews", sa.String(64), nullable=True))
    op.create_index("ix_files_renews", "files", ["renews"], unique=True)
    _rewrite(_with_threads)


def downgrade() -> None:
    """Recoveries, amendments and suspensions are in the events; rows of before have no room for them."""
    _rewrite(_with_controls)
    op.drop_index("ix_files_renews", "files")
    op.drop_column("files", "renews")


def _rewrite(change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    files = sa.table("files", sa.column("id", sa.String), sa.column("body", sa.JSON))
    bind = op.get_bind()
    for file_id, body in bind.execute(sa.select(files.c.id, files.c.body)).all():
        bind.execute(files.update().where(files.c.id == file_id).values(body=change(_read(body))))


def _read(body: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON, as text or read
    found: dict[str, Any] = json.loads(body) if isinstance(body, str) else body
    return found


def _with_threads(body: dict[str, Any]) -> dict[str, Any]:
    kept = {name: part for name, part in body.items() if name != "controls"}
    return kept | {"threads": [[CONTROL, year, status] for year, status in body.get("controls", {}).items()]}


def _with_controls(body: dict[str, Any]) -> dict[str, Any]:
    kept = {name: part for name, part in body.items() if name != "threads"}
    return kept | {"controls": {at: status for name, at, status in body.get("threads", ()) if name == CONTROL}}
