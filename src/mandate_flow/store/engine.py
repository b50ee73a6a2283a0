"""Opens databases the one right way: durable, strict, in UTC, and writers declared from their first statement."""

from __future__ import annotations

import importlib
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.said import said

BUSY_SECONDS: Final = 5
"""How long a writer waits for another one before it gives up."""

PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "recursive_triggers=ON",  # else INSERT OR REPLACE goes round the triggers that guard the log
    "trusted_schema=OFF",
    "secure_delete=ON",  # what is erased is overwritten
)


class Role(StrEnum):
    """What a connection is for. A migrator checks foreign keys at its end instead of at every statement."""

    WRITER = "writer"
    READER = "reader"
    MIGRATOR = "migrator"


def open_engine(url: str, role: Role) -> Engine:
    """An engine for `sqlite:///file` or `postgresql+psycopg://…`. Raises BadInput on any other address."""
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise _not_an_address(url) from error
    kind = address.drivername.partition("+")[0]
    if kind == "sqlite" and address.database not in (None, "", ":memory:"):  # readers and writers must share a file
        return _sqlite(address.set(drivername="sqlite"), role)
    if kind == "postgresql":
        return _postgresql(address.set(drivername="postgresql+psycopg"), role)
    raise _not_an_address(url)


def sqlite_driver() -> Any:  # noqa: ANN401 - a DBAPI module; pysqlite3 has no types
    """The newest SQLite there is. Never both in one process: their file locks do not see each other."""
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return importlib.import_module("sqlite3.dbapi2")


def _sqlite(url: URL, role: Role) -> Engine:
    pool = {"poolclass": NullPool} if role is Role.MIGRATOR else {"pool_size": 5, "max_overflow": 20}
    engine = create_engine(
        url, module=sqlite_driver(), connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True, **pool
    )
    begin = "BEGIN DEFERRED" if role is Role.READER else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "connect")
    def _connect(driver: Any, _record: object) -> None:  # noqa: ANN401
        driver.isolation_level = None  # the driver's own BEGIN comes too late: we say it ourselves
        for pragma in PRAGMAS:
            driver.execute("PRAGMA " + pragma)
        driver.execute("PRAGMA foreign_keys=" + ("OFF" if role is Role.MIGRATOR else "ON"))
        driver.execute("PRAGMA query_only=" + ("ON" if role is Role.READER else "OFF"))

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute(begin)

    return engine


def _postgresql(url: URL, role: Role) -> Engine:
    from psycopg import IsolationLevel  # noqa: PLC0415 - a SQLite installation never pays for it

    pool = {"poolclass": NullPool} if role is Role.MIGRATOR else {"pool_size": 5, "max_overflow": 20}
    engine = create_engine(
        url,
        hide_parameters=True,
        connect_args={"connect_timeout": BUSY_SECONDS},
        **pool,
    )

    @event.listens_for(engine, "connect")
    def _connect(driver: Any, _record: object) -> None:  # noqa: ANN401
        driver.execute("SET TIME ZONE 'UTC'")
        driver.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'")
        driver.commit()
        driver.isolation_level = (
            IsolationLevel.REPEATABLE_READ if role is Role.READER else IsolationLevel.READ_COMMITTED
        )
        driver.read_only = role is Role.READER

    return engine


def _not_an_address(url: str) -> BadInput:
    scheme = url.partition(":")[0]
    return BadInput(
        said("L’adresse de la base de données n’est pas comprise ({scheme}:…).", scheme=scheme),
        why="Deux bases sont possibles : SQLite et PostgreSQL.",
        do="Écrivez sqlite:////chemin/du/fichier.sqlite ou postgresql+psycopg://utilisateur@hote/base.",
    )
