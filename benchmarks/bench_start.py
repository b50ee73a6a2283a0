"""The command starts at once: `--help` against an interpreter that does nothing, whole processes in turns."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from report import Goal, alternated, as_time, options, show

HELP = (str(Path(sys.executable).parent / "mandate-flow"), "--help")
NOTHING = (sys.executable, "-c", "pass")


def main() -> None:
    chosen = options(__doc__)
    rounds = chosen.size(2, 15, 41)
    measured = alternated(rounds, lambda _: _seconds(HELP), lambda _: _seconds(NOTHING))
    show([as_time("start, --help", measured, Goal("ratio", 6, at_least=False))], [], chosen)


def _seconds(command: Sequence[str]) -> float:
    start = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    return perf_counter() - start


if __name__ == "__main__":
    main()
