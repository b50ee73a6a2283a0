"""The one statement that both databases know but SQLAlchemy spells twice: insert, or leave what is there."""

from __future__ import annotations

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_or_keep(connection: Connection, table: Table, *unique: str) -> sqlite.Insert | postgresql.Insert:
    """INSERT that does nothing when a row with the same `unique` columns exists; on PostgreSQL it waits for a rival."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing(index_elements=unique)
    return sqlite.insert(table).on_conflict_do_nothing(index_elements=unique)
