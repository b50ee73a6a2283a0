"""Fewer points for the same outlines; a border that two communes share stays one line (Douglas and Peucker, 1973)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from math import hypot
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = Sequence[Point]


def simplified(rings: Iterable[Ring], tolerance: float) -> list[list[Point]]:
    """The rings, each closed, in the same order; none is more than `tolerance` away from what it was.

    Rings are cut where borders meet, and each piece is simplified in one direction from whichever side it comes, so
    that no gap opens between neighbours. A ring that would lose its surface keeps its points.
    """
    given = [list(ring) for ring in rings]
    meeting = _meeting(given)
    return [_ring(ring, meeting, tolerance) for ring in given]


def _meeting(rings: Iterable[Ring]) -> set[Point]:
    """The points where borders meet: they have other neighbours in one ring than in another."""
    seen: dict[Point, frozenset[Point]] = {}
    found: set[Point] = set()
    for ring in rings:
        corners = ring[:-1]
        for place, point in enumerate(corners):
            around = frozenset((corners[place - 1], corners[(place + 1) % len(corners)]))
            if seen.setdefault(point, around) != around:
                found.add(point)
    return found


def _ring(ring: Sequence[Point], meeting: set[Point], tolerance: float) -> list[Point]:
    corners = list(ring[:-1])
    first = next((place for place, point in enumerate(corners) if point in meeting), None)
    if first is None:
        first = corners.index(min(corners))
    turned = [*corners[first:], *corners[: first + 1]]
    cuts = [0, *(place for place in range(1, len(turned) - 1) if turned[place] in meeting), len(turned) - 1]
    if len(cuts) == 2:  # noqa: PLR2004 - nothing to hold on to: the farthest point halves the ring
        cuts.insert(1, max(range(len(turned)), key=lambda place: _apart(turned[0], turned[place])))
    made: list[Point] = [turned[0]]
    for start, end in itertools.pairwise(cuts):
        made += _piece(turned[start : end + 1], tolerance)[1:]
    return made if len(made) > 3 else [*turned]  # noqa: PLR2004 - a ring without a surface


def _piece(points: list[Point], tolerance: float) -> list[Point]:
    """The piece simplified from its smaller end, so that both sides of a border agree."""
    if points[0] > points[-1]:
        return _piece(points[::-1], tolerance)[::-1]
    kept, waiting = {0, len(points) - 1}, [(0, len(points) - 1)]
    while waiting:
        start, end = waiting.pop()
        far, place = max(
            ((_off(points[one], points[start], points[end]), one) for one in range(start + 1, end)), default=(0.0, 0)
        )
        if far > tolerance:
            kept.add(place)
            waiting += [(start, place), (place, end)]
    return [points[one] for one in sorted(kept)]


def _off(point: Point, start: Point, end: Point) -> float:
    """How far a point is from a segment."""
    along = _apart(start, end)
    if not along:
        return _apart(point, start)
    dx, dy = end[0] - start[0], end[1] - start[1]
    part = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / along**2
    part = max(0.0, min(1.0, part))
    return _apart(point, (start[0] + part * dx, start[1] + part * dy))


def _apart(one: Point, two: Point) -> float:
    return hypot(one[0] - two[0], one[1] - two[1])
