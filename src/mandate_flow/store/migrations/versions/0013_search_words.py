"""The words under which files, authorities and structures are found, made from those that are there."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import VARCHAR

from mandate_flow.domain.search import words_of

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SOURCES = (
    ("file", "SELECT id, ref || ' ' || title FROM files"),
    ("file", "SELECT file_id, name FROM documents WHERE name <> '(effacé)'"),
    ("authority", "SELECT id, name || ' ' || code FROM authorities"),
    ("structure", "SELECT id, name || ' ' || siret || ' ' || rna FROM structures"),
)
BATCH = 10_000


def upgrade() -> None:
    op.create_table(
        "search_words",
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("word", sa.String(40).with_variant(VARCHAR(40, collation="C"), "postgresql"), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("kind", "word", "owner", name="pk_search_words"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_words_owner", "search_words", ["owner"])
    add = sa.text("INSERT INTO search_words (kind, word, owner) VALUES (:kind, :word, :owner) ON CONFLICT DO NOTHING")
    batch: list[dict[str, str]] = []
    for row in _rows():
        batch.append(row)
        if len(batch) == BATCH:
            op.get_bind().execute(add, batch)
            batch = []
    if batch:
        op.get_bind().execute(add, batch)


def downgrade() -> None:
    op.drop_table("search_words")


def _rows() -> Iterator[dict[str, str]]:
    for kind, source in SOURCES:
        for owner, text in op.get_bind().execute(sa.text(source)).all():
            for word in sorted(words_of(text)):
                yield {"kind": kind, "word": word, "owner": owner}
