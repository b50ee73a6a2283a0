"""What is said beside files, in rows for lists, and who is asked by name; filled from the files that have some."""

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    remark = sa.text("kind = 'remark'")
    comments = op.create_table(
        "comments",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("file_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("answers", sa.String(64)),
        sa.Column("settled", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_comments_file_id"),
    )
    op.create_index("ix_comments_file_id", "comments", ["file_id"])
    op.create_index("ix_comments_remarks", "comments", ["at"], sqlite_where=remark, postgresql_where=remark)
    mentions = op.create_table(
        "mentions",
        sa.Column("comment_id", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("file_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("comment_id", "person", name="pk_mentions"),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name="fk_mentions_comment_id"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_mentions_file_id"),
    )
    op.create_index("ix_mentions_person", "mentions", ["person"])
    op.create_index("ix_mentions_file_id", "mentions", ["file_id"])
    for file_id, body in op.get_bind().execute(sa.text("SELECT id, body FROM files")).all():
        held = _read(body).get("comments", ())
        if held:
            op.bulk_insert(comments, [_row(file_id, one) for one in held])
        asked = list(_waiting(file_id, held))
        if asked:
            op.bulk_insert(mentions, asked)


def downgrade() -> None:
    op.drop_table("mentions")
    op.drop_table("comments")


def _read(body: Any) -> Any:  # noqa: ANN401 - JSON, as text or read
    return json.loads(body) if isinstance(body, str) else body


def _row(file_id: str, one: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": one["id"],
        "file_id": file_id,
        "kind": one["kind"],
        "actor": one["actor"],
        "at": datetime.fromisoformat(one["at"]),
        "seq": one["seq"],
        "answers": one["answers"] or None,
        "settled": bool(one["settled"]),
        "withdrawn": one["withdrawn"],
        "text": "(effacé)" if isinstance(one["text"], dict) else one["text"],
    }


def _waiting(file_id: str, held: Any) -> Any:  # noqa: ANN401
    """Who is asked and has said nothing in that thread since, as long as it is not settled."""
    standing = [one for one in held if not one["withdrawn"]]
    settled = {one["id"] for one in held if one["settled"]}
    for one in standing:
        thread = one["answers"] or one["id"]
        later = {
            two["actor"] for two in standing if (two["answers"] or two["id"]) == thread and two["seq"] >= one["seq"]
        }
        for person in one["mentions"]:
            if thread not in settled and person not in later:
                yield {"comment_id": one["id"], "person": person, "file_id": file_id}
