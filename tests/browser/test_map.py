"""Before a meeting the mission looks at the map, keeps childcare, goes through the figures, and prints a sheet."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import expect

from mandate_flow.domain.command import RecordFacts
from mandate_flow.edge.clock import moment
from mandate_flow.service.act import Done, act
from mandate_flow.service.opening import Opening, open_file
from mandate_flow.service.outlines import install
from mandate_flow.service.territories import define_territory
from tests.browser.hands import Hands
from tests.browser.house import LILLE, ROUBAIX, House
from tests.browser.test_pages import PICTURES, look
from tests.support.browser import DESKTOP

WATTRELOS = "commune-59650"
FILES = {
    "Garde d’enfants à horaires décalés": ("petite-enfance", ROUBAIX),
    "Crèche de quartier": ("petite-enfance", LILLE),
    "Autopartage en libre-service": ("autopartage-mobilite", LILLE),
}
SQUARES = {"59350": (3.0, 50.6), "59512": (3.1, 50.6), "59650": (3.1, 50.7)}


def _settled(house: House) -> None:
    """Three files whose applicants wait for an answer since the spring; it is late."""
    for title, (theme, authority) in FILES.items():
        opening = Opening("sieg", title, theme, (authority,), (house.lilas.id,), demonstration=True)
        file = open_file(house.desk, opening, moment(house.claire))
        received = RecordFacts({("application_received_on", ""): date(2026, 2, 2)})
        assert isinstance(act(house.desk, file.id, received, moment(house.claire)), Done)
    define_territory(house.desk, "Versant nord-est", [ROUBAIX, WATTRELOS], moment(house.thomas))
    house.calendar.turn(date(2026, 6, 15))
    house.tick()


def _square(code: str, west: float, south: float) -> dict[str, object]:
    corners = [[west, south], [west + 0.1, south], [west + 0.1, south + 0.1], [west, south + 0.1], [west, south]]
    return {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": "Polygon", "coordinates": [corners]},
    }


def _keep(hands: Hands, label: str, choice: str) -> None:
    hands.page.locator("form.focus").get_by_label(label).select_option(label=choice)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("scripts", [True, False])
def test_the_map_before_a_meeting(house: House, screens: Callable[..., Hands], *, scripts: bool) -> None:
    _settled(house)
    claire = screens(house, house.claire, java_script_enabled=scripts)
    claire.open("/")
    expect(claire.page.get_by_role("link", name="Dossiers actifs")).to_contain_text("3")
    _keep(claire, "Thème", "Petite enfance")
    claire.press("Filtrer")
    expect(claire.page.get_by_text("Filtré :")).to_contain_text("Petite enfance")
    expect(claire.page.get_by_role("link", name="Roubaix : identification, 2 échéances en retard")).to_be_visible()
    expect(claire.page.get_by_role("link", name="Wattrelos : aucun dossier")).to_be_visible()

    claire.page.locator("a.kpi").filter(has_text="Échéances en retard").click()
    expect(claire.page.locator("tbody tr")).to_have_count(4)
    expect(claire.page.get_by_text("Autopartage en libre-service")).to_have_count(0)
    claire.page.go_back()

    _keep(claire, "Territoire", "Versant nord-est")
    claire.press("Filtrer")
    expect(claire.page.get_by_text("2 communes · 1 engagée")).to_be_visible()
    claire.page.get_by_role("link", name="Roubaix : identification").click()
    expect(claire.heading("Roubaix").first).to_be_visible()
    claire.page.go_back()
    _printed(claire, "Commune par commune", "map-print" if scripts else "map-print-bare")


def _printed(hands: Hands, sheet: str, name: str) -> None:
    """On paper: what is filtered, the figures, the map with its legend, the communes; nothing one could click."""
    hands.settled()
    page = hands.page
    page.emulate_media(media="print")
    for shown in (
        page.locator("svg.map"),
        page.locator(".legend").first,
        page.locator("table.sheet"),
        hands.heading(sheet),
    ):
        expect(shown).to_be_visible()
    expect(page.locator("table.sheet tbody tr")).to_have_count(1)
    for hidden in (page.locator("form.filters"), page.locator("#a-faire, #autres, #sante").first):
        expect(hidden).to_be_hidden()
    PICTURES.mkdir(parents=True, exist_ok=True)
    paper = page.pdf(path=PICTURES / f"{name}.pdf", format="A4")
    assert paper.startswith(b"%PDF")
    page.emulate_media(media="screen")


@pytest.mark.timeout(240)
def test_the_same_in_dutch(house: House, screens: Callable[..., Hands]) -> None:
    _settled(house)
    claire = screens(house, house.claire)
    claire.open("/")
    claire.press("Nederlands")
    expect(claire.heading("Hoe ver elke gemeente staat")).to_be_visible()
    _keep(claire, "Thema", "Jonge kinderen")
    _keep(claire, "Gebied", "Versant nord-est")
    claire.press("Filteren")
    expect(claire.page.get_by_text("Gefilterd:")).to_contain_text("Jonge kinderen · Versant nord-est")
    expect(claire.page.get_by_role("link", name="Wattrelos: geen dossier")).to_be_visible()
    assert look(claire, "map-nl") == []
    _printed(claire, "Gemeente per gemeente", "map-print-nl")
    claire.open("/echeances?vue=mois")
    expect(claire.page.get_by_text("juni 2026").first).to_be_visible()


@pytest.mark.timeout(400)
def test_outlines_and_deadlines_are_seen_and_accessible(house: House, screens: Callable[..., Hands]) -> None:
    _settled(house)
    claire, thomas = screens(house, house.claire), screens(house, house.thomas)
    faults = []
    pages = {
        "deadlines-month": "/echeances?vue=mois",
        "deadlines-mails": "/echeances?vue=envois&jours=30",
        "communes-sorted": "/communes?tri=retard&territoire=x",
        "structures-sorted": "/structures?tri=retard",
        "structures-none": "/structures?nom=personne",
    }
    for name, path in pages.items():
        assert claire.open(path).status == 200, path
        faults += look(claire, name)
    thomas.open("/administration/territoires/nouveau")
    faults += look(thomas, "territory-new")
    thomas.open("/administration/territoires")
    faults += look(thomas, "territories")
    whole = {"type": "FeatureCollection", "features": [_square(code, *at) for code, at in SQUARES.items()]}
    install(house.desk, json.dumps(whole).encode(), "Contours d’essai", moment(house.thomas))
    thomas.open("/administration/contours")
    faults += look(thomas, "outlines")
    claire.open("/")
    expect(claire.page.locator("svg.map.outlines a")).to_have_count(3)
    faults += look(claire, "board-outlines")
    claire.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    claire.page.locator("svg.map a").first.focus()
    claire.page.keyboard.press("Enter")
    expect(claire.page.locator(".crumbs")).to_be_visible()
    assert faults == []
