"""The checkout as the house tests read it."""

import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
PYTHON_FOLDERS = ("src", "tests", "tools", "benchmarks")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file git knows and that is still there, but for third-party ones."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in paths if path.is_file() and "vendor" not in path.parts)


def texts() -> Iterator[tuple[str, str]]:
    """(path from the root, text) of every tracked file that is text."""
    for path in tracked():
        try:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def python_files() -> list[Path]:
    """Python of ours, tracked or about to be."""
    return [
        path
        for folder in PYTHON_FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "vendor" not in path.parts
    ]


@cache
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
