import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from mandate_flow.service.integrity import verify
from mandate_flow.store import migrate, triggers
from mandate_flow.store.engine import Role
from mandate_flow.store.tables import metadata
from mandate_flow.store.unit import Store
from tests.store.sample import opened
from tests.store.story import Story, assigned, commented
from tests.support.postgres import NewDatabase

VERSIONS = sorted((Path(migrate.__file__).parent / "migrations" / "versions").glob("*.py"))


def test_migrations_are_numbered_and_have_one_head() -> None:
    assert all(re.fullmatch(r"\d{4}_[a-z_]+\.py", path.name) for path in VERSIONS)
    script = ScriptDirectory.from_config(migrate.configuration())
    assert script.get_heads() == [VERSIONS[-1].name[:4]]
    assert [one.revision for one in reversed(list(script.walk_revisions()))] == [path.name[:4] for path in VERSIONS]


def test_the_model_is_what_migrations_build(database: str) -> None:
    with opened(database, Role.MIGRATOR) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
        assert compare_metadata(context, metadata) == []
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_the_log_is_guarded_after_migration(database: str) -> None:
    with opened(database) as connection:
        assert triggers.present(connection) == triggers.expected(connection.dialect.name)
    assert migrate.missing_triggers(database) == frozenset()
    own = "insert" if database.startswith("sqlite") else "truncate"
    assert migrate.expected_triggers(database) == {
        f"{table}_{act}_refused" for table in ("events", "content") for act in ("update", "delete", own)
    }


def test_a_lost_guard_is_missed_and_the_next_migration_brings_it_back(database: str) -> None:
    on = "" if database.startswith("sqlite") else " ON events"
    with opened(database) as connection:
        connection.execute(text(f"DROP TRIGGER events_delete_refused{on}"))
    assert migrate.missing_triggers(database) == {"events_delete_refused"}
    store = Store(database)
    assert [one.field for one in verify(store).findings] == ["events_delete_refused"]
    store.close()
    migrate.upgrade(database)
    assert migrate.missing_triggers(database) == frozenset()


def test_a_database_from_before_a_guard_gets_it_at_the_next_upgrade(new_database: NewDatabase) -> None:
    """At head already, so that no migration runs: the guards come all the same."""
    url = new_database()
    own = "insert" if url.startswith("sqlite") else "truncate"
    with opened(url) as connection:
        for table in ("events", "content"):
            on = "" if own == "insert" else f" ON {table}"
            connection.execute(text(f"DROP TRIGGER {table}_{own}_refused{on}"))
    assert migrate.current(url) == migrate.head()
    assert migrate.missing_triggers(url) == {f"{table}_{own}_refused" for table in ("events", "content")}
    migrate.upgrade(url)
    assert migrate.missing_triggers(url) == frozenset()


@pytest.mark.postgres
def test_a_disabled_guard_is_missed(new_postgres: NewDatabase) -> None:
    url = new_postgres()
    with opened(url) as connection:
        connection.execute(text("ALTER TABLE content DISABLE TRIGGER content_update_refused"))
    assert migrate.missing_triggers(url) == {"content_update_refused"}


def test_up_and_down_step_by_step_with_data(new_database: NewDatabase) -> None:
    url = new_database(migrated=False)
    assert migrate.current(url) is None
    migrate.upgrade(url)
    assert migrate.current(url) == migrate.head()
    store = Store(url)
    story = Story(store)
    story.begin()
    file = story.go(story.tell(), assigned())
    story.go(story.go(file, commented(mentions=("p2",))), commented("c2", answers="c1"))
    for path in reversed(VERSIONS[:-1]):
        migrate.downgrade(url, path.name[:4])
        assert migrate.current(url) == path.name[:4]
        assert migrate.missing_triggers(url) == frozenset()
        migrate.upgrade(url)
        assert verify(store).ok
        migrate.downgrade(url, path.name[:4])
    migrate.downgrade(url, "base")
    with opened(url, Role.MIGRATOR) as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
        assert triggers.present(connection) == frozenset()
    migrate.upgrade(url)
    assert verify(store).ok
    store.close()


def test_a_migration_that_fails_leaves_nothing(new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    url = new_database(migrated=False)

    def fail(connection: object) -> None:
        raise RuntimeError("half way")

    monkeypatch.setattr(triggers, "create", fail)
    with pytest.raises(RuntimeError):
        migrate.upgrade(url)
    monkeypatch.undo()
    assert migrate.current(url) is None
    migrate.upgrade(url)
    assert migrate.current(url) == migrate.head()
