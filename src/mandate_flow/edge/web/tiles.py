"""The communes as a map, as SVG figures: equal hexagons, or the outlines that an administrator installed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin, sqrt
from pathlib import Path
from typing import Final

from mandate_flow.domain.outline import Drawing
from mandate_flow.edge.web.language import N_
from mandate_flow.service.desk import Desk
from mandate_flow.service.outlines import installed

RADIUS: Final = 20.0
MARGIN: Final = 2.0
CREDIT: Final = N_("Position des communes : GeoNames (CC BY 4.0), ajustée en tuiles.")


@dataclass(frozen=True, slots=True)
class Tile:
    """One place: the corners of a hexagon (SVG points) or a path, its centre, and the letters written on it."""

    code: str
    name: str
    short: str
    points: str
    x: float
    y: float
    path: str = ""


@dataclass(frozen=True, slots=True)
class TileMap:
    """All places by INSEE code, the size of the drawing, and where the shapes come from; `outlines` or hexagons."""

    tiles: Mapping[str, Tile]
    width: float
    height: float
    credit: str = CREDIT
    outlines: bool = False


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


def drawn_map(desk: Desk) -> TileMap:
    """The map of the territory: the outlines that were installed, else hexagons."""
    held = installed(desk)
    if held is None:
        return tile_map(desk.library.folder)
    return outline_map(held.drawing, held.chosen.source)


def outline_map(drawing: Drawing, source: str) -> TileMap:
    """Outlines as the map shows them; `source` is written below."""
    tiles = {code: Tile(code, "", "", "", one.x, one.y, one.path) for code, one in drawing.shapes.items()}
    return TileMap(tiles, drawing.width, drawing.height, source, outlines=True)
