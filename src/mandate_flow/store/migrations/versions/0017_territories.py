"""Territories, filled again from their events; files are found by regime, accesses by what they were."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from mandate_flow.domain.fold import fold

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    territories = op.create_table(
        "territories",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("fold", sa.String(160), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id", name="pk_territories"),
    )
    communes = op.create_table(
        "territory_communes",
        sa.Column("territory_id", sa.String(64), nullable=False),
        sa.Column("authority_id", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territories.id"], name="fk_territory_communes_territory_id_territories"
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name="fk_territory_communes_authority_id_authorities"
        ),
        sa.PrimaryKeyConstraint("territory_id", "authority_id", name="pk_territory_communes"),
    )
    asked = (
        "SELECT seq, action, bytes FROM events WHERE stream_kind = 'system' AND stream_id = 'territories' ORDER BY seq"
    )
    op.create_index("ix_files_regime", "files", ["regime"])
    op.create_index("ix_accesses_what_accesses_at", "accesses", ["what", "at"])
    held = list(_told(op.get_bind().execute(sa.text(asked)).all()))
    if held:
        op.bulk_insert(
            territories, [{name: one[name] for name in ("id", "version", "name", "fold", "retired")} for one in held]
        )
        op.bulk_insert(
            communes, [{"territory_id": one["id"], "authority_id": of} for one in held for of in one["communes"]]
        )


def downgrade() -> None:
    op.drop_index("ix_files_regime", "files")
    op.drop_index("ix_accesses_what_accesses_at", "accesses")
    op.drop_table("territory_communes")
    op.drop_table("territories")


def _told(events: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - rows of the driver
    """What the events make of the register."""
    held: dict[str, dict[str, Any]] = {}
    for seq, action, raw in events:
        outcome = json.loads(bytes(raw))["outcome"]
        if action == "register:recorded":
            one = outcome["territory"]
            held[one["id"]] = {**one, "version": seq, "retired": False}
        elif action == "register:changed":
            held[outcome["territory"]] |= {**outcome["fields"], "version": seq}
        elif action == "register:retired":
            held[outcome["territory"]] |= {"retired": True, "version": seq}
    for one in held.values():
        yield {**one, "fold": fold(one["name"])}
