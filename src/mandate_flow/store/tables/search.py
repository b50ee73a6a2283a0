"""The words under which files, authorities and structures are found, written with what they come from."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Index, PrimaryKeyConstraint, String, Table
from sqlalchemy.dialects.postgresql import VARCHAR

from mandate_flow.store.tables.schema import metadata

search_words: Final = Table(
    "search_words",
    metadata,
    Column("kind", String(12), nullable=False),  # file, authority, structure
    # Compared byte by byte everywhere, so that the words with one beginning stand together in the key.
    Column("word", String(40).with_variant(VARCHAR(40, collation="C"), "postgresql"), nullable=False),
    Column("owner", String(64), nullable=False),  # the id of the file, authority or structure
    PrimaryKeyConstraint("kind", "word", "owner"),
    Index(None, "owner"),
    sqlite_with_rowid=False,
)
"""Words of titles, references, names, numbers and documents; of nothing that a person wrote about another."""
