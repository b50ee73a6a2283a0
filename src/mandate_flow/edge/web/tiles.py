"""The communes as a map of equal hexagons, as SVG figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin, sqrt
from pathlib import Path
from typing import Final

RADIUS: Final = 20.0
MARGIN: Final = 2.0
CREDIT: Final = "Position des communes : GeoNames (CC BY 4.0), ajustée en tuiles."


@dataclass(frozen=True, slots=True)
class Tile:
    """One hexagon: its corners as SVG points, its centre, and the four letters written on it."""

    code: str
    name: str
    short: str
    points: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class TileMap:
    """All hexagons by INSEE code, and the size of the drawing."""

    tiles: Mapping[str, Tile]
    width: float
    height: float


@cache
def tile_map(folder: Path) -> TileMap:
    """The map of `territory/mel_tiles.json` in a content folder; empty when the territory has no tiles.

    A tile is at column q2/2 and row `row` of a grid of hexagons standing on a corner.
    """
    path = folder / "territory" / "mel_tiles.json"
    places = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    tiles = {place["code"]: _tile(place) for place in places}
    right = max((tile.x for tile in tiles.values()), default=0) + RADIUS * sqrt(3) / 2 + MARGIN
    bottom = max((tile.y for tile in tiles.values()), default=0) + RADIUS + MARGIN
    return TileMap(tiles, round(right, 1), round(bottom, 1))


def _tile(place: Mapping[str, str | int | float]) -> Tile:
    x = MARGIN + RADIUS * sqrt(3) / 2 * (int(place["q2"]) + 1)
    y = MARGIN + RADIUS * (1.5 * int(place["row"]) + 1)
    corners = ((x + RADIUS * sin(turn * pi / 3), y - RADIUS * cos(turn * pi / 3)) for turn in range(6))
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
    return Tile(str(place["code"]), str(place["nom"]), str(place["short"]), points, round(x, 1), round(y, 1))
