"""An agent fills a table: without scripts, with them, from a spreadsheet, and on a telephone."""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from mandate_flow.domain.command import RecordFacts
from mandate_flow.domain.value import Table
from mandate_flow.edge.clock import moment
from mandate_flow.service.act import act
from tests.browser.hands import Hands, plain
from tests.browser.house import House
from tests.browser.seed import Clerk
from tests.support.browser import DESKTOP, PHONE, axe

SHOTS: Final = os.environ.get("SCREENSHOTS", "")
OBLIGATION: Final = "Une station à moins de 400 m dans chaque quartier prioritaire"
PASTE: Final = """([field, text]) => {
  const data = new DataTransfer()
  data.setData("text/plain", text)
  field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))
}"""


def picture(hands: Hands, name: str) -> None:
    """The table fits the screen; its picture is kept when SCREENSHOTS names a folder, to be looked at."""
    for width, height in (DESKTOP, PHONE):
        hands.page.set_viewport_size({"width": width, "height": height})
        assert hands.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
        if SHOTS:
            hands.page.locator("main table").last.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"))
    hands.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})


def cell(page: Page, name: str) -> Locator:
    return page.get_by_label(name, exact=True)


def paste(page: Page, name: str, text: str) -> None:
    page.evaluate(PASTE, [cell(page, name).element_handle(), text])


def unfold(page: Page) -> None:
    """The section the table is in, when it is folded."""
    for folded in cell(page, "Obligation, ligne 1").locator("xpath=ancestor::details[not(@open)]/summary").all():
        folded.click()


def rows(page: Page) -> Locator:
    unfold(page)
    return page.get_by_role("table", name="Indicateurs des obligations").locator("tbody tr")


@pytest.fixture
def file(house: House) -> str:
    clerk = Clerk(house, "Autopartage solidaire")
    clerk.bring_to("analysis")
    return f"/dossiers/{clerk.file.ref}"


def fill_row(page: Page, number: int, *words: str) -> None:
    unfold(page)
    for label, typed in zip(("Obligation", "Indicateur", "Objectif par an", "Unité"), words, strict=True):
        cell(page, f"{label}, ligne {number}").fill(typed)


@pytest.mark.timeout(120)
def test_with_scripts_rows_come_in_place_and_cells_are_pasted(
    house: House, file: str, screens: Callable[..., Hands]
) -> None:
    ahmed = screens(house, house.ahmed)
    page = ahmed.page
    ahmed.open(file)
    expect(rows(page)).to_have_count(3)
    fill_row(page, 1, OBLIGATION, "Distance à la station la plus proche", "400", "mètres")
    paste(
        page,
        "Obligation, ligne 3",
        'Tarif social\tTrajets à tarif social\t12 000\ttrajets\n"Jour\net nuit"\tHeures\t24\n',
    )
    expect(rows(page)).to_have_count(4)
    expect(page.get_by_text("7 cases remplies. Vérifiez, puis enregistrez.")).to_be_visible()
    expect(cell(page, "Indicateur, ligne 3")).to_have_value("Trajets à tarif social")
    expect(cell(page, "Obligation, ligne 4")).to_have_value("Jour\net nuit")
    page.get_by_role("button", name="Ajouter des lignes : Indicateurs des obligations").click()
    expect(rows(page)).to_have_count(5)
    expect(cell(page, "Obligation, ligne 5")).to_be_focused()
    expect(cell(page, "Obligation, ligne 5")).to_have_value("")
    picture(ahmed, "tableau-saisie")
    assert axe(page, every=True) == []
    ahmed.save()
    expect(rows(page)).to_have_count(3 + 3)
    expect(cell(page, "Objectif par an, ligne 2")).to_have_value("12\u202f000")
    cell(page, "Indicateur, ligne 1").fill("")
    cell(page, "Objectif par an, ligne 2").fill("douze")
    ahmed.press("Enregistrer")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("2 champs sont à corriger")
    picture(ahmed, "tableau-erreurs")
    assert axe(page, every=True) == []
    alert.get_by_role("link", name="ligne 2, Objectif par an").click()
    expect(cell(page, "Objectif par an, ligne 2")).to_be_focused()


@pytest.mark.timeout(120)
def test_without_scripts_everything_works(house: House, file: str, without_scripts: Page) -> None:
    ahmed = Hands(house, without_scripts)
    ahmed.sign_in(house.ahmed)
    ahmed.open(file)
    fill_row(without_scripts, 3, OBLIGATION, "Distance", "400", "mètres")
    ahmed.answer("Obligations de service public", "Des stations proches.")
    without_scripts.get_by_role("button", name="Ajouter des lignes : Indicateurs des obligations").click()
    expect(rows(without_scripts)).to_have_count(3 + 5)
    expect(cell(without_scripts, "Obligation, ligne 3")).to_have_value(OBLIGATION)
    expect(cell(without_scripts, "Obligation, ligne 4")).to_be_focused()
    assert ahmed.typed_in("Obligations de service public") == "Des stations proches."
    fill_row(without_scripts, 8, "Tarif social", "Trajets", "12 000", "")
    ahmed.save()
    expect(rows(without_scripts)).to_have_count(2 + 3)
    expect(cell(without_scripts, "Indicateur, ligne 2")).to_have_value("Trajets")
    cell(without_scripts, "Unité, ligne 2").fill("trajets")
    cell(without_scripts, "Unité, ligne 2").press("Enter")
    ahmed.open(f"{file}/historique")
    expect(without_scripts.get_by_text("Indicateurs des obligations : ").first).to_be_visible()


@pytest.mark.timeout(120)
def test_a_table_is_read_fixed_and_on_paper(house: House, screens: Callable[..., Hands]) -> None:
    clerk = Clerk(house, "Autopartage solidaire")
    clerk.bring_to("analysis")
    kind = clerk.definition.facts["indicators"]
    table = Table(
        kind.typed_columns,
        (
            (OBLIGATION, "Distance à la station", Decimal(400), "mètres"),
            ("Tarif social", "Trajets", Decimal(12000), None),
        ),
    )
    act(house.desk, clerk.file.id, RecordFacts({("indicators", ""): table}), moment(house.ahmed))
    clerk.proposed()
    clerk.deliberation()
    ahmed = screens(house, house.ahmed)
    ahmed.open(f"/dossiers/{clerk.file.ref}?etape=legal_analysis")
    assert ahmed.page.locator("table.grid").count() == 0
    ahmed.page.get_by_role("heading", name="Les obligations de service public").click()
    expect(ahmed.page.get_by_role("row", name="Tarif social Trajets 12 000")).to_be_visible()
    picture(ahmed, "tableau-fixe")
    assert axe(ahmed.page, every=True) == []
    ahmed.open(f"/dossiers/{clerk.file.ref}/fiche")
    assert "12 000" in plain(ahmed.page.get_by_role("table", name="Indicateurs des obligations").inner_text())
    picture(ahmed, "tableau-fiche")
    assert axe(ahmed.page, every=True) == []
