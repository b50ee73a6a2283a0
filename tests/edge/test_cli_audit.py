"""`mandate-flow audit verify` as whoever looks after the server reads it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from mandate_flow.edge.cli import app
from mandate_flow.store.blobs import Blobs
from mandate_flow.store.migrate import upgrade
from mandate_flow.store.unit import Store
from tests.store.story import ADA, CRECHE, Story


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Story]:
    """A file that has lived, in the data folder of the product, with its document on the disk."""
    url = f"sqlite:///{tmp_path / 'mandates.sqlite'}"
    upgrade(url)
    monkeypatch.setenv("MANDATE_FLOW_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("MANDATE_FLOW_DATABASE_URL", url)
    monkeypatch.setenv("COLUMNS", "200")
    store = Store(url)
    story = Story(store)
    story.begin()
    story.tell()
    Blobs(tmp_path / "documents").put([b"d1"])
    yield story
    store.close()


def verify(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["audit", "verify", *arguments])


def test_an_intact_folder_is_said_so(story: Story) -> None:
    told = verify()
    assert told.exit_code == 0, told.stdout
    assert told.stdout.endswith("1 pièce(s) : intègre.\n")
    assert json.loads(verify("--json").stdout)["documents"] == 1


def test_each_finding_is_named_in_words_but_no_person_is(story: Story, tmp_path: Path) -> None:
    (document,) = (one for one in (tmp_path / "documents").rglob("*") if one.is_file())
    document.write_bytes(b"other")
    with story.store.write() as unit:
        for change in (
            "UPDATE structures SET email = 'x'",
            "UPDATE people SET roles = '[]'",
            "DROP TRIGGER events_insert_refused",
        ):
            unit.connection.execute(text(change))
    told = verify()
    assert told.exit_code == 1
    lines = told.stdout.splitlines()
    assert any(line.startswith("SIEG-2026-0001 (file/f1), événement 5, documents/d1 : La pièce") for line in lines)
    assert any(line.startswith(f"{CRECHE.name} (structure/{CRECHE.id}), événement 1, email : ") for line in lines)
    assert any(line.startswith(f"person/{ADA.id}, événement 1, roles : ") for line in lines)
    assert any(line.startswith("La base de données, events_insert_refused : ") for line in lines)
    assert lines[-1].endswith("1 pièce(s) : 4 écart(s).")
    assert ADA.name not in told.stdout
    assert "storage" not in told.stdout
    assert "événement 0" not in told.stdout


def test_programs_get_ids_and_the_reference(story: Story, tmp_path: Path) -> None:
    (document,) = (one for one in (tmp_path / "documents").rglob("*") if one.is_file())
    document.unlink()
    found = json.loads(verify("--json").stdout)
    assert (found["ok"], found["found"]) == (False, 1)
    (one,) = found["findings"]
    assert (one["stream"], one["ref"], one["seq"], one["field"]) == ("file/f1", "SIEG-2026-0001", 5, "documents/d1")


def test_the_help_says_what_is_found_and_what_is_not() -> None:
    told = " ".join(verify("--help").stdout.split())
    for words in ("une pièce déposée, même retirée depuis", "Ne trouve pas", "remplacée par une copie plus ancienne"):
        assert words in told
