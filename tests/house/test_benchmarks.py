"""The benchmarks run: a smoke run of each, whose figures mean nothing and whose form is what `make bench` shows."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted((ROOT / "benchmarks").glob("bench_*.py"))
FIELDS = {"name", "ours", "floor", "ratio", "goal", "unit", "met"}


def _run(script: Path, *options: str) -> str:
    command = [sys.executable, str(script), "--quick", *options]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_benchmark_gives_rows_or_says_why_not(script: Path) -> None:
    said = json.loads(_run(script, "--json"))
    assert said["rows"] or said["notes"]
    for row in said["rows"]:
        assert set(row) == FIELDS
        assert row["ours"] > 0


def test_a_figure_is_shown_with_its_floor_and_its_goal() -> None:
    heading, row = _run(ROOT / "benchmarks/bench_start.py").splitlines()
    assert heading.split() == ["name", "ours", "floor", "ratio", "goal", "unit"]
    assert row.startswith("start, --help")
    assert "ratio ≤ 6" in row
