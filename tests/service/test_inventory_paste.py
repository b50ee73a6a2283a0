"""What is pasted from a spreadsheet: read line by line, and written all at once or not at all."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.inventory import Instrument
from mandate_flow.service.desk import Desk
from mandate_flow.service.inventory_paste import decoded, paste, preview
from tests.service.inventories import LILLE, MISSION, communes, held, said


@pytest.fixture
def desk(database: str, tmp_path: Path) -> Iterator[Desk]:
    with communes(database, tmp_path) as opened:
        yield opened


TABLE = """Bénéficiaire\tN° SIRET\tObjet de l'aide\tMontant 2026\tNature\tDate du vote\tContact
Les Petits Pas\t732 829 320 00074\tCrèche\t45 000 €\tsubvention\t04/04/2026\tMme X
Club du Canal\t\tGymnase prêté\t18 500,50\tmise à disposition de locaux\t2025-09-02\t

Mauvais\t123\tX\tdouze\ttruc\t31/02/2026\t
Club du Canal\t\tGymnase  prêté\t18500,50\tlocal\t02.09.2025\t
"""


def test_a_paste_is_read_line_by_line(desk: Desk) -> None:
    found = preview(desk, LILLE, TABLE, MISSION)
    assert found.columns == ("name", "siret", "what", "yearly", "instrument", "granted_on")
    assert found.ignored == ("Contact",)
    assert [(row.number, bool(row.entry)) for row in found.rows] == [(2, True), (3, True), (5, False), (6, False)]
    wrong = " ".join(found.rows[2].errors)
    assert all(word in wrong for word in ("Montant", "Nature", "Date"))
    assert "déjà" in found.rows[3].errors[0]
    assert held(desk) == ()
    one, two = paste(desk, LILLE, TABLE, MISSION)
    assert (one.siret, one.yearly, one.instrument, one.granted_on) == (
        "73282932000074",
        Decimal(45_000),
        Instrument.GRANT,
        date(2026, 4, 4),
    )
    assert (two.yearly, two.instrument) == (Decimal("18500.50"), Instrument.PREMISES)
    assert said(desk)[1:] == ["inventory:recorded"]
    again = preview(desk, LILLE, TABLE, MISSION)
    assert again.valid == ()
    with pytest.raises(BadInput):
        paste(desk, LILLE, TABLE, MISSION)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("", "Rien"),
        ("bénéficiaire;montant", "titres"),
        ("Les Petits Pas;45000\nClub;3", "ne nomme pas"),
        ("objet;montant\nx;3", "bénéficiaire"),
        ("nom;montant\n" + "x;1\n" * 1001, "1000"),
    ],
)
def test_a_table_that_says_nothing_is_refused(desk: Desk, table: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        preview(desk, LILLE, table, MISSION)


OPEN_DATA = """nomAttribuant,idAttribuant,dateConvention,nomBeneficiaire,idBeneficiaire,objet,montant,nature
Lille,x,2025-01-01,Les Petits Pas,,Crèche,45000.00,aide en numéraire"""


@pytest.mark.parametrize(
    "table",
    [
        "association;montant;exercice\nLes Petits Pas;45 000;2025",
        'Nom de l’organisme,Somme,Année\n"Les Petits Pas","45 000,00",2025',
        OPEN_DATA,
        "\ufeffTiers;Valeur (€);Date\r\nLes Petits Pas;45.000,00;01/01/2025\r\n",
    ],
)
def test_headers_are_understood_loosely(desk: Desk, table: str) -> None:
    (row,) = preview(desk, LILLE, table, MISSION).rows
    assert row.entry, row.errors
    assert (row.entry.name, row.entry.yearly, row.entry.granted_on) == (
        "Les Petits Pas",
        Decimal(45_000),
        date(2025, 1, 1),
    )


def test_files_of_older_spreadsheets_are_decoded() -> None:
    assert decoded("bénéficiaire;€".encode("cp1252")) == "bénéficiaire;€"
    assert decoded("\ufeffbénéficiaire;€".encode()) == "bénéficiaire;€"
