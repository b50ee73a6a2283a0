"""Outlines of communes: checked, compared with the territory, drawn without gaps, shown on the map, taken away."""

import json
import os
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.outline import draw, read_features
from mandate_flow.domain.outline.simplify import simplified
from mandate_flow.service.integrity import verify
from tests.edge.web.conftest import Town, Visitor, signed_in

PLACE = "/administration/contours"
REAL = "MANDATE_FLOW_TEST_OUTLINES"
"""Names a GeoJSON of real communes to try in the place of those made here."""
BORDER = [[3.1, 50.6], [3.1004, 50.63], [3.0996, 50.66], [3.1, 50.7]]
WEST = [[3.0, 50.6], *BORDER, [3.0, 50.7], [3.0, 50.6]]
EAST = [[3.2, 50.7], *reversed(BORDER), [3.2, 50.6], [3.2, 50.7]]


def feature(code: object, *rings: Any, name: str = "code", kind: str = "Polygon") -> dict[str, Any]:
    shape = {"type": kind, "coordinates": list(rings)}
    return {"type": "Feature", "properties": {name: code, "nom": "?"}, "geometry": shape}


def collection(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


TWO = collection(feature("59350", WEST), feature("59512", EAST, name="INSEE_COM"))


def send(visitor: Visitor, raw: bytes, **fields: str) -> Any:
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', visitor.get(PLACE).text)
    assert token
    data = {"csrf": token[1], "source": "Contours d’essai, 2026", "geste": "installer"} | fields
    return visitor.post(PLACE, data=data, files={"fichier": ("communes.geojson", raw, "application/geo+json")})


def test_outlines_take_the_place_of_hexagons_with_the_same_words(town: Town) -> None:
    thomas, claire = signed_in(town, town.thomas), signed_in(town, town.claire)
    before = claire.get("/").text
    assert send(thomas, TWO).headers["location"] == f"{PLACE}?fait=installes"
    text = thomas.get(PLACE).text
    assert "93 communes du territoire sans contour" in text
    after = claire.get("/").text
    assert "<polygon" in before
    assert "<polygon" not in after
    assert after.count('<path class="s0"') == 2
    for title in ("<title>Lille : identification</title>", "<title>Roubaix : identification</title>"):
        assert title in before
        assert title in after
    assert "Contours d’essai, 2026" in after
    assert "Sans contour sur la carte" in after
    assert verify(town.desk.store, town.desk.blobs).ok
    token = {"_from": PLACE}
    assert thomas.fill(f"{PLACE}/retrait", **token).headers["location"] == f"{PLACE}?fait=retires"
    assert claire.get("/").text.count("<polygon") == 95
    assert verify(town.desk.store, town.desk.blobs).ok


def test_a_trial_shows_and_installs_nothing(town: Town) -> None:
    thomas = signed_in(town, town.thomas)
    answer = send(thomas, collection(feature("59350", WEST), feature("75056", EAST)), geste="essai")
    assert answer.status_code == 200
    assert "1 commune serait dessinée." in answer.text
    assert "94 communes du territoire sans contour" in answer.text
    assert "75056" in answer.text
    assert signed_in(town, town.claire).get("/").text.count("<polygon") == 95


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "Ce fichier n’est pas un GeoJSON lisible."),
        (b"\xff\xfe", "Ce fichier n’est pas un GeoJSON lisible."),
        (b"[" * 200_000, "Ce fichier n’est pas un GeoJSON lisible."),
        (b'{"type": "Feature"}', "Ce fichier n’est pas une collection de contours."),
        (collection(), "Ce fichier n’est pas une collection de contours."),
        (collection(feature("", WEST)), "n’a pas de code INSEE."),
        (collection(feature("59350", WEST, name="nom_officiel")), "n’a pas de code INSEE."),
        (collection(feature("59350", [3.0, 50.6], kind="Point")), "n’est pas une surface."),
        (collection(feature("59350", WEST[:-1])), "n’est pas fermé ou n’est pas lisible."),
        (collection(feature("59350", [[3.0, "x"]] * 4)), "n’est pas fermé ou n’est pas lisible."),
        (collection(feature("59350", [[700000.0, 7060000.0]] * 4)), "n’est pas en longitudes et latitudes."),
        (collection(feature("59350", [[float("nan"), 50.0]] * 4)), "n’est pas"),
        (collection(feature("75056", WEST)), "Aucun de ces contours n’est celui d’une commune du territoire."),
        (collection("x"), "n’a pas de code INSEE."),
        (b" " * 10_000_001, "Ce fichier dépasse 10 Mo."),
    ],
)
def test_what_is_no_map_is_told(town: Town, raw: bytes, said: str) -> None:
    answer = send(signed_in(town, town.thomas), raw)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_source_and_a_file_are_asked_for(town: Town) -> None:
    thomas = signed_in(town, town.thomas)
    assert "La source manque." in send(thomas, TWO, source=" ").text
    assert "Choisissez un fichier GeoJSON." in thomas.fill(PLACE, source="x").text


