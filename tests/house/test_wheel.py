"""The wheel is the whole product: code, pages, migrations, and the content folders as `mandate_flow/_content`."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import ROOT

PACKAGE = "src/mandate_flow/"
CARRIED = [
    PACKAGE + "py.typed",
    PACKAGE + "domain/__init__.py",
    PACKAGE + "edge/web/templates/home.html",
    PACKAGE + "edge/web/static/site.css",
    PACKAGE + "edge/web/static/vendor/thing-1.0/thing.js",
    PACKAGE + "store/migrations/env.py",
    PACKAGE + "store/migrations/script.py.mako",
    PACKAGE + "store/migrations/versions/0001_first.py",
    "law/decision.yaml",
    "notifications/templates/due.fr.j2",
    "workflows/stories/refused.yaml",
]


@pytest.mark.slow
def test_the_wheel_carries_code_pages_and_content(tmp_path: Path) -> None:
    tree = tmp_path / "tree"  # territory/ and demo/ are missing here on purpose
    for name in [*CARRIED, PACKAGE + "__init__.py"]:
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('"""A file."""\n', encoding="utf-8")
    for name in ("pyproject.toml", "setup.py", "LICENSE"):
        shutil.copy(ROOT / name, tree)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", tmp_path, tree], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        name.removeprefix("src/") if name.startswith("src/") else f"mandate_flow/_content/{name}" for name in CARRIED
    }
    assert expected <= held, sorted(expected - held)
    assert not [name for name in held if "_content/demo" in name]
