"""The list of files as people use it: narrowed, kept as a view, ticked, searched by keyboard, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from mandate_flow.edge.clock import moment
from mandate_flow.service.assigning import assign
from mandate_flow.service.opening import Opening, open_file
from mandate_flow.service.registers import NewStructure, add_structure
from tests.browser.hands import Hands, plain
from tests.browser.house import LILLE, ROUBAIX, House
from tests.browser.seed import Clerk
from tests.browser.test_pages import look

SERVICES = (
    ("Garde d’enfants à horaires décalés", "petite-enfance", "Les Petits Explorateurs", "association"),
    ("Crèche associative du quartier des Bois-Blancs", "petite-enfance", "Crèche Cœur à Cœur", "association"),
    ("Insertion par le maraîchage", "insertion", "Les Jardins de Cocagne", "association"),
    ("Conciergerie de quartier", "seniors", "La Conciergerie solidaire", "scic"),
    ("Ressourcerie du canal", "environnement", "Ressourcerie du canal", "scop"),
)
ROW = "table.files tbody tr"


def fill(house: House, files: int = 60) -> None:
    """Some files of two communes and five structures; a third of them is in Claire’s charge."""
    at = moment(house.claire)
    made = [
        add_structure(house.desk, NewStructure(form, name, demonstration=True), at) for _, _, name, form in SERVICES
    ]
    given = []
    for number in range(files):
        title, theme, _, _ = SERVICES[number % 5]
        structures = (made[number % 5].id,)
        opening = Opening("sieg", f"{title} {number + 1}", theme, (LILLE if number % 3 else ROUBAIX,), structures)
        file = open_file(house.desk, opening, at)
        given += [file.ref] if number % 3 == 0 else []
    assign(house.desk, given, house.claire.id, at)


@pytest.mark.timeout(300)
def test_narrowed_kept_and_given(house: House, screens: Callable[..., Hands]) -> None:
    Clerk(house, "Autopartage en libre-service").bring_to("signed")
    fill(house)
    claire = screens(house, house.claire)
    page, faults = claire.page, []
    claire.open("/dossiers")
    faults += look(claire, "list")
    claire.open("/dossiers")  # what looks at the page leaves marks on it, which an exchange of parts would copy
    page.get_by_label("Mots").press_sequentially("creche coeur", delay=20)
    expect(page.get_by_role("heading", name="12 dossiers retenus")).to_be_visible()
    expect(page.get_by_label("Mots")).to_be_focused()
    assert "q=creche" in page.url
    facet = page.locator("#f-commune-commune-59512")
    facet.click()
    expect(page.get_by_role("heading", name="4 dossiers retenus")).to_be_visible()
    expect(facet).to_be_focused()
    expect(page.locator("#annonces")).to_have_text(re.compile("4 dossiers retenus|^$"))
    faults += look(claire, "list-narrowed")
    page.get_by_text("Garder ces filtres sous un nom").click()
    page.get_by_label("Nom de la vue").fill("Crèches de Roubaix")
    page.get_by_label("La partager avec tout le monde").check()
    claire.press("Garder la vue")
    expect(page.get_by_role("link", name="Crèches de Roubaix")).to_have_attribute("aria-current", "page")
    faults += look(claire, "list-view")
    page.get_by_label("Cocher tous les dossiers de cette page").check()
    expect(page.get_by_role("status").filter(has_text="4 dossiers cochés")).to_be_visible()
    page.get_by_label("Confier à").select_option("Rose Dubois")
    claire.press("Confier")
    expect(page.get_by_role("status").filter(has_text="4 dossiers confiés.")).to_be_visible()
    expect(page.locator(ROW).first).to_contain_text("Rose Dubois")
    page.go_back()
    claire.open("/dossiers?q=introuvable&retard=1")
    faults += look(claire, "list-nothing")
    rose = screens(house, house.rose)
    rose.open("/dossiers")
    rose.page.get_by_role("link", name="Crèches de Roubaix").click()
    expect(rose.page.locator(ROW)).to_have_count(4)
    assert not faults, "\n".join(faults)


def test_a_range_is_ticked_and_the_whole_list_asked_for(house: House, screens: Callable[..., Hands]) -> None:
    fill(house)
    claire = screens(house, house.claire)
    claire.open("/dossiers")
    boxes = claire.page.locator(f"{ROW} input[type=checkbox]")
    boxes.nth(1).click()
    boxes.nth(5).click(modifiers=["Shift"])
    expect(claire.page.get_by_role("status").filter(has_text="5 dossiers cochés")).to_be_visible()
    claire.page.get_by_label("Les 60 dossiers de la liste").check()
    expect(claire.page.get_by_role("status").filter(has_text="50 dossiers cochés")).to_be_visible()
    with claire.page.expect_download() as waiting:
        claire.press("Exporter en CSV")
    content = waiting.value.path().read_text("utf-8-sig")
    assert len(content.splitlines()) == 61


def test_names_are_proposed_and_chosen_by_keyboard(house: House, screens: Callable[..., Hands]) -> None:
    fill(house, 5)
    claire = screens(house, house.claire)
    claire.open("/echeances")
    page = claire.page
    field = page.get_by_role("combobox", name="Rechercher un dossier, une commune ou une structure")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type("roubaix")
    offered = page.get_by_role("option")
    expect(offered.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(offered.first).to_have_attribute("aria-selected", "true")
    assert look(claire, "list-proposals") == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(offered.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Roubaix", level=1)).to_be_visible()
    page.get_by_role("searchbox").or_(field).first.fill("creche")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/dossiers\?q=creche"))


def test_all_of_it_without_scripts(house: House, screens: Callable[..., Hands]) -> None:
    fill(house, 9)
    claire = screens(house, house.claire, java_script_enabled=False)
    page = claire.page
    claire.open("/dossiers?commune=commune-59512")
    page.get_by_label("Mots").fill("garde")
    claire.press("Chercher")
    expect(page.locator(ROW)).to_have_count(1)
    assert "commune=commune-59512" in page.url
    page.get_by_role("link", name="Mots : « garde »").click()
    expect(page.locator(ROW)).to_have_count(3)
    page.locator(ROW).first.get_by_role("checkbox").check()
    page.get_by_label("Confier à").select_option("Rose Dubois")
    page.get_by_role("button", name="Confier", exact=True).click()
    expect(page.get_by_text("1 dossier confié.")).to_be_visible()
    page.get_by_label("Trier par").select_option("Référence")
    page.get_by_role("button", name="Trier", exact=True).click()
    assert "tri=ref" in page.url
    assert plain(page.locator(ROW).first.locator(".ref").inner_text()).endswith("0001")