def test_nobody_else_changes_the_map(town: Town) -> None:
    claire = signed_in(town, town.claire)
    assert "Importer des contours" not in claire.get(PLACE).text
    assert claire.fill(f"{PLACE}/retrait", _from="/dossiers/nouveau").status_code == 403
    assert signed_in(town, town.rose).get(PLACE).status_code == 403


def test_neighbours_share_their_border_after_simplification() -> None:
    lines = simplified([[(x, y) for x, y in WEST], [(x, y) for x, y in EAST]], 0.01)
    assert (3.1004, 50.63) not in lines[0], "a point that tells nothing is left out"
    west, east = ({point for point in line if abs(point[0] - 3.1) < 0.001} for line in lines)
    assert west == east


def test_a_small_island_keeps_its_surface() -> None:
    island = [(3.0, 50.0), (3.0001, 50.0), (3.0001, 50.0001), (3.0, 50.0)]
    (line,) = simplified([island], 1.0)
    assert len(set(line)) == 3


def test_a_drawing_is_read_again_as_it_was_kept() -> None:
    drawing = draw(read_features(TWO))
    assert type(drawing).from_bytes(drawing.to_bytes()) == drawing
    assert set(drawing.shapes) == {"59350", "59512"}
    lille, roubaix = drawing.shapes["59350"], drawing.shapes["59512"]
    assert lille.x < roubaix.x
    assert 0 < drawing.height <= 640


def shore(start: tuple[float, float], end: tuple[float, float], seed: int) -> list[list[float]]:
    """A border that wanders between two corners, the same whichever commune draws it."""
    wander = Random(seed)
    steps = [number / 60 for number in range(61)]
    return [
        [
            start[axis] + (end[axis] - start[axis]) * step + (wander.uniform(-4e-5, 4e-5) if 0 < step < 1 else 0)
            for axis in (0, 1)
        ]
        for step in steps
    ]


def territory() -> bytes:
    """Ninety-five communes side by side, each border of sixty points."""
    cells = []
    for number in range(95):
        row, column = divmod(number, 10)
        west, south = 3.0 + column * 0.02, 50.5 + row * 0.02
        corners = [(west, south), (west + 0.02, south), (west + 0.02, south + 0.02), (west, south + 0.02)]
        below = shore(corners[0], corners[1], 1000 + number)
        right = shore(corners[1], corners[2], 2000 + number)
        above = shore(corners[3], corners[2], 1010 + number)
        left = shore(corners[0], corners[3], 1999 + number)
        ring = [*below, *right[1:], *above[::-1][1:], *left[::-1][1:]]
        cells.append(feature(f"59{number:03}", ring))
    return collection(*cells)


def test_the_outlines_of_a_whole_territory_make_a_light_map() -> None:
    named = os.environ.get(REAL)
    raw = Path(named).read_bytes() if named else territory()
    drawing = draw(read_features(raw))
    assert len(drawing.shapes) > 50
    assert len(drawing.to_bytes()) < (len(raw) if named else len(raw) / 2)


def test_a_bad_file_is_blamed_on_the_file() -> None:
    with pytest.raises(BadInput) as caught:
        read_features(b"{}")
    assert caught.value.where == "file"
