"""Fresh, migrated databases of both kinds, by copy of one that was migrated once a process.

A test that asks for `database` runs twice, once on SQLite and once on PostgreSQL, and gets a URL.
"""

import shutil
from pathlib import Path
from typing import cast

import pytest

from tests.support.postgres import NewDatabase


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from mandate_flow.store.migrate import upgrade

    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def new_sqlite(tmp_path: Path, request: pytest.FixtureRequest) -> NewDatabase:
    count = 0

    def new(*, migrated: bool = True) -> str:
        nonlocal count
        count += 1
        path = tmp_path / f"database-{count}.sqlite"
        if migrated:
            template: Path = request.getfixturevalue("sqlite_template")
            for part in template.parent.glob(template.name + "*"):  # the file, and its write-ahead log if one is left
                shutil.copyfile(part, f"{path}{part.name.removeprefix(template.name)}")
        return f"sqlite:///{path}"

    return new


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def new_database(request: pytest.FixtureRequest) -> NewDatabase:
    """Makes databases of one kind; the test runs once for each kind."""
    name = {"sqlite": "new_sqlite", "postgresql": "new_postgres"}[request.param]
    return cast("NewDatabase", request.getfixturevalue(name))


@pytest.fixture
def database(new_database: NewDatabase) -> str:
    """The URL of a fresh migrated database; the test runs once for each kind."""
    return new_database()
