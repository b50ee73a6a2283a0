"""One control, from the structure's spreadsheet to the result signed by two and its excess recovered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from mandate_flow.domain.command import RecordFacts
from mandate_flow.edge.clock import moment
from mandate_flow.paper.book import Answer, Answers, Book, Grid, Sheet
from mandate_flow.paper.xlsx import workbook
from mandate_flow.service.integrity import verify
from mandate_flow.service.reading import file_page
from mandate_flow.service.year_form import year_book
from tests.browser import answers, tables
from tests.browser.hands import Hands, plain
from tests.browser.house import House
from tests.browser.seed import YEAR, Clerk
from tests.browser.test_pages import look

CLOSE = f"Clore le contrôle annuel : exercice {YEAR}"
DECIDE = f"Décider de la récupération : exercice {YEAR}"
ROWS: dict[str, dict[str, Answer]] = {
    "direct_costs": {"label": "Personnel et véhicules", "amount": Decimal(540_000), "source": "Grand livre"},
    "common_costs": {"pool": "Siège", "amount": Decimal(100_000)},
    "revenues": {"label": "Abonnements", "kind": "fees", "amount": Decimal(210_000)},
}
SINGLE: dict[str, Answer] = {
    "capital_employed": Decimal(150_000),
    "cash_grants_total": Decimal(442_500),
    "keys_unchanged": True,
    "accounts_approved_on": date(2028, 5, 20),
    "accounts_published_on": date(2028, 6, 30),
}


class Clerk2027(Clerk):
    """A mandate of one year: its only control is its last, and any excess is repaid."""

    def signed(self) -> None:
        self._act(RecordFacts(tables.keys(self.definition)))
        self.give(answers.MANDATE | answers.REASONABLE | {"Fin du mandat": "31/12/2027"}, answers.MANDATE_DOCUMENTS)
        self.take("sign", self.house.ahmed)
        self.take("sign", self.house.claire)

    def year_is_over(self) -> None:
        self.house.calendar.turn(date(2028, 7, 21))
        self.take("open_control", self.house.claire, YEAR)
        self.pays()


def by_the_structure(book: Book) -> bytes:
    """The form as the structure sends it back."""
    sheets: list[Sheet] = []
    for sheet in book.sheets:
        if isinstance(sheet, Grid) and sheet.name in ROWS:
            row = tuple(ROWS[sheet.name].get(column.name) for column in sheet.columns)
            sheets.append(replace(sheet, rows=(row,)))
        elif isinstance(sheet, Answers):
            asked = {question.name for question in sheet.questions}
            sheets.append(replace(sheet, given={name: one for name, one in SINGLE.items() if name in asked}))
        else:
            sheets.append(sheet)
    return workbook(replace(book, sheets=tuple(sheets)))


def paper(folder: Path, label: str) -> Path:
    path = folder / f"{label.replace('/', '-')}.pdf"
    path.write_bytes(b"%PDF-1.7\n" + label.encode())
    return path


class Control:
    """The control of 2027: Ahmed works on it, Luc confirms; `faults` is what is wrong with the pages they see."""

    def __init__(self, house: House, screens: Callable[..., Hands], folder: Path) -> None:
        clerk = Clerk2027(house, "Autopartage en libre-service")
        clerk.bring_to("signed")
        clerk.year_is_over()
        self.house, self.folder, self.ref = house, folder, clerk.file.ref
        self.faults: list[str] = []
        self.ahmed, self.luc = screens(house, house.ahmed), screens(house, house.luc)

    def at_the_year(self) -> None:
        self.ahmed.open(f"/dossiers/{self.ref}?etape=annual_control&exercice={YEAR}")

    def hand_in(self, *labels: str) -> None:
        for label in labels:
            self.ahmed.choose(label, paper(self.folder, label))
        self.ahmed.press("Enregistrer")
        expect(self.ahmed.page.get_by_role("status").filter(has_text="déposée")).to_be_visible()

    def proposed(self, step: str) -> None:
        """Ahmed proposes, Luc confirms."""
        self.ahmed.press(f"Proposer : {step}")
        self.ahmed.told("Une autre personne doit maintenant confirmer")
        self.luc.open(f"/dossiers/{self.ref}")
        self.luc.press(f"Confirmer : {step}")
        self.luc.told("C’est fait")

    def read(self) -> None:
        """The structure's spreadsheet is read, compared, recorded."""
        self.at_the_year()
        page = self.ahmed.page
        page.get_by_role("link", name=f"Comptes {YEAR} par tableur").click()
        form = self.folder / "comptes-2027.xlsx"
        book = year_book(file_page(self.house.desk, self.ref, moment(self.house.ahmed)), YEAR)
        form.write_bytes(by_the_structure(book))
        page.get_by_label("Fichier .xlsx, .xls ou .ods").set_input_files(form)
        self.ahmed.press("Lire ce tableur")
        expect(page.get_by_role("region", name="Ce qui a été lu")).to_contain_text("Personnel et véhicules")
        self.faults += look(self.ahmed, "control-1-read")
        self.ahmed.press("Reprendre ces réponses")
        self.ahmed.told("Vos réponses sont enregistrées.")

    def close(self) -> None:
        """The excess has to be decided before two persons close the control; its sheet tells every figure."""
        self.hand_in(*answers.CONTROL_DOCUMENTS)
        self.ahmed.fill({one: answers.CONTROL[one] for one in answers.CONTROL if "rapport" in one or "Réponse" in one})
        self.ahmed.press(f"Proposer : {CLOSE}")
        refusal = " ".join(plain(one) for one in self.ahmed.refusals())
        assert "17 325" in refusal, refusal
        self.faults += look(self.ahmed, "control-2-refused")
        self.ahmed.fill({"Suite donnée au contrôle": "Excédent à rembourser", "Décision du": "20/07/2028"})
        self.proposed(CLOSE)
        self.luc.open(f"/dossiers/{self.ref}/controles/{YEAR}/fiche")
        sheet = plain(self.luc.page.get_by_role("main").inner_text())
        for said in ("395 175 €", "17 325 €", "Excédent à rembourser", "Luc"):
            assert said in sheet, said
        self.faults += look(self.luc, "control-3-sheet")

    def recover(self) -> None:
        """Formal notice, observations, a decision by two, revenue order, the last euro."""
        self.at_the_year()
        self.ahmed.page.get_by_text("Autres suites", exact=True).click()
        opening = self.ahmed.page.locator("#etape-open_recovery")
        opening.get_by_label("Exercice").select_option(YEAR)
        opening.get_by_role("button", name="Ouvrir une récupération").click()
        self.ahmed.told("C’est fait")
        self.ahmed.fill(
            {
                "Motif de la récupération": "Surcompensation au-delà de la tolérance, ou au dernier exercice",
                "Montant réclamé": "17 325",
                "Mise en demeure envoyée le": "21/07/2028",
                "Observations de l’organisme reçues le": "21/07/2028",
                "Décision après observations": "Récupérer le montant réclamé",
            }
        )
        self.hand_in(f"Mise en demeure — exercice {YEAR}")
        decided = {"Montant à récupérer": "17 325", "Motifs de la décision": "L’organisme ne conteste pas le calcul."}
        self.ahmed.fill(decided)
        self.faults += look(self.ahmed, "control-4-recovery")
        self.proposed(DECIDE)
        self.house.calendar.turn(date(2028, 8, 18))
        self.ahmed.come_back(self.house.ahmed)
        self.at_the_year()
        self.ahmed.fill({"Titre de recette émis le": "01/08/2028", "Encaissé en entier le": "17/08/2028"})
        self.hand_in(f"Titre de recette — exercice {YEAR}")
        self.ahmed.press(f"Clore la récupération : exercice {YEAR}")
        self.ahmed.told("C’est fait")


@pytest.mark.timeout(400)
def test_a_control_goes_from_the_spreadsheet_to_a_recovery_closed(
    house: House, screens: Callable[..., Hands], tmp_path: Path
) -> None:
    control = Control(house, screens, tmp_path)
    control.read()
    control.close()
    control.recover()
    control.ahmed.open(f"/dossiers/{control.ref}/comptes")
    assert "17 325" in plain(control.ahmed.page.get_by_role("main").inner_text())
    control.faults += look(control.ahmed, "control-5-money")
    assert verify(house.desk.store).ok
    assert not control.faults, "\n".join(control.faults)
