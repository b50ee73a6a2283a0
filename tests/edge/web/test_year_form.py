"""The accounts of a year by spreadsheet: out, filled, read, compared, recorded; nothing is written by halves."""

from dataclasses import replace
from decimal import Decimal

import pytest

from mandate_flow.domain.command import RecordFacts
from mandate_flow.domain.event import Stream, StreamKind
from mandate_flow.domain.file import File
from mandate_flow.domain.value import FactType, Table
from mandate_flow.edge.clock import moment
from mandate_flow.edge.web.dossier.form_words import spoken_form
from mandate_flow.edge.web.language import spoken_in
from mandate_flow.paper.book import Answers, Book, Grid, Question, Sheet
from mandate_flow.paper.xlsx import workbook
from mandate_flow.service.act import act
from mandate_flow.service.integrity import verify
from mandate_flow.service.reading import file_page
from mandate_flow.service.year_form import year_book
from tests.edge.web.conftest import TOKEN, Town, Visitor, signed_in

RESULTS = "indicator_results"


@pytest.fixture
def year(town: Town) -> str:
    return str(town.shared.opened_on.year)


@pytest.fixture
def path(town: Town, year: str) -> str:
    return f"/dossiers/{town.shared.ref}/exercices/{year}/tableur"


def now(town: Town) -> File:
    with town.desk.store.read() as unit:
        return unit.files.get(town.shared.id)


def filled(town: Town, year: str, capital: str = "240000.00", results: int = 2) -> Book:
    """The form of the file as the structure would send it back."""
    book = year_book(file_page(town.desk, town.shared.ref, moment(town.claire)), year)
    sheets: list[Sheet] = []
    for sheet in book.sheets:
        if isinstance(sheet, Grid) and sheet.name == RESULTS:
            width = len(sheet.columns)
            rows = tuple((f"Indicateur {n}", Decimal(n), *[None] * (width - 2)) for n in range(1, results + 1))
            sheets.append(replace(sheet, rows=rows))
        elif isinstance(sheet, Answers):
            sheets.append(replace(sheet, given={**sheet.given, "capital_employed": Decimal(capital)}))
        else:
            sheets.append(sheet)
    return replace(book, sheets=tuple(sheets))


def send(visitor: Visitor, path: str, content: bytes, name: str = "comptes.xlsx") -> tuple[int, str]:
    found = TOKEN.search(visitor.get(path).text) or TOKEN.search(visitor.get("/aide").text)
    assert found
    sent = {"tableur": (name, content, "application/octet-stream")}
    answer = visitor.post(path, data={"csrf": found[1]}, files=sent)
    return answer.status_code, answer.text


def test_a_form_in_english_is_read_on_a_french_page(town: Town, mission: Visitor, path: str, year: str) -> None:
    with spoken_in("en"):
        book = spoken_form(filled(town, year))
    assert (book.words.front, book.words.yes) == ("Read me", "yes")
    assert "Financial year" in [one.title for one in book.sheets]
    send(mission, path, workbook(book))
    text = mission.get(path).text.replace("\u202f", " ")
    assert "240 000 €" in text
    assert "Indicateur 2" in text


def test_the_form_goes_out_with_what_is_known_and_comes_back_recorded(
    town: Town, mission: Visitor, path: str, year: str
) -> None:
    out = mission.get(path.replace("tableur", "modele.xlsx"))
    assert out.content.startswith(b"PK")
    assert f"{town.shared.ref}-comptes-{year}.xlsx" in out.headers["content-disposition"]
    assert "Pas encore de tableur" in mission.get(path).text
    content = workbook(filled(town, year))
    assert send(mission, path, content)[0] == 303
    text = mission.get(path).text
    assert "Ce qui a été lu" in text
    assert "Indicateur 2" in text
    assert "240 000 €" in text.replace("\u202f", " ").replace("\u00a0", " ")
    assert ("capital_employed", year) not in now(town).facts  # shown, not yet recorded
    answer = mission.fill(f"{path}/reprendre", path, version=str(now(town).version))
    assert answer.status_code == 303
    file = now(town)
    assert file.facts["capital_employed", year].value == Decimal("240000.00")
    table = file.facts[RESULTS, year].value
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == ["Indicateur 1", "Indicateur 2"]
    with town.desk.store.read() as unit:
        last = unit.log.read(Stream(StreamKind.FILE, file.id))[-1]
    (document,) = file.deposited("cost_accounts", year)
    assert last.documents == (document.sha256,)
    assert "Le dossier dit déjà tout" in mission.get(path).text
    assert verify(town.desk.store).ok


