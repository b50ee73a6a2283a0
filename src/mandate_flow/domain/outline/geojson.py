"""Reads the outlines of communes from a GeoJSON, and says what is wrong with it (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.said import said

Point: TypeAlias = tuple[float, float]
"""Longitude and latitude, in degrees of WGS 84."""
Ring: TypeAlias = tuple[Point, ...]
"""Closed: the last point is the first."""

MOST_BYTES: Final = 10_000_000
MOST_FEATURES: Final = 3_000
MOST_POINTS: Final = 400_000
NAMES: Final = ("code", "insee", "code_insee", "codeinsee", "insee_com", "insee_comm", "com", "codgeo", "codecommune")
"""The names, in lower case, under which files of communes give the INSEE code."""
CODE: Final = 5
FEWEST: Final = 4
"""A ring has three corners, the first of them twice."""


@dataclass(frozen=True, slots=True)
class Feature:
    """A commune: its INSEE code and its rings, holes and islands alike."""

    code: str
    rings: tuple[Ring, ...]


def read_features(raw: bytes) -> tuple[Feature, ...]:
    """The communes of a file. Raises BadInput, saying which part of it is wrong."""
    if len(raw) > MOST_BYTES:
        raise BadInput(
            said("Ce fichier dépasse {most:number} Mo.", most=MOST_BYTES // 1_000_000),
            do="Demandez des contours simplifiés (par exemple à 50 m).",
            where="file",
        )
    found: dict[str, tuple[Ring, ...]] = {}
    points = 0
    for place, item in enumerate(_items(raw), start=1):
        code, rings = _code(item, place), tuple(_rings(item, place))
        points += sum(map(len, rings))
        if points > MOST_POINTS:
            raise BadInput(
                said("Ces contours comptent plus de {most:number} points.", most=MOST_POINTS),
                do="Demandez des contours simplifiés.",
                where="file",
            )
        found[code] = found.get(code, ()) + rings
    return tuple(Feature(code, rings) for code, rings in sorted(found.items()))


def _items(raw: bytes) -> list[Any]:
    try:
        whole = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BadInput(
            "Ce fichier n’est pas un GeoJSON lisible.",
            why="Il n’est pas écrit en JSON.",
            do="Choisissez le fichier .geojson ou .json tel qu’il a été téléchargé.",
            where="file",
        ) from error
    kind = whole.get("type") if isinstance(whole, dict) else None
    items = whole.get("features") if isinstance(whole, dict) else None
    if kind != "FeatureCollection" or not isinstance(items, list) or not items:
        raise BadInput(
            "Ce fichier n’est pas une collection de contours.",
            why="Un GeoJSON de communes est une « FeatureCollection » qui contient des « features ».",
            do="Choisissez un autre fichier.",
            where="file",
        )
    if len(items) > MOST_FEATURES:
        raise BadInput(
            said("Ce fichier contient {n:number} contours.", n=len(items)),
            do="Gardez-en seulement les communes du territoire.",
            where="file",
        )
    return items


def _code(item: Any, place: int) -> str:  # noqa: ANN401 - a JSON leaf
    given = item.get("properties") if isinstance(item, dict) else None
    held = {str(name).lower(): value for name, value in given.items()} if isinstance(given, dict) else {}
    code = next((held[name] for name in NAMES if held.get(name) not in (None, "")), None)
    text = str(code).strip().upper().zfill(CODE) if isinstance(code, (str, int)) else ""
    if len(text) != CODE or not text.isalnum() or not text.isascii():
        raise BadInput(
            said("Le contour n° {place:number} n’a pas de code INSEE.", place=place),
            why="Le code est cherché dans une propriété nommée code, insee, code_insee, INSEE_COM ou codgeo.",
            do="Choisissez un fichier qui le donne.",
            where="file",
        )
    return text


def _rings(item: Mapping[str, Any], place: int) -> Iterator[Ring]:
    shape = item.get("geometry")
    kind = shape.get("type") if isinstance(shape, dict) else None
    parts = shape.get("coordinates") if isinstance(shape, dict) else None
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(parts, list) or not parts:
        raise BadInput(
            said("Le contour n° {place:number} n’est pas une surface.", place=place),
            why="Une commune est un « Polygon » ou un « MultiPolygon ».",
            where="file",
        )
    for polygon in [parts] if kind == "Polygon" else parts:
        if not isinstance(polygon, list) or not polygon:
            raise _wrong(place)
        for ring in polygon:
            yield _ring(ring, place)


def _ring(raw: Any, place: int) -> Ring:  # noqa: ANN401 - a JSON leaf
    if not isinstance(raw, list):
        raise _wrong(place)
    points = tuple(_point(one, place) for one in raw)
    if len(points) < FEWEST or points[0] != points[-1]:
        raise _wrong(place)
    return points


def _point(raw: Any, place: int) -> Point:  # noqa: ANN401 - a JSON leaf
    pair = raw[:2] if isinstance(raw, list) else []
    if len(pair) != 2 or not all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in pair):  # noqa: PLR2004
        raise _wrong(place)
    lon, lat = float(pair[0]), float(pair[1])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):  # noqa: PLR2004 - degrees
        raise BadInput(
            said("Le contour n° {place:number} n’est pas en longitudes et latitudes.", place=place),
            why="Ses coordonnées ne sont pas des degrés : le fichier est sans doute en Lambert 93.",
            do="Demandez le même fichier en WGS 84 (EPSG:4326), comme le veut le GeoJSON.",
            where="file",
        )
    return lon, lat


def _wrong(place: int) -> BadInput:
    return BadInput(
        said("Le contour n° {place:number} n’est pas fermé ou n’est pas lisible.", place=place),
        do="Choisissez un autre fichier.",
        where="file",
    )
