"""The reference rates that the Commission publishes, entered by hand; filled again from their events, if any."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rates = op.create_table(
        "rates",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(4), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("maturity", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("fictitious", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("document", sa.String(64), nullable=True),
        sa.Column("document_size", sa.Integer(), nullable=True),
        sa.Column("document_type", sa.String(80), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id", name="pk_rates"),
    )
    asked = "SELECT seq, action, bytes FROM events WHERE stream_kind = 'system' AND stream_id = 'rates' ORDER BY seq"
    rows = list(_told(op.get_bind().execute(sa.text(asked)).all()))
    if rows:
        op.bulk_insert(rates, rows)


def downgrade() -> None:
    op.drop_table("rates")


def _told(events: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - rows of the driver
    """What the events make of the register, as rows."""
    held: dict[str, dict[str, Any]] = {}
    for seq, action, raw in events:
        outcome = json.loads(bytes(raw))["outcome"]
        if action == "register:recorded":
            held |= {one["id"]: {**one, "version": seq, "retired": False} for one in outcome["rates"]}
        elif action == "register:changed":
            held[outcome["rate"]] |= {**outcome["fields"], "version": seq}
        elif action == "register:retired":
            for name in outcome["rates"]:
                held[name] |= {"retired": True, "version": seq}
    for one in held.values():
        document = one.pop("document") or {"sha256": None, "size": None, "media_type": None}
        yield {
            **{name: value for name, value in one.items() if name != "rate"},
            "since": date.fromisoformat(one["since"]),
            "until": date.fromisoformat(one["until"]) if one["until"] else None,
            "parts": int(Decimal(one["rate"]) * 10_000),
            "document": document["sha256"],
            "document_size": document["size"],
            "document_type": document["media_type"],
        }
