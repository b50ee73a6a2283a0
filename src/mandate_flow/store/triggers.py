"""Makes the log append-only in the database itself: whoever writes past the program is refused too."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, inspect

APPEND_ONLY: Final = "append-only"
PROTECTED: Final = ("events", "content")
_FUNCTION: Final = "refuse_change"
_RECORDED: Final = "already recorded"
_TAKEN: Final = {
    "events": "id = NEW.id OR (stream_kind = NEW.stream_kind AND stream_id = NEW.stream_id AND seq = NEW.seq)",
    "content": "rowid = NEW.rowid OR sha256 = NEW.sha256",
}
"""What makes REPLACE delete a row: each of its unique keys. A hash is no key, so nothing is replaced by it."""
_SAME: Final = {"content": "sha256 = NEW.sha256 AND bytes IS NEW.bytes"}
"""Content that is there already, byte for byte, may be offered again: nothing is written."""


def expected(dialect: str) -> frozenset[str]:
    """The names of the triggers that must stand, on "sqlite" or "postgresql"."""
    acts = ("update", "delete", "insert" if dialect == "sqlite" else "truncate")
    return frozenset(f"{table}_{act}_refused" for table in PROTECTED for act in acts)


def present(connection: Connection) -> frozenset[str]:
    """The names of the enabled triggers that stand now on the protected tables."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        rows = connection.exec_driver_sql(
            "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = current_schema() AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
        )
    return frozenset(str(name) for (name,) in rows)


def create(connection: Connection) -> None:
    """Create or replace every trigger whose table exists.

    Run at the end of each migration: rewriting a table on SQLite loses its triggers without a word.
    """
    tables = set(inspect(connection).get_table_names())
    for table in PROTECTED:
        if table in tables:
            (_on_sqlite if connection.dialect.name == "sqlite" else _on_postgresql)(connection, table)


def drop_function(connection: Connection) -> None:
    """PostgreSQL: remove what the triggers call, once no table is left to guard."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {_FUNCTION}() CASCADE")


def _on_sqlite(connection: Connection, table: str) -> None:
    for act in ("update", "delete"):
        name = f"{table}_{act}_refused"
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} BEGIN SELECT RAISE(ABORT, '{APPEND_ONLY}'); END"
        )
    _against_replace(connection, table)


def _against_replace(connection: Connection, table: str) -> None:
    """INSERT OR REPLACE deletes before it inserts, and wakes no DELETE trigger unless the connection asked for it."""
    name, refused = f"{table}_insert_refused", f"RAISE(ABORT, '{_RECORDED}')"
    if (same := _SAME.get(table)) is not None:
        there = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - our own table names
        refused = f"CASE WHEN {there} THEN RAISE(IGNORE) ELSE {refused} END"
    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
    taken = f"EXISTS (SELECT 1 FROM {table} WHERE {_TAKEN[table]})"  # noqa: S608 - our own table names
    connection.exec_driver_sql(
        f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {taken} BEGIN SELECT {refused}; END"
    )


def _on_postgresql(connection: Connection, table: str) -> None:
    connection.exec_driver_sql(
        f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{APPEND_ONLY}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for act in ("update", "delete", "truncate"):
        name = f"{table}_{act}_refused"
        each = "STATEMENT" if act == "truncate" else "ROW"
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} FOR EACH {each} EXECUTE FUNCTION {_FUNCTION}()"
        )
