"""A workflow drawn: states from top to bottom, steps as numbered arrows; a table beside it says the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from mandate_flow.domain.workflow.definition import STAY, Definition, Step
from mandate_flow.edge.web.language import in_language

BOX: Final = (236, 38)  # width and height
PITCH: Final = 68
LANE: Final = 24
MARK: Final = 22
TOP: Final = 12
LONGEST: Final = 30


@dataclass(frozen=True, slots=True)
class Box:
    """A state, by its upper left corner."""

    x: int
    y: int
    label: str
    ending: bool


@dataclass(frozen=True, slots=True)
class Arrow:
    """A step, or one of its ways: the path of an SVG, and where its number stands."""

    path: str
    number: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Diagram:
    """What a template draws; lengths are SVG units."""

    width: int
    height: int
    box_width: int
    box_height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def numbered(definition: Definition) -> dict[str, int]:
    """The number of each step, in the order of the file."""
    return {name: number for number, name in enumerate(definition.steps, 1)}


def diagram(definition: Definition) -> Diagram:
    """States in their order; a step to the next state goes straight down, the others along a lane at either side."""
    rows = {name: number for number, name in enumerate(definition.states)}
    left, right = _lanes(definition, rows)
    x = 16 + LANE * (max(left.values(), default=-1) + 1)
    numbers = numbered(definition)
    arrows: list[Arrow] = []
    marks: Counter[int] = Counter()
    for step in definition.steps.values():
        arrows += _straight(step, rows, numbers[step.name], x, marks)
        if step.name in left:
            arrows.append(_along(step, rows, numbers[step.name], x, -1, left[step.name]))
        if step.name in right:
            arrows.append(_along(step, rows, numbers[step.name], x, 1, right[step.name]))
    boxes = tuple(
        Box(x, TOP + PITCH * rows[name], _short(in_language(one.label)), one.ending)
        for name, one in definition.states.items()
    )
    width = x + BOX[0] + LANE * (max(right.values(), default=-1) + 1) + 30
    return Diagram(width, TOP * 2 + PITCH * (len(rows) - 1) + BOX[1], *BOX, boxes, tuple(arrows))


def _lanes(definition: Definition, rows: dict[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """The lane of each step that goes back (left) or further than the next state (right), nearest first."""
    found: tuple[dict[str, int], dict[str, int]] = {}, {}
    taken: tuple[dict[int, list[tuple[int, int]]], dict[int, list[tuple[int, int]]]] = {}, {}
    for step in definition.steps.values():
        if step.to == STAY:
            continue
        to = rows[step.to]
        for side, ends in ((0, _back(step, rows)), (1, _far(step, rows))):
            if not ends:
                continue
            low, high = min(*ends, to), max(*ends, to)
            lane = 0
            while any(one[0] <= high and low <= one[1] for one in taken[side].get(lane, ())):
                lane += 1
            taken[side].setdefault(lane, []).append((low, high))
            found[side][step.name] = lane
    return found


def _back(step: Step, rows: dict[str, int]) -> list[int]:
    """Not for a step that stays: it has no lane."""
    return [rows[one] for one in step.sources if rows[one] > rows[step.to]]


def _far(step: Step, rows: dict[str, int]) -> list[int]:
    return [rows[one] for one in step.sources if rows[one] < rows[step.to] - 1]


def _straight(step: Step, rows: dict[str, int], number: int, x: int, marks: Counter[int]) -> list[Arrow]:
    """Down to the next state, or a mark under the state where the step stays, beside those already there."""
    found = []
    for source in step.sources:
        row, to = rows[source], rows[step.leads(source)]
        top = TOP + PITCH * row
        if row == to - 1:
            middle = x + BOX[0] // 2
            path = f"M{middle} {top + BOX[1]}V{top + PITCH - 3}"
            found.append(Arrow(path, number, middle, top + (BOX[1] + PITCH) // 2 - 2))
        elif row == to:
            found.append(Arrow("", number, x + 16 + MARK * marks[row], top + BOX[1]))
            marks[row] += 1
    return found


def _along(step: Step, rows: dict[str, int], number: int, x: int, side: int, lane: int) -> Arrow:
    """From every source to the lane, along it, and into the target."""
    edge = x if side < 0 else x + BOX[0]
    at = edge + side * (14 + LANE * lane)
    ends = _back(step, rows) if side < 0 else _far(step, rows)
    into = TOP + PITCH * rows[step.to] + BOX[1] // 2 - side * (4 + 3 * lane)
    starts = [TOP + PITCH * row + BOX[1] // 2 + side * (4 + 3 * lane) for row in ends]
    path = "".join(f"M{edge} {start}H{at}V{into}" for start in starts) + f"H{edge + side * 3}"
    return Arrow(path, number, at, (min(starts) + into) // 2 if side > 0 else (max(starts) + into) // 2)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
