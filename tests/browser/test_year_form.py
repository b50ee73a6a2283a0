"""The accounts of a year by spreadsheet, as the agent of a commune does it: taken, filled, looked at, recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from mandate_flow.domain.value import FactType
from mandate_flow.edge.clock import moment
from mandate_flow.paper.book import Answers, Book, Question, Sheet
from mandate_flow.paper.xlsx import workbook
from mandate_flow.service.reading import file_page
from mandate_flow.service.year_form import year_book
from tests.browser.hands import Hands
from tests.browser.house import House
from tests.browser.seed import YEAR, Clerk
from tests.browser.test_pages import look

FILLED = "Fichier .xlsx, .xls ou .ods"


def filled(book: Book, capital: Decimal | str) -> bytes:
    """The form with a capital, as the structure sends it back; a text where an amount is asked is a slip."""
    sheets: list[Sheet] = []
    for sheet in book.sheets:
        if not isinstance(sheet, Answers):
            sheets.append(sheet)
            continue
        slipped = isinstance(capital, str)
        questions = tuple(
            Question(one.name, one.title, FactType.TEXT) if slipped and one.name == "capital_employed" else one
            for one in sheet.questions
        )
        sheets.append(replace(sheet, questions=questions, given={**sheet.given, "capital_employed": capital}))
    return workbook(replace(book, sheets=tuple(sheets)))


@pytest.mark.timeout(240)
def test_the_accounts_of_a_year_come_by_spreadsheet(
    house: House, screens: Callable[..., Hands], tmp_path: Path
) -> None:
    file = Clerk(house, "Autopartage en libre-service").bring_to("control")
    ahmed = screens(house, house.ahmed)
    ahmed.open(f"/dossiers/{file.ref}?etape=annual_control&exercice={YEAR}")
    ahmed.page.get_by_role("link", name=f"Comptes {YEAR} par tableur").click()
    faults = look(ahmed, "year-form-empty")
    with ahmed.page.expect_download() as started:
        ahmed.page.get_by_role("link", name="Télécharger le modèle (.xlsx)").click()
    assert started.value.suggested_filename == f"{file.ref}-comptes-{YEAR}.xlsx"
    book = year_book(file_page(house.desk, file.ref, moment(house.ahmed)), YEAR)
    path = tmp_path / "comptes.xlsx"
    path.write_bytes(filled(book, "environ 250 000"))
    ahmed.page.get_by_label(FILLED).set_input_files(path)
    ahmed.press("Lire ce tableur")
    expect(ahmed.page.get_by_role("alert")).to_contain_text("n’est pas un nombre. Écrivez")
    faults += look(ahmed, "year-form-wrong")
    path.write_bytes(filled(book, Decimal("251000.00")))
    ahmed.page.get_by_label(FILLED).set_input_files(path)
    ahmed.press("Lire ce tableur")
    faults += look(ahmed, "year-form-read")
    ahmed.press("Reprendre ces réponses")
    ahmed.told("Vos réponses sont enregistrées.")
    with house.desk.store.read() as unit:
        assert unit.files.get(file.id).facts["capital_employed", YEAR].value == Decimal("251000.00")
    assert not faults, "\n".join(faults)
