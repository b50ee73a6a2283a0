"""Each import contract bites: a copy of the source that breaks it on purpose is refused, by that contract."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT, project

# contract → the files that break it, and what the refusal must name
OFFENCES: list[tuple[str, dict[str, str], str]] = [
    ("layers", {"domain/offender.py": "import mandate_flow.service"}, "mandate_flow.domain.offender"),
    ("layers", {"store/offender.py": "import mandate_flow.mail"}, "mandate_flow.store.offender"),
    ("layers", {"service/offender.py": "import mandate_flow.app"}, "mandate_flow.service.offender"),
    ("layers", {"attic/__init__.py": ""}, "mandate_flow.attic"),
    (
        "circles",
        {
            "domain/offender.py": "import mandate_flow.domain.accomplice",
            "domain/accomplice.py": "import mandate_flow.domain.offender",
        },
        "accomplice",
    ),
    ("settings", {"edge/offender.py": "import mandate_flow.settings"}, "mandate_flow.edge.offender"),
    ("sql", {"service/offender.py": "import sqlalchemy.orm"}, "mandate_flow.service.offender"),
    ("sql", {"edge/offender.py": "import sqlite3"}, "mandate_flow.edge.offender"),
    ("smtp", {"service/offender.py": "import smtplib"}, "mandate_flow.service.offender"),
    ("paper", {"service/offender.py": "import xlsxwriter"}, "mandate_flow.service.offender"),
    ("provider", {"service/offender.py": "import httpx2"}, "mandate_flow.service.offender"),
    ("provider", {"edge/offender.py": "import joserfc.jwt"}, "mandate_flow.edge.offender"),
    ("yaml", {"service/offender.py": "import yaml"}, "mandate_flow.service.offender"),
    ("machine", {"domain/offender.py": "import transitions"}, "mandate_flow.domain.offender"),
    ("frameworks", {"service/offender.py": "import fastapi"}, "mandate_flow.service.offender"),
    ("frameworks", {"store/offender.py": "import apscheduler"}, "mandate_flow.store.offender"),
    ("pure", {"domain/offender.py": "import pathlib"}, "mandate_flow.domain.offender"),
    ("pure", {"domain/offender.py": "from time import monotonic"}, "mandate_flow.domain.offender"),
]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with code only."""
    copy = tmp_path_factory.mktemp("contracts")
    shutil.copy(ROOT / "pyproject.toml", copy)
    shutil.copytree(
        ROOT / "src" / "mandate_flow",
        copy / "src" / "mandate_flow",
        ignore=lambda folder, names: [n for n in names if Path(folder, n).is_file() and not n.endswith(".py")],
    )
    return copy


def _lint(tree: Path, *arguments: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(tree / "src"), "COLUMNS": "200"}
    program = Path(sys.executable).with_name("lint-imports")
    command: list[str | Path] = [program, "--no-logo", "--no-cache", *arguments]
    done = subprocess.run(command, check=False, cwd=tree, env=environment, capture_output=True, text=True)
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("contract", "files", "named"), OFFENCES, ids=[f"{contract}-{named}" for contract, _, named in OFFENCES]
)
def test_contract_bites(source: Path, contract: str, files: dict[str, str], named: str) -> None:
    package = source / "src" / "mandate_flow"
    written = []
    try:
        for name, text in files.items():
            path = package / name
            if not path.parent.exists():
                path.parent.mkdir()
                written.append(path.parent)
            path.write_text(text + "\n", encoding="utf-8")
            written.append(path)
        answer = _lint(source, "--contract", contract)
    finally:
        for path in reversed(written):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert "BROKEN" in answer, answer
    assert named in answer, answer


def test_the_source_keeps_every_contract(source: Path) -> None:
    answer = _lint(source)
    assert " 0 broken" in answer, answer


def test_every_contract_has_an_offence() -> None:
    contracts = {contract["id"] for contract in project()["tool"]["importlinter"]["contracts"]}
    assert {contract for contract, _, _ in OFFENCES} == contracts
