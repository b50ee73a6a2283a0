"""The clock is read at the edge and nowhere else, and ruff says so."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

READINGS = {
    "datetime.now": "from datetime import UTC, datetime\n\nAT = datetime.now(UTC)\n",
    "datetime.utcnow": "import datetime\n\nAT = datetime.datetime.utcnow()\n",
    "datetime.today": "from datetime import datetime as dt\n\nAT = dt.today()\n",
    "date.today": "from datetime import date\n\nDAY = date.today()\n",
    "time.time": "import time\n\nAT = time.time()\n",
    "time.time as a name": "from time import time\n\nAT = time()\n",
}


def _ruff(room: str, source: str) -> str:
    ruff = Path(sys.executable).with_name("ruff")
    place = f"src/mandate_flow/{room}/offender.py"
    command: list[str | Path] = [ruff, "check", "--no-cache", "--select", "TID251", "--output-format", "concise", "-"]
    done = subprocess.run(
        [*command, "--stdin-filename", place], check=False, cwd=ROOT, input=source, capture_output=True, text=True
    )
    return done.stdout


@pytest.mark.parametrize("reading", READINGS)
def test_reading_the_clock_inside_is_refused(reading: str) -> None:
    assert "TID251" in _ruff("service", READINGS[reading])


def test_reading_the_clock_at_the_edge_is_allowed() -> None:
    assert "TID251" not in _ruff("edge", "".join(READINGS.values()))
