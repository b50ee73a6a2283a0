"""Outlines as SVG paths on a sheet: projected, simplified, with the point where a mark goes."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Final, Self

from mandate_flow.domain.outline.geojson import Feature
from mandate_flow.domain.outline.simplify import Point, simplified

WIDTH: Final = 640.0
MARGIN: Final = 4.0
TOLERANCE: Final = 0.6
"""In units of the sheet: less than what a line is thick."""


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline: a path of SVG, and the middle of its largest part."""

    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """All outlines by INSEE code, and the size of the sheet."""

    shapes: Mapping[str, Shape]
    width: float
    height: float

    def to_bytes(self) -> bytes:
        """As it is kept."""
        shapes = {code: [one.path, one.x, one.y] for code, one in sorted(self.shapes.items())}
        whole = {"height": self.height, "shapes": shapes, "width": self.width}
        return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """What `to_bytes` gave."""
        whole = json.loads(raw)
        return cls({code: Shape(*one) for code, one in whole["shapes"].items()}, whole["width"], whole["height"])


def draw(features: Iterable[Feature]) -> Drawing:
    """The communes on a sheet, north above. A plane is true enough for a territory of a few dozen kilometres."""
    given = tuple(features)
    every = [point for one in given for ring in one.rings for point in ring]
    west, east = min(x for x, _ in every), max(x for x, _ in every)
    south, north = min(y for _, y in every), max(y for _, y in every)
    squeeze = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / max((east - west) * squeeze, (north - south), 1e-9)
    rings = [
        [(MARGIN + (x - west) * squeeze * scale, MARGIN + (north - y) * scale) for x, y in ring]
        for one in given
        for ring in one.rings
    ]
    lines = iter(simplified(rings, TOLERANCE))
    shapes = {one.code: _shape([next(lines) for _ in one.rings]) for one in given}
    height = MARGIN * 2 + (north - south) * scale
    width = MARGIN * 2 + (east - west) * squeeze * scale
    return Drawing(shapes, round(width, 1), round(height, 1))


def _shape(rings: Sequence[Sequence[Point]]) -> Shape:
    path = "".join(_line(ring) for ring in rings)
    largest = max(rings, key=lambda ring: abs(_surface(ring)))
    x, y = _middle(largest)
    return Shape(path, round(x, 1), round(y, 1))


def _line(ring: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring[:-1]) + "z"


def _surface(ring: Sequence[Point]) -> float:
    """Twice the surface, with a sign that tells the direction."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))


def _middle(ring: Sequence[Point]) -> Point:
    """The centre of gravity of a ring; of its corners when it has no surface."""
    double = _surface(ring)
    if not double:
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    pairs = list(itertools.pairwise(ring))
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * double)
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * double)
    return x, y
