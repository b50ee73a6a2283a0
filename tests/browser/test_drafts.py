"""What is being typed is kept: after a pause, across a closed window, without scripts, and when the session ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from mandate_flow.domain.command import RecordFacts
from mandate_flow.edge.clock import moment
from mandate_flow.service.act import act
from tests.browser.hands import Hands
from tests.browser.house import House
from tests.browser.seed import Clerk
from tests.browser.test_pages import look

TERRITORY, PUBLIC = "Territoire desservi", "Public visé"


def test_a_closed_window_loses_nothing(house: House, screens: Callable[..., Hands]) -> None:
    file = Clerk(house, "Autopartage").bring_to("opened")
    ahmed, nadia = screens(house, house.ahmed), screens(house, house.nadia)
    ahmed.open(f"/dossiers/{file.ref}")
    ahmed.fill({TERRITORY: "Lille et Lomme", PUBLIC: "Les habitants"})
    ahmed.page.keyboard.press("Tab")
    expect(ahmed.page.locator("[data-kept]")).to_contain_text("Brouillon gardé à")
    ahmed.page.wait_for_load_state("networkidle")
    nadia.open(f"/dossiers/{file.ref}")
    expect(nadia.page.get_by_text("Brouillon du")).to_have_count(0)
    taken = RecordFacts({("territory", ""): "Hellemmes"})
    act(house.desk, file.id, taken, moment(house.nadia))
    ahmed.open(f"/dossiers/{file.ref}")
    draft = ahmed.page.get_by_role("region", name="Brouillon du")
    expect(draft).to_contain_text("Le dossier a changé depuis")
    expect(draft.get_by_role("row").filter(has_text=TERRITORY).get_by_role("cell")).to_have_text(
        ["Hellemmes", "Lille et Lomme"]
    )
    assert look(ahmed, "file-draft") == []
    assert ahmed.typed_in(TERRITORY) == "Lille et Lomme"
    assert ahmed.typed_in(PUBLIC) == "Les habitants"
    ahmed.press("Enregistrer")
    conflict = ahmed.page.get_by_role("alert")
    expect(conflict.get_by_role("row")).to_have_count(3)
    conflict.get_by_role("row").filter(has_text=TERRITORY).get_by_label("Hellemmes").check()
    assert look(ahmed, "file-conflict") == []
    ahmed.press("Enregistrer ce choix")
    ahmed.told("Vos réponses sont enregistrées.")
    assert ahmed.typed_in(TERRITORY) == "Hellemmes"
    assert ahmed.typed_in(PUBLIC) == "Les habitants"
    ahmed.open(f"/dossiers/{file.ref}")
    expect(ahmed.page.get_by_text("Brouillon du")).to_have_count(0)


def test_a_draft_by_hand_without_scripts(house: House, screens: Callable[..., Hands]) -> None:
    file = Clerk(house, "Autopartage").bring_to("opened")
    ahmed = screens(house, house.ahmed, java_script_enabled=False)
    ahmed.open(f"/dossiers/{file.ref}")
    ahmed.page.get_by_label(TERRITORY).fill("Lille")
    ahmed.press("Garder comme brouillon")
    ahmed.told("Le brouillon est gardé")
    expect(ahmed.page.get_by_label(TERRITORY)).to_have_value("Lille")
    ahmed.open(f"/dossiers/{file.ref}")
    ahmed.press("Abandonner le brouillon")
    expect(ahmed.page.get_by_text("Brouillon du")).to_have_count(0)
    expect(ahmed.page.get_by_label(TERRITORY)).to_have_value("")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "bare"])
def test_a_session_that_ends_gives_the_typing_back(house: House, screens: Callable[..., Hands], scripts: bool) -> None:  # noqa: FBT001
    file = Clerk(house, "Autopartage").bring_to("opened")
    ahmed = screens(house, house.ahmed, java_script_enabled=scripts)
    ahmed.open(f"/dossiers/{file.ref}")
    ahmed.page.get_by_label(TERRITORY).fill("Lille et Lomme")
    ahmed.page.context.clear_cookies()
    ahmed.page.get_by_role("button", name="Enregistrer", exact=True).last.click()
    expect(ahmed.heading("Votre session est terminée.")).to_be_visible()
    beside = Hands(house, ahmed.page.context.new_page())
    beside.sign_in(house.ahmed)
    ahmed.press("Envoyer ma saisie")
    if ahmed.heading("Ce formulaire a été ouvert dans une session").count():
        ahmed.press("Envoyer ma saisie")
    ahmed.told("Vos réponses sont enregistrées.")
    expect(ahmed.page.get_by_label(TERRITORY)).to_have_value("Lille et Lomme")


def test_an_answer_makes_questions_come_and_go(house: House, screens: Callable[..., Hands]) -> None:
    file = Clerk(house, "Autopartage").bring_to("analysis")
    ahmed = screens(house, house.ahmed)
    ahmed.open(f"/dossiers/{file.ref}")
    asked = "Aide de minimis accordée par ce dossier"
    expect(ahmed.page.get_by_text(asked, exact=True)).to_have_count(0)
    field = ahmed.field("Régime retenu")
    field.select_option(value="R4_DEMIN")
    expect(ahmed.page.get_by_text(asked, exact=True)).to_have_count(1)
    field = ahmed.field("Régime retenu")
    assert field.evaluate("one => one.value") == "R4_DEMIN"
    field.select_option(value="R6_DECISION")
    expect(ahmed.page.get_by_text(asked, exact=True)).to_have_count(0)
