"""The versions of a workflow from the command line: publish, compare, judge, move, take back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mandate_flow.domain.errors import BadContent, BadInput, NotFound
from mandate_flow.edge.cli import app
from mandate_flow.store.migrate import upgrade
from tests.service import next_version as v2
from tests.service.parcours import Prepared, Town, prepare, town_on


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return prepare(tmp_path_factory.mktemp("parcours"))


@pytest.fixture
def town(prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """The folder of the town is the product's content, its database the product's."""
    url = f"sqlite:///{tmp_path / 'mandates.sqlite'}"
    upgrade(url)
    monkeypatch.setenv("MANDATE_FLOW_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("MANDATE_FLOW_DATABASE_URL", url)
    monkeypatch.setenv("MANDATE_FLOW_CONTENT_DIR", str(tmp_path / "content"))
    monkeypatch.setenv("COLUMNS", "200")
    with town_on(url, prepared, tmp_path) as made:
        yield made


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["workflow", *arguments])


def test_a_version_from_draft_to_undone(town: Town) -> None:
    for acts in (1, 6, 20):
        town.play(acts)
    told = run("diff", "sieg@1", "sieg@2").stdout
    assert "La condition « Territoire dit » est ajoutée." in told
    assert "Durée : 2 mois → 3 mois." in told
    assert json.loads(run("diff", "sieg@1", "sieg@1", "--json").stdout) == []
    draft = run("migrate", "sieg", "--from", "1", "--to", "2").exception
    assert isinstance(draft, BadInput)
    published = run("publish", "sieg.v2.yaml")
    assert published.stdout.split()[0] in (town.folder / "workflows/published.lock").read_text("utf-8")
    listed = json.loads(run("list", "--json").stdout)["versions"]
    assert [(one["version"], one["current"], one["running"]) for one in listed if one["workflow"] == "sieg"] == [
        (2, True, 0),
        (1, False, 3),
    ]
    asked = ("migrate", "sieg", "--from", "1", "--to", "2", "--map", f"{v2.STATE}={v2.RENAMED}")
    looked = run(*asked, "--dry-run")
    assert looked.exit_code == 0
    assert "1 peut migrer, 1 refusé, 1 à décider" in looked.stdout
    assert "« Revoir le dossier » s’ouvre" in looked.stdout
    moved = run(*asked, "--aside", v2.RETYPED, "--aside", v2.RETYPED_AND_FIXED, "--json")
    assert moved.exit_code == 1, "one file stays"
    batch = json.loads(moved.stdout)["batch"]
    assert [one["verdict"] for one in json.loads(moved.stdout)["files"]] == ["movable", "movable", "refused"]
    assert batch in run("list").stdout
    undone = run("undo-migration", batch)
    assert undone.exit_code == 0
    assert "2 dossier(s) remis, 0 resté(s)." in undone.stdout


def test_what_cannot_be_is_said(town: Town) -> None:
    run("publish", "sieg.v2.yaml")
    asked = ("migrate", "sieg", "--from", "1", "--to", "2")
    assert isinstance(run(*asked, "--map", "nowhere=mandate").exception, BadInput)
    assert isinstance(run("migrate", "sieg", "--from", "1", "--to", "9").exception, NotFound)
    assert isinstance(run("undo-migration", "nothing").exception, NotFound)
    assert run("diff", "sieg", "sieg@2").exit_code == 2
    assert run(*asked, "--map", "nowhere").exit_code == 2


def test_an_error_in_the_content_is_told_by_its_line(town: Town) -> None:
    path = town.folder / "workflows/sieg.v2.yaml"
    path.write_text(path.read_text("utf-8").replace("given(territory)", "given(nowhere)"), encoding="utf-8")
    refused = run("publish", "sieg.v2.yaml").exception
    assert isinstance(refused, BadContent)
    assert refused.where.startswith("workflows/sieg.v2.yaml:")
    assert "sieg.v2.yaml" not in (town.folder / "workflows/published.lock").read_text("utf-8")
