"""A meeting from its day to its presences, and the pages of the mission on a phone."""

import pytest
from playwright.sync_api import Page, expect

from mandate_flow.edge.clock import moment
from mandate_flow.service.mission import open_mission
from tests.browser.conftest import NewHands
from tests.browser.house import House
from tests.support.browser import axe

DAY = "2026-02-12"


@pytest.fixture
def ref(house: House) -> str:
    return open_mission(house.desk, "Mission d’essai", moment(house.claire)).ref


def test_a_meeting_is_added_and_its_presences_ticked(house: House, ref: str, screens: NewHands) -> None:
    page: Page = screens(house, house.claire).page
    page.goto(f"{house.address}/mission")
    page.get_by_role("link", name="Ajouter une séance").click()
    page.get_by_label("Ajouter une séance, le").fill(DAY)
    page.get_by_role("button", name="Ajouter", exact=True).click()
    expect(page.get_by_text("elle existera dès votre première réponse")).to_be_visible()
    page.get_by_label("Séminaire").check()
    page.get_by_label("Filtrer").fill("roub")
    expect(page.get_by_label("Lille", exact=True)).to_be_hidden()
    page.get_by_label("Roubaix", exact=True).check()
    expect(page.get_by_text("1 collectivité cochée")).to_be_visible()
    page.get_by_role("button", name="Enregistrer").last.click()
    expect(page.get_by_text("Vos réponses sont enregistrées.")).to_be_visible()
    assert axe(page) == []
    with house.desk.store.read() as unit:
        there = unit.files.by_ref(ref).fact("participants", DAY)
    assert there is not None
    assert there.value == ("commune-59512",)


@pytest.mark.parametrize("path", ["/mission", "/?carte=chemins", "/communes", "/communes/59350"])
def test_its_pages_are_accessible_and_fit_a_phone(house: House, ref: str, screens: NewHands, path: str) -> None:
    page: Page = screens(house, house.claire).page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{house.address}{path}")
    assert ref
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
