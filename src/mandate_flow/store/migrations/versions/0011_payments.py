"""Payments in rows that can be summed; filled from the files that have some already."""

import json
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    payments = op.create_table(
        "payments",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("file_id", sa.String(64), nullable=False),
        sa.Column("authority_id", sa.String(64), nullable=False),
        sa.Column("year", sa.String(4), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("irregular", sa.Boolean(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id", name="pk_payments"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_payments_file_id"),
        sa.ForeignKeyConstraint(["authority_id"], ["authorities.id"], name="fk_payments_authority_id"),
    )
    op.create_index("ix_payments_file_id", "payments", ["file_id"])
    op.create_index("ix_payments_authority_id_payments_year", "payments", ["authority_id", "year"])
    bodies = op.get_bind().execute(sa.text("SELECT id, body FROM files")).all()
    rows = [_row(file_id, one) for file_id, body in bodies for one in _read(body).get("payments", ())]
    if rows:
        op.bulk_insert(payments, rows)


def downgrade() -> None:
    op.drop_table("payments")


def _read(body: Any) -> Any:  # noqa: ANN401 - JSON, as text or read
    return json.loads(body) if isinstance(body, str) else body


def _row(file_id: str, one: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": one["id"],
        "file_id": file_id,
        "authority_id": one["authority"],
        "year": one["year"],
        "kind": one["kind"],
        "cents": int(one["cents"]),
        "paid_on": date.fromisoformat(one["on"]),
        "cancelled": one["cancelled"],
        "irregular": one["irregular"],
    }
