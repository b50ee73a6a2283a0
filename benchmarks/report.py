"""Says what was measured, always against a floor of the same run: one table or JSON, and never a failed build."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

HEADINGS = ("name", "ours", "floor", "ratio", "goal", "unit", "")


@dataclass(frozen=True, slots=True)
class Goal:
    """What is wanted of a row: its `ratio`, or `ours` when there is no floor, at least or at most `bound`."""

    of: str
    bound: float
    at_least: bool

    def __str__(self) -> str:
        return f"{self.of} {'≥' if self.at_least else '≤'} {self.bound:g}"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `ratio` is the median of the rounds' own ratios, which noise moves less than a ratio of medians."""

    name: str
    ours: float
    floor: float | None
    ratio: float | None
    goal: Goal | None
    unit: str

    @property
    def met(self) -> bool | None:
        """Whether the goal was reached in this run; None when there is nothing to compare."""
        value = None if self.goal is None else self.ratio if self.goal.of == "ratio" else self.ours
        if self.goal is None or value is None:
            return None
        return value >= self.goal.bound if self.goal.at_least else value <= self.goal.bound

    def plain(self) -> dict[str, Any]:
        """As JSON shows it."""
        return {
            "name": self.name,
            "ours": self.ours,
            "floor": self.floor,
            "ratio": self.ratio,
            "goal": None if self.goal is None else str(self.goal),
            "unit": self.unit,
            "met": self.met,
        }


@dataclass(frozen=True, slots=True)
class Options:
    """How to run: `quick` is a smoke run whose figures mean nothing, `large` the full sizes (SIZE=large)."""

    quick: bool
    large: bool
    as_json: bool

    def size(self, quick: int, usual: int, large: int) -> int:
        """The number that goes with the chosen size."""
        return quick if self.quick else large if self.large else usual


def options(about: str | None) -> Options:
    """The options of a script, from its command line and SIZE."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--quick", action="store_true", help="a few seconds, to see that the script runs")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    given = parser.parse_args()
    return Options(given.quick, os.environ.get("SIZE") == "large", given.json)


def alternated(rounds: int, ours: Callable[[int], float], floor: Callable[[int], float]) -> list[tuple[float, float]]:
    """(ours, floor) of each round, in seconds. They take turns at going first: neither always finds warm caches."""
    found = []
    for number in range(rounds):
        if number % 2:
            second = floor(number)
            found.append((ours(number), second))
        else:
            first = ours(number)
            found.append((first, floor(number)))
    return found


def as_rate(name: str, each: int, measured: Sequence[tuple[float, float]], goal: Goal) -> Row:
    """A row in operations per second, from rounds of `each` operations."""
    ours, floor = (median(each / round_[side] for round_ in measured) for side in (0, 1))
    return Row(name, ours, floor, median(floor / ours for ours, floor in measured), goal, "per s")


def as_time(name: str, measured: Sequence[tuple[float, float]], goal: Goal) -> Row:
    """A row in milliseconds, from rounds of one operation."""
    ours, floor = (median(round_[side] for round_ in measured) * 1000 for side in (0, 1))
    return Row(name, ours, floor, median(ours / floor for ours, floor in measured), goal, "ms")


def show(rows: Sequence[Row], notes: Sequence[str], chosen: Options) -> None:
    """Print the rows, and what could not be measured."""
    if chosen.as_json:
        json.dump({"rows": [row.plain() for row in rows], "notes": list(notes)}, sys.stdout, indent=1)
        print()
        return
    lines = [HEADINGS, *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = [_aligned(*one) for one in zip(line, widths, range(len(widths)), strict=True)]
        print("  ".join(cells).rstrip())
    for note in notes:
        print(f"note: {note}")


def _cells(row: Row) -> tuple[str, ...]:
    said = {True: "reached", False: "not reached", None: ""}[row.met]
    goal = "" if row.goal is None else str(row.goal)
    return (row.name, _number(row.ours), _number(row.floor), _number(row.ratio), goal, row.unit, said)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _aligned(cell: str, width: int, place: int) -> str:
    return cell.rjust(width) if 1 <= place <= 3 else cell.ljust(width)
