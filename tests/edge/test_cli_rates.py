"""`mandate-flow rates`: listed, added one by one, imported from a file, and what the doctor says."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from mandate_flow.edge import clock
from mandate_flow.edge.cli import app
from tests.service.desks import by

FILE = """nature;du;au;durée;taux;source;fictif
swap;01/07/2026;31/12/2026;5;2,45;Table;oui
base;01/03/2026;;;2,1;Avis;non
"""
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in this process, on the day of the other tests."""
    monkeypatch.setenv("MANDATE_FLOW_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setattr(clock, "now", lambda: by().at)

    def told(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "300"})

    assert told("db", "upgrade").exit_code == 0
    return told


def test_a_file_is_imported_as_a_whole_and_the_doctor_is_content(run: Run, tmp_path: Path) -> None:
    def doctor() -> Any:
        return {one["subject"]: one for one in json.loads(run("doctor", "--json").stdout)}["Taux de référence"]

    assert "Le registre est vide" in run("rates", "list").stdout
    before = doctor()
    assert (before["ok"], before["serious"]) == (False, False)
    assert "du 1er juillet 2026 au 31 décembre 2026" in before["says"].replace("\u00a0", " ")
    path = tmp_path / "taux.csv"
    path.write_text(FILE, encoding="utf-8")
    assert "2 taux ajoutés" in run("rates", "import", str(path)).stdout
    listed = json.loads(run("rates", "list", "--json").stdout)
    assert [(one["kind"], one["maturity"], one["rate"], one["fictitious"]) for one in listed] == [
        ("base", None, "2.1", False),
        ("swap", 5, "2.45", True),
    ]
    assert "Table" in run("rates", "list").stdout
    assert doctor()["ok"] is True


def test_one_rate_is_added_and_a_wrong_one_is_refused(run: Run) -> None:
    given = ("--since", "2026-07-01", "--until", "2026-12-31", "--maturity", "10", "--source", "Table")
    assert run("rates", "add", "2,7", *given).exit_code == 0
    for wrong in (("245", *given), ("2,7", *given), ("2,7", *given[:-1], " ")):
        assert run("rates", "add", *wrong).exit_code == 1
    assert run("rates", "add", "2", "--since", "2026-03-01", "--source", "Avis").exit_code == 0
    assert len(json.loads(run("rates", "list", "--json").stdout)) == 2