def test_a_second_form_shows_what_it_changes(town: Town, mission: Visitor, path: str, year: str) -> None:
    send(mission, path, workbook(filled(town, year)))
    mission.fill(f"{path}/reprendre", path, version=str(now(town).version))
    send(mission, path, workbook(filled(town, year, results=1)))
    text = mission.get(path).text
    assert "<del>Indicateur 2</del>" in text
    assert "retiré" in text
    assert "<del>240" not in text  # what stays the same is not told


def test_wrong_cells_keep_the_whole_form_out(town: Town, mission: Visitor, path: str, year: str) -> None:
    book = filled(town, year)
    loose = tuple(
        replace(
            sheet,
            questions=tuple(Question(one.name, one.title, FactType.TEXT) for one in sheet.questions),
            given={"capital_employed": "beaucoup"},
        )
        if isinstance(sheet, Answers)
        else sheet
        for sheet in book.sheets
    )
    status, text = send(mission, path, workbook(replace(book, sheets=loose)))
    assert status == 422
    assert "1 case à corriger" in text.replace("\u00a0", " ").replace("\u202f", " ")
    assert "« beaucoup » n’est pas un nombre" in text
    assert now(town).version == town.shared.version
    assert not now(town).documents


@pytest.mark.parametrize(
    ("content", "said"), [(b"%PDF-1.7", "pas un tableur lisible"), (b"", "pas un tableur lisible")]
)
def test_another_file_is_refused(town: Town, mission: Visitor, path: str, content: bytes, said: str) -> None:
    status, text = send(mission, path, content)
    assert (status, said in text) == (422, True)
    assert not now(town).documents


def test_the_form_of_another_year_is_refused(town: Town, mission: Visitor, path: str, year: str) -> None:
    other = replace(filled(town, year), mark=f"{town.shared.ref}|1999")
    status, text = send(mission, path, workbook(other))
    assert (status, "autre exercice" in text) == (422, True)


def test_no_file_chosen_is_said(mission: Visitor, path: str) -> None:
    answer = mission.fill(path)
    assert (answer.status_code, "Choisissez d’abord" in answer.text) == (422, True)


def test_what_changed_meanwhile_is_compared_again(town: Town, mission: Visitor, path: str, year: str) -> None:
    send(mission, path, workbook(filled(town, year)))
    seen = now(town).version
    act(town.desk, town.shared.id, RecordFacts({("capital_employed", year): Decimal(1)}), moment(town.claire))
    answer = mission.fill(f"{path}/reprendre", path, version=str(seen))
    assert answer.status_code == 409
    assert "<del>1" in answer.text
    assert now(town).facts["capital_employed", year].value == Decimal(1)


def test_who_may_only_read_hands_in_nothing(town: Town, path: str, year: str) -> None:
    ines, rose = signed_in(town, town.ines), signed_in(town, town.rose)
    assert ines.get(path).status_code == 200
    assert "Lire ce tableur" not in ines.get(path).text
    assert rose.get(path).status_code == 404
    assert rose.get(path.replace("tableur", "modele.xlsx")).status_code == 404
    content = workbook(filled(town, year))
    assert send(rose, path, content)[0] == 404
    assert send(ines, path, content)[0] == 403
    assert not now(town).documents


def test_a_year_outside_the_mandate_is_unknown(town: Town, mission: Visitor) -> None:
    assert mission.get(f"/dossiers/{town.shared.ref}/exercices/1999/tableur").status_code == 404
