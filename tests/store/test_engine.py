import os
import threading
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import text

from mandate_flow.domain.errors import BadInput, MandateFlowError, Stale, Tampered, Unavailable
from mandate_flow.store import engine as engines
from mandate_flow.store import migrate
from mandate_flow.store.unit import Store
from tests.store.story import ADA, LILLE, WHO, Story
from tests.support.postgres import NewDatabase


def _explained(error: MandateFlowError) -> None:
    """Every refusal is a French sentence with its remedy, and says nothing of SQL."""
    said = str(error)
    assert error.what
    assert error.why or error.do
    assert not any(word in said.upper() for word in ("SELECT", "INSERT", "SQLITE", "PSYCOPG", "TRACEBACK"))


def test_sqlite_is_opened_by_the_recipe(new_sqlite: NewDatabase) -> None:
    store = Store(new_sqlite())
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "secure_delete": 1,
    }
    for opened in (store.write, store.read):
        with opened() as unit:
            found = {name: unit.connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
        assert found == wanted
    store.close()


def test_nothing_stays_of_a_unit_that_failed(story: Story) -> None:
    class Whatever(Exception):
        pass

    def fail() -> None:
        with story.store.write() as unit:
            unit.registers.change(replace(LILLE, name="Lilla"), **WHO)
            raise Whatever

    with pytest.raises(Whatever):
        fail()
    with story.store.read() as unit:
        assert unit.registers.authority(LILLE.id).name == "Lille"


def test_a_reader_cannot_write(story: Story) -> None:
    with pytest.raises(Unavailable) as caught, story.store.read() as unit:
        unit.files.next_ref("sieg", 2026)
    assert "lecture seule" in caught.value.why
    _explained(caught.value)


def test_a_reader_sees_one_moment_and_does_not_wait_for_a_writer(story: Story) -> None:
    file = story.open()
    with story.store.read() as before:
        assert before.files.get(file.id).version == 1
        story.tell("f2")
        with pytest.raises(MandateFlowError):
            before.files.get("f2")
    with story.store.read() as after:
        assert after.files.get("f2").version == 6


def test_a_second_writer_waits_then_gives_up(new_sqlite: NewDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.1)
    store = Store(new_sqlite())
    with store.write(), pytest.raises(Unavailable) as caught, store.write():
        pass
    assert caught.value.why == "Une autre écriture est en cours."
    _explained(caught.value)
    store.close()


def test_a_contradiction_is_told(story: Story) -> None:
    with pytest.raises(Stale) as caught, story.store.write() as unit:
        unit.registers.record(ADA, **WHO)
    _explained(caught.value)


def test_the_log_s_refusal_is_told(story: Story) -> None:
    with pytest.raises(Tampered) as caught, story.store.write() as unit:
        unit.connection.execute(text("UPDATE events SET actor = 'x'"))
    _explained(caught.value)


@pytest.mark.parametrize("url", ["mysql://u:secret@h/d", "n'importe quoi", "", "sqlite://", "sqlite:///:memory:"])
def test_an_unknown_address_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(BadInput) as caught:
        Store(url)
    assert "secret" not in str(caught.value)


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    store = Store(f"postgresql+psycopg://app@/db?host={tmp_path}")
    with pytest.raises(Unavailable) as caught, store.read():
        pass
    _explained(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/nowhere/x.sqlite")
    with pytest.raises(Unavailable) as caught, store.write():
        pass
    assert "ne peut pas être ouvert" in caught.value.why
    with pytest.raises(Unavailable):
        migrate.upgrade(f"sqlite:///{tmp_path}/nowhere/x.sqlite")


def test_a_database_never_migrated_is_told(new_database: NewDatabase) -> None:
    store = Store(new_database(migrated=False))
    with pytest.raises(Unavailable) as caught, store.read() as unit:
        unit.files.get("f1")
    assert "préparée" in caught.value.why
    store.close()


def test_a_damaged_file_is_told(new_sqlite: NewDatabase, tmp_path: Path) -> None:
    path = tmp_path / "torn.sqlite"
    path.write_bytes(os.urandom(8192))
    store = Store(f"sqlite:///{path}")
    with pytest.raises(Unavailable) as caught, store.read() as unit:
        unit.files.get("f1")
    assert "endommagé" in caught.value.why


def test_a_full_disk_is_told_and_nothing_is_written(new_sqlite: NewDatabase) -> None:
    story = Story(Store(new_sqlite()))
    story.begin()

    def fill() -> None:
        with story.store.write() as unit:
            pages = unit.connection.exec_driver_sql("PRAGMA page_count").scalar()
            unit.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            for number in range(200):
                unit.library.put(*_content(number))

    with pytest.raises(Unavailable) as caught:
        fill()
    assert caught.value.why == "Le disque est plein."
    with story.store.read() as unit:
        assert all(unit.library.get(_content(number)[0]) is None for number in range(200))
    story.store.close()


def _content(number: int) -> tuple[str, str, str, str, bytes]:
    raw = number.to_bytes(2, "big") * 4000
    return sha256(raw).hexdigest(), "law", "x", "1", raw


@pytest.mark.postgres
def test_a_connection_cut_by_the_server_is_told_and_the_next_unit_works(new_postgres: NewDatabase) -> None:
    story = Story(Store(new_postgres()))
    story.begin()
    with pytest.raises(Unavailable) as caught, story.store.write() as unit:
        unit.connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
    _explained(caught.value)
    assert story.open().version == 1
    story.store.close()


def test_many_threads_share_a_store(story: Story) -> None:
    problems: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for number in range(5):
                story.tell(f"{name}{number}")
        except BaseException as error:  # noqa: BLE001 - shown by the assertion
            problems.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    with story.store.read() as unit:
        refs = {unit.files.get(f"{name}{number}").ref for name in "abcd" for number in range(5)}
    assert refs == {f"SIEG-2026-{number:04}" for number in range(1, 21)}
