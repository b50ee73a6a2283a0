"""Brings a database to the tables this version expects, in one transaction, and says what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from mandate_flow.domain.errors import Tampered
from mandate_flow.domain.said import said
from mandate_flow.store import triggers
from mandate_flow.store.engine import Role, open_engine
from mandate_flow.store.failures import explain, is_database_error

_LOCK: Final = 7_305_112_014_523_309
"""PostgreSQL advisory lock: two processes that start together do not migrate together."""


def upgrade(url: str, revision: str = "head") -> None:
    """Migrate to `revision`. Raises Unavailable when the database does not answer."""
    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Migrate back to `revision` ("base": no table is left)."""
    _run(url, lambda config: command.downgrade(config, revision))


def current(url: str) -> str | None:
    """The revision the database stands at, or None before the first migration."""
    with _connection(url) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """The revision this version of the product expects."""
    found = ScriptDirectory.from_config(configuration()).get_current_head()
    if found is None:  # pragma: no cover - the package would hold no migration
        raise RuntimeError("no migration")
    return found


def expected_triggers(url: str) -> frozenset[str]:
    """The triggers that must guard the log on this kind of database."""
    with _connection(url) as connection:
        return triggers.expected(connection.dialect.name)


def missing_triggers(url: str) -> frozenset[str]:
    """The guards that are gone: none on a healthy database."""
    with _connection(url) as connection:
        return triggers.expected(connection.dialect.name) - triggers.present(connection)


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file: the migrations are in the package."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "mandate_flow.store:migrations")
    config.set_main_option("path_separator", "os")
    return config


@contextmanager
def _connection(url: str) -> Iterator[Connection]:
    engine = open_engine(url, Role.MIGRATOR)
    try:
        with engine.begin() as connection:
            yield connection
    except Exception as error:
        if is_database_error(error):
            raise explain(error) from error
        raise
    finally:
        engine.dispose()


def _run(url: str, act: Callable[[Config], None]) -> None:
    with _connection(url) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        act(configuration(connection))
        _check_references(connection)


def _check_references(connection: Connection) -> None:
    """SQLite rewrites tables with foreign keys off, so they are checked once at the end."""
    if connection.dialect.name == "sqlite" and (
        broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    ):
        raise Tampered(
            said("La table {table} cite une ligne de {other} qui n’existe pas.", table=broken[0], other=broken[2]),
            why="La mise à jour de la base a été annulée : elle aurait laissé des références cassées.",
            do="Restaurez une sauvegarde, ou prévenez l’éditeur.",
        )
