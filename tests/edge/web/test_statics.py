import hashlib
import json
import re
from xml.etree import ElementTree as ET

import pytest

from mandate_flow.edge.web.render import environment
from mandate_flow.edge.web.statics import FOLDER
from mandate_flow.edge.web.tiles import tile_map
from tests.edge.web.conftest import Town, Visitor
from tests.house.tree import ROOT

SHEET = (FOLDER / "app.css").read_text(encoding="utf-8")


def test_the_sheet_is_small_and_asks_nothing_of_others() -> None:
    assert len(SHEET.encode()) <= 80 * 1024
    assert not re.search(r"https?:|@import", SHEET)
    for name in re.findall(r"url\(([^)]+)\)", SHEET):
        assert (FOLDER / name).is_file()


def test_every_class_the_pages_use_is_in_the_sheet() -> None:
    env = environment(development=True)
    known = set(re.findall(r"\.([a-z][\w-]*)", SHEET))
    used: set[str] = set()
    for name in env.list_templates():
        source = env.loader.get_source(env, name)[0] if env.loader else ""
        for value in re.findall(r'class="([^"]*)"', re.sub(r"\{[{%].*?[%}]\}", " ", source)):
            used |= {one for one in value.split() if not one.endswith("-")}  # the rest of that name is a value
    assert used - known == set()


def test_vendored_files_are_those_that_were_taken() -> None:
    lists = list((FOLDER / "vendor").rglob("SHA256SUMS"))
    assert lists
    for one in lists:
        lines = [line.split() for line in one.read_text(encoding="utf-8").splitlines()]
        said = {name: digest for digest, name in lines}
        files = {path.name for path in one.parent.iterdir()} - {"SHA256SUMS"}
        assert files == set(said)
        for name, digest in said.items():
            assert hashlib.sha256((one.parent / name).read_bytes()).hexdigest() == digest


def test_files_are_kept_by_the_browser_under_an_address_that_changes_with_them(visitor: Visitor) -> None:
    page = visitor.get("/connexion").text
    found = re.search(r'href="(/static/app\.css\?v=[0-9a-f]{16})"', page)
    assert found
    answer = visitor.get(found[1])
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("name", ["../app.py", "..%2f..%2fapp.py", "vendor/public-sans-5.3.0/SHA256SUMS", "app.css/"])
def test_nothing_else_can_be_reached(visitor: Visitor, name: str) -> None:
    assert visitor.get(f"/static/{name}").status_code == 404


def test_the_tiles_are_the_communes_of_the_territory(town: Town) -> None:
    tiles = tile_map(ROOT).tiles
    with town.desk.store.read() as unit:
        communes = {one.code for one in unit.registers.authorities() if one.kind == "commune"}
    assert set(tiles) == communes
    assert len({(tile.x, tile.y) for tile in tiles.values()}) == 95
    assert len({tile.short for tile in tiles.values()}) == 95
    assert all(0 < len(tile.short) <= 4 for tile in tiles.values())


def test_a_territory_without_tiles_has_an_empty_map() -> None:
    assert not tile_map(FOLDER).tiles


def test_the_map_is_sound_svg(mission: Visitor) -> None:
    found = re.search(r'<svg class="map".*?</svg>', mission.get("/").text, re.DOTALL)
    assert found
    links = ET.fromstring(found[0]).findall("a")  # noqa: S314 - our own page
    assert len(links) == 95
    assert all(link.findtext("title") for link in links)


def test_the_tiles_name_their_source() -> None:
    places = json.loads((ROOT / "territory" / "mel_tiles.json").read_text(encoding="utf-8"))
    assert {place["source"] for place in places} == {"geonames", "main"}
    assert "CC BY 4.0" in (ROOT / "territory" / "CREDITS.md").read_text(encoding="utf-8")
