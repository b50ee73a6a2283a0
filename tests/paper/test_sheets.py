"""A form goes out as a spreadsheet and comes back: the same answers, or every cell that is wrong."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.value import FactType
from mandate_flow.paper.book import Answers, Book, Grid, Question
from mandate_flow.paper.sheets import read_book
from mandate_flow.paper.xlsx import workbook

KINDS = {"fees": "Paiements des usagers", "other": "Autres recettes"}
REVENUES = Grid(
    "revenues",
    "Recettes",
    (
        Question("label", "Intitulé", FactType.TEXT, required=True),
        Question("kind", "Nature", FactType.CHOICE, choices=KINDS, required=True),
        Question("amount", "Montant", FactType.MONEY, required=True),
    ),
    (("Abonnements", "fees", Decimal("168000.00")), ("=1+1", "other", Decimal("0.10"))),
)
YEAR = Answers(
    "year",
    "Exercice",
    (
        Question("capital", "Capital employé", FactType.MONEY),
        Question("approved_on", "Comptes approuvés le", FactType.DATE),
        Question("keys", "Clés inchangées", FactType.YES_NO),
        Question("rate", "Taux", FactType.PERCENTAGE),
    ),
    {"capital": Decimal("240000.00"), "approved_on": date(2027, 6, 5), "keys": True, "rate": Decimal("3.45")},
)
BOOK = Book("Comptes 2026", "SIEG-2026-0001|2026", ("Remplissez les cases jaunes.",), (REVENUES, YEAR))


def loose(rows: list[tuple[str, str, str]], title: str = "Recettes", mark: str = BOOK.mark) -> bytes:
    """The form as somebody typed it: everything is text."""
    columns = tuple(Question(one.name, one.title, FactType.TEXT) for one in REVENUES.columns)
    return workbook(
        replace(
            BOOK,
            mark=mark,
            sheets=(Grid("revenues" if title == REVENUES.title else "foreign", title, columns, tuple(rows)), YEAR),
        )
    )


def test_what_goes_out_comes_back() -> None:
    filled = read_book(workbook(BOOK), BOOK)
    assert filled.grids == {"revenues": REVENUES.rows}  # the text that looks like a formula is still a text
    assert filled.answers == YEAR.given
    assert not filled.wrong + filled.rounded + filled.ignored


def test_a_form_is_read_back_whatever_its_language() -> None:
    kind = replace(REVENUES.columns[1], title="Soort", choices={"fees": "Betalingen", "other": "Andere"})
    columns = (replace(REVENUES.columns[0], title="Omschrijving"), kind, replace(REVENUES.columns[2], title="Bedrag"))
    titles = ("Gebruikt kapitaal", "Goedgekeurd op", "Ongewijzigde sleutels", "Rente")
    questions = tuple(replace(one, title=title) for one, title in zip(YEAR.questions, titles, strict=True))
    words = replace(BOOK.words, front="Lees mij", yes="ja", no="nee", total="Totaal")
    sheets = (replace(REVENUES, title="Opbrengsten", columns=columns), replace(YEAR, title="Jaar", questions=questions))
    filled = read_book(workbook(replace(BOOK, sheets=sheets, words=words)), BOOK)
    assert (filled.grids, filled.answers) == ({"revenues": REVENUES.rows}, YEAR.given)
    assert not filled.wrong + filled.rounded + filled.ignored
    wrong = read_book(
        workbook(replace(BOOK, sheets=(replace(sheets[0], rows=(("A", "x", Decimal(1)),)), sheets[1]))), BOOK
    )
    assert [one.where for one in wrong.wrong] == ["Feuille « Opbrengsten », ligne 6, « Soort »"]


def test_typed_words_are_read_as_people_write_them() -> None:
    filled = read_book(loose([("Abonnements", "paiements des usagers", "1 234,50 €"), ("Divers", "other", "12")]), BOOK)
    assert not filled.wrong
    assert filled.grids["revenues"] == (
        ("Abonnements", "fees", Decimal("1234.50")),
        ("Divers", "other", Decimal("12.00")),
    )


def test_every_wrong_cell_is_told_by_its_place() -> None:
    filled = read_book(loose([("Abonnements", "dons", "beaucoup"), ("", "other", "5")]), BOOK)
    assert [(one.where, one.what) for one in filled.wrong] == [
        ("Feuille « Recettes », ligne 6, « Nature »", "« dons » n’est pas dans la liste."),
        ("Feuille « Recettes », ligne 6, « Montant »", "« beaucoup » n’est pas un nombre"),
        ("Feuille « Recettes », ligne 7, « Intitulé »", "La réponse manque."),
    ]
    assert all(one.do for one in filled.wrong)


def test_a_computed_amount_is_rounded_to_the_cent_and_told() -> None:
    rows = (("Part", "fees", Decimal(100) / 7), ("Bruit", "fees", Decimal("0.1") + Decimal("0.2")))
    filled = read_book(workbook(replace(BOOK, sheets=(replace(REVENUES, rows=rows), YEAR))), BOOK)
    assert [row[2] for row in filled.grids["revenues"]] == [Decimal("14.29"), Decimal("0.30")]
    assert len(filled.rounded) == 1
    assert "14,29" in filled.rounded[0]


def test_a_missing_sheet_and_a_foreign_one_are_told() -> None:
    filled = read_book(loose([], title="Revenus"), BOOK)
    assert [one.where for one in filled.wrong] == ["Feuille « Recettes »"]
    assert filled.ignored == ("revenus",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "pas un tableur"),
        (b"bonjour", "pas un tableur"),
        (b"%PDF-1.7\n", "pas un tableur"),
        (b"PK\x03\x04" + bytes(60), "pas un tableur"),
        (loose([], mark="SIEG-2026-0002|2026"), "autre dossier"),
    ],
)
def test_another_file_is_refused_with_what_to_do(content: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        read_book(content, BOOK)
    assert refused.value.do


def test_a_small_file_that_unpacks_to_a_huge_one_is_not_opened() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(101 * 1024 * 1024))
    assert len(packed.getvalue()) < 1_000_000
    with pytest.raises(BadInput, match="trop grand"):
        read_book(packed.getvalue(), BOOK)


def test_the_same_form_saved_by_libreoffice_is_read() -> None:
    filled = read_book(open_document(), BOOK)
    assert filled.grids["revenues"] == (("Abonnements", "fees", Decimal("168000.00")),)
    assert filled.answers["approved_on"] == date(2027, 6, 5)


def open_document() -> bytes:
    """An .ods as LibreOffice writes it, cut down to what is read."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'.format
    number = '<table:table-cell office:value-type="float" office:value="168000"/>'
    day = '<table:table-cell office:value-type="date" office:date-value="2027-06-05"/>'

    def table(name: str, *rows: str) -> str:
        lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
        return f'<table:table table:name="{name}">{lines}</table:table>'

    head = cell("Intitulé *") + cell("Nature *") + cell("Montant *")
    body = (
        table("Recettes", head, cell("Abonnements") + cell("Paiements des usagers") + number)
        + table("Exercice", cell("Comptes approuvés le") + day)
        + table("_dossier", cell(BOOK.mark))
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    whole = f"<office:document-content {spaces}><office:body><office:spreadsheet>{body}</office:spreadsheet>"
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest='urn:x'/>")
        archive.writestr("content.xml", f"{whole}</office:body></office:document-content>")
    return packed.getvalue()
