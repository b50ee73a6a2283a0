"""What waits for a second person, in rows that lists can ask; filled from the files that are there."""

import json
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    proposals = op.create_table(
        "proposals",
        sa.Column("file_id", sa.String(64), nullable=False),
        sa.Column("step", sa.String(60), nullable=False),
        sa.Column("occurrence", sa.String(64), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("confirm_by", sa.String(120), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("file_id", "step", "occurrence", name="pk_proposals"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_proposals_file_id"),
    )
    bodies = op.get_bind().execute(sa.text("SELECT id, body FROM files")).all()
    rows = [_row(file_id, one) for file_id, body in bodies for one in _read(body).get("proposals", ())]
    if rows:
        op.bulk_insert(proposals, rows)


def downgrade() -> None:
    op.drop_table("proposals")


def _read(body: Any) -> Any:  # noqa: ANN401 - JSON, as text or read
    return json.loads(body) if isinstance(body, str) else body


def _row(file_id: str, one: list[Any]) -> dict[str, Any]:
    """Files that wait since before events said who may confirm have no roles: their row says none."""
    step, occurrence, actor, day, _, *roles = one
    text = "".join(f"|{role}" for role in sorted(roles[0])) + "|" if roles else ""
    return {
        "file_id": file_id,
        "step": step,
        "occurrence": occurrence,
        "actor": actor,
        "day": date.fromisoformat(day),
        "confirm_by": text,
    }
