"""The generated reference is what the code would write today."""

import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT


def test_the_reference_is_fresh() -> None:
    command: list[str | Path] = [sys.executable, ROOT / "tools" / "reference.py", "--check"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
