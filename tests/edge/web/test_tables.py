"""Answers that are tables: typed in a grid without scripts, kept as typed, told row by row."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal

import pytest

from mandate_flow.domain.command import RecordFacts, TakeStep
from mandate_flow.domain.file import FactKey
from mandate_flow.domain.value import FactType, Table, Value
from mandate_flow.domain.workflow.definition import Choice, Column, FactKind
from mandate_flow.edge.clock import moment
from mandate_flow.edge.web.dossier.tables import grid
from mandate_flow.edge.web.dossier.tables.changed import Turn, told, turns
from mandate_flow.edge.web.dossier.tables.shown import shown
from mandate_flow.edge.web.dossier.words import said
from mandate_flow.edge.web.forms import Form
from mandate_flow.service.act import act
from mandate_flow.service.deposit import deposit
from tests.edge.web.conftest import Town, Visitor, signed_in

KIND = FactKind(
    "costs",
    FactType.TABLE,
    "accounts",
    {"fr": "Charges"},
    columns=(
        Column("label", FactType.TEXT, {"fr": "Poste"}, required=True),
        Column("amount", FactType.MONEY, {"fr": "Montant"}, required=True, least=Decimal(0)),
        Column("kind", FactType.CHOICE, {"fr": "Nature"}, choices=(Choice("rent", {"fr": "Loyer"}),)),
        Column("fixed", FactType.YES_NO, {"fr": "Fixe"}),
        Column("since", FactType.DATE, {"fr": "Depuis"}),
        Column("share", FactType.PERCENTAGE, {"fr": "Part"}, most=Decimal(100)),
        Column("count", FactType.NUMBER, {"fr": "Nombre"}, whole=True),
    ),
)
NAME = "fait.costs@2027"
ROWS = (
    ("Vélos", Decimal("310000.50"), "rent", True, date(2027, 1, 2), Decimal("12.5"), Decimal(3)),
    ("Siège", Decimal(10), None, False, None, None, None),
)
TABLE = Table(KIND.typed_columns, ROWS)
IDENTIFICATION: dict[FactKey, Value | None] = {
    ("application_received_on", ""): date(2026, 2, 3),
    ("acknowledged_on", ""): date(2026, 2, 3),
    ("service_description", ""): "Autopartage",
    ("territory", ""): "Lille",
    ("beneficiaries", ""): "Tous",
    ("service_category", ""): "general",
    ("competence", ""): "Clause générale",
    ("operator_form", ""): "scic",
    ("operator_links", ""): "Aucun",
    ("other_funders", ""): "Aucun",
    ("conflict_screen", ""): "Aucun",
    ("analyst", ""): "Claire Delcourt",
    ("previous_grant", ""): False,
}


def sent(shown_grid: grid.Grid) -> Form:
    """The form a browser would send back."""
    cells = [(cell.name, cell.value) for row in shown_grid.rows for cell in row.cells]
    return Form([(shown_grid.name, str(len(shown_grid.rows))), *cells])


def typed(*rows: dict[str, str], add: bool = False) -> Form:
    cells = [(f"case.costs@2027.{n}.{name}", words) for n, row in enumerate(rows, 1) for name, words in row.items()]
    return Form([(NAME, str(len(rows))), *cells, *([(grid.ADD, NAME)] if add else [])])


def test_what_a_grid_shows_reads_back_as_it_was() -> None:
    made = grid.grid(Form(), KIND, NAME, TABLE)
    assert len(made.rows) == 2 + grid.BLANK_ROWS
    assert made.rows[0].cells[1].label == "Montant, ligne 1"
    assert [one.replace("\u202f", " ") for one in made.totals] == ["", "310 010,50 €", "", "", "", "", ""]
    form = sent(made)
    assert grid.read(form, KIND, NAME) == TABLE
    assert form.errors == {}


def test_blank_rows_are_dropped_and_a_blank_grid_clears() -> None:
    form = typed({"label": " ", "amount": ""}, {"label": "Deux\nlignes", "amount": "1 234,50 €"}, {"label": ""})
    found = grid.read(form, KIND, NAME)
    assert found is not None
    assert found.records()[0] == dict.fromkeys(found.records()[0]) | {
        "label": "Deux lignes",
        "amount": Decimal("1234.50"),
    }
    assert grid.read(typed({"label": ""}), KIND, NAME) is None


@pytest.mark.parametrize(
    ("row", "cell", "says"),
    [
        ({"label": "x"}, "amount", "Charges, ligne 1, Montant : la réponse manque."),
        ({"label": "x", "amount": "beaucoup"}, "amount", "« beaucoup » n’est pas un nombre. Écrivez par exemple"),
        ({"label": "x", "amount": "-1"}, "amount", "ne peut pas être inférieur à 0"),
        ({"label": "x", "amount": "1", "kind": "loan"}, "kind", "n’est pas dans la liste proposée"),
        ({"label": "x", "amount": "1", "fixed": "peut-être"}, "fixed", "Répondez par oui ou par non"),
        ({"label": "x", "amount": "1", "since": "hier"}, "since", "n’est pas une date"),
        ({"label": "x", "amount": "1", "share": "120 %"}, "share", "ne peut pas dépasser 100"),
        ({"label": "x", "amount": "1", "count": "1,5"}, "count", "Un nombre entier est attendu"),
        ({"label": "x" * 501, "amount": "1"}, "label", "dépasse 500 caractères"),
    ],
)
def test_each_wrong_cell_is_told_by_its_row_and_column(row: dict[str, str], cell: str, says: str) -> None:
    form = typed(row)
    grid.read(form, KIND, NAME)
    assert list(form.errors) == [f"case.costs@2027.1.{cell}"]
    assert says in form.errors[f"case.costs@2027.1.{cell}"]
    shown_again = grid.grid(form, KIND, NAME, TABLE)
    wrong = [one for one in shown_again.rows[0].cells if one.error]
    assert [one.value for one in wrong] == [row.get(cell, "")]
    assert not wrong[0].error.startswith("Charges")
    assert wrong[0].error[0] in "LCRU«"


def test_a_table_too_long_is_told() -> None:
    form = typed(*({"label": "x", "amount": "1"} for _ in range(201)))
    grid.read(form, KIND, NAME)
    assert "dépasse 200 lignes" in form.errors[NAME]


def test_more_rows_keep_what_was_typed() -> None:
    made = grid.grid(typed({"label": "x", "amount": "dix"}, add=True), KIND, NAME, TABLE)
    assert [row.cells[0].value for row in made.rows] == ["x", "", "", "", "", ""]
    assert [row.number for row in made.rows if row.first_new] == [2]
    assert made.rows[0].cells[1].value == "dix"
    assert made.totals[1].startswith("0")


@pytest.mark.parametrize("name", ["fait.costs@2027", "fait.costs"])
def test_a_cell_knows_its_table(name: str) -> None:
    assert grid.whole_of(grid.cell_name(name, 12, KIND.columns[1])) == name
    assert grid.whole_of(name) == name


def test_a_table_is_read_in_words() -> None:
    made = shown(KIND, TABLE)
    first = [words.replace("\u202f", " ") for words in made.rows[0]]
    assert first == ["Vélos", "310 000,50 €", "Loyer", "oui", "02/01/2027", "12,5 %", "3"]
    assert made.rows[1][2:] == ("", "non", "", "", "")
    assert [words.replace("\u202f", " ") for words in made.totals] == ["", "310 010,50 €", "", "", "", "", ""]
    assert shown(KIND, Table(KIND.typed_columns, ROWS[:1])).totals == ()
    assert said(KIND, TABLE).replace("\u202f", " ").replace("\xa0", " ") == "2 lignes · Montant : 310 010,50 €"


def test_a_change_is_told_row_by_row() -> None:
    new = Table(TABLE.columns, (("Abri", Decimal(5), *[None] * 5), ROWS[0], ("Siège", Decimal(12), *[None] * 5)))
    found = [Turn(*(part.replace("\u202f", " ") for part in (one.where, one.before, one.after)))
             for one in turns(KIND, TABLE, new)]  # fmt: skip
    assert found == [
        Turn("ligne 1 ajoutée", "", "Abri · 5 €"),
        Turn("ligne 3, Montant", "10 €", "12 €"),
        Turn("ligne 3, Fixe", "non", "vide"),
    ]
    assert turns(KIND, TABLE, Table(TABLE.columns, ROWS[1:]))[0].where == "ligne 1 retirée"


def test_the_history_tells_a_few_changes_and_how_many_more() -> None:
    new = Table(TABLE.columns, tuple((f"Poste {n}", Decimal(n), *[None] * 5) for n in range(9)))
    words = str(told(KIND, Table(TABLE.columns), new, brief=True))
    assert words.count("<br>") == 5
    assert words.endswith("et 5 autres changements")
    assert str(told(KIND, None, new, brief=True)) == ""
    assert str(told(KIND, None, new, brief=False)).count("ajoutée") == 9
    other = Table((("label", FactType.TEXT), ("gone", FactType.TEXT)), (("<b>", "x"),))
    assert "&lt;b&gt; · x" in str(told(KIND, Table(other.columns), other, brief=False))


class Analysis:
    """The file of Lille at legal analysis, and the agent before its page."""

    def __init__(self, town: Town) -> None:
        self.town, self.ahmed = town, signed_in(town, town.ahmed)
        at = moment(town.ahmed)
        act(town.desk, town.shared.id, RecordFacts(IDENTIFICATION), at)
        for kind in ("application", "statutes"):
            deposit(town.desk, town.shared.id, kind, "", "x.pdf", io.BytesIO(b"%PDF-1.4 x"), at)
        act(town.desk, town.shared.id, TakeStep("analyse"), at)
        self.path = f"/dossiers/{town.shared.ref}"

    def sends(self, *rows: tuple[str, str, str, str], version: str = "", **more: str):  # type: ignore[no-untyped-def]  # noqa: ANN201
        names = ("obligation", "indicator", "target", "unit")
        cells = {
            f"case.indicators.{n}.{name}": words
            for n, row in enumerate(rows, 1)
            for name, words in zip(names, row, strict=True)
        }
        page = self.ahmed.get(self.path).text
        now = re.findall(r'name="version" value="(\d+)"', page)[-1]
        whole = {"fait.indicators": str(len(rows)), "version": version or now}
        return self.ahmed.fill(f"{self.path}/faits", self.path, **whole, **cells, **more)

    @property
    def held(self) -> Value | None:
        with self.town.desk.store.read() as unit:
            fact = unit.files.get(self.town.shared.id).fact("indicators")
        return fact.value if fact else None  # type: ignore[return-value]


@pytest.fixture
def analysis(town: Town) -> Analysis:
    return Analysis(town)


def test_a_grid_is_a_table_whose_every_field_has_a_name(analysis: Analysis) -> None:
    text = analysis.ahmed.get(analysis.path).text
    (table,) = re.findall(r'<table class="grid stacked">.*?</table>', text, re.DOTALL)
    assert "<caption><b>Indicateurs des obligations</b>" in table
    assert re.findall(r'<th scope="col"[^>]*>(\w+)', table) == ["Obligation", "Indicateur", "Objectif", "Unité"]
    labels = re.findall(r'aria-label="([^"]+)"', table)
    assert len(labels) == len(re.findall(r"<(?:input|textarea|select) id=", table)) == 12
    assert labels[:2] == ["Obligation, ligne 1", "Indicateur, ligne 1"]
    assert len(set(labels)) == 12


def test_rows_are_saved_shown_told_and_printed(analysis: Analysis) -> None:
    answer = analysis.sends(
        ("Places", "Places ouvertes", "40", "places"), ("", "", "", ""), ("Tarif", "Part", "31,5", "")
    )
    assert answer.status_code == 303
    assert isinstance(analysis.held, Table)
    assert analysis.held.rows == (
        ("Places", "Places ouvertes", Decimal(40), "places"),
        ("Tarif", "Part", Decimal("31.5"), None),
    )
    text = analysis.ahmed.get(analysis.path).text
    assert len(re.findall(r'<th scope="row"><span class="line">', text)) == 2 + grid.BLANK_ROWS
    assert 'value="31,5"' in text
    analysis.sends(("Places", "Places ouvertes", "45", "places"), ("Tarif", "Part", "31,5", ""))
    told_all = analysis.ahmed.get(f"{analysis.path}/historique").text
    assert "ligne 1, Objectif par an : <del>40</del> <ins>45</ins>" in told_all
    assert "ligne 2 ajoutée : <ins>Tarif · Part · 31,5</ins>" in told_all
    paper = analysis.ahmed.get(f"{analysis.path}/fiche").text
    assert '<th scope="row">Tarif</th><td class="" data-label="Indicateur">Part</td>' in paper
    read_only = signed_in(analysis.town, analysis.town.ines).get(f"{analysis.path}?etape=legal_analysis").text
    assert '<th scope="row">Tarif</th>' in read_only
    assert 'class="grid' not in read_only


def test_saving_what_is_shown_changes_nothing_and_blanks_clear(analysis: Analysis) -> None:
    analysis.sends(("Places", "Places ouvertes", "40", "places"))
    before = analysis.held
    again = analysis.sends(("Places", "Places ouvertes", "40,0", "places"), ("", "", "", ""))
    assert re.search(r"depuis=(\d+)&fait=\1$", again.headers["location"])
    assert analysis.held == before
    analysis.sends(("", "", "", ""))
    assert analysis.held is None


def test_a_row_partly_filled_says_each_missing_cell_and_loses_nothing(analysis: Analysis) -> None:
    answer = analysis.sends(("Places", "", "", ""), ("Tarif", "Part", "trente", "%"))
    assert answer.status_code == 422
    for cell in ("case.indicators.1.indicator", "case.indicators.1.target", "case.indicators.2.target"):
        assert f'<a href="#{cell}">Indicateurs des obligations, ligne' in answer.text
        assert re.search(rf'id="{cell}" name="{cell}"[^>]* aria-invalid="true"[^>]*{cell}-erreur"', answer.text)
    assert "3 champs sont à corriger" in answer.text
    assert 'value="trente"' in answer.text
    assert analysis.held is None


def test_more_rows_are_given_without_saving(analysis: Analysis) -> None:
    answer = analysis.sends(("Places", "", "quarante", ""), ajouter="fait.indicators", **{"fait.obligations": "Ouvrir"})
    assert answer.status_code == 200
    assert len(re.findall(r'<th scope="row"><span class="line">', answer.text)) == 1 + grid.MORE_ROWS
    assert 'value="quarante"' in answer.text
    assert ">\nOuvrir</textarea>" in answer.text
    assert re.search(r'id="case.indicators.2.obligation"[^>]* autofocus', answer.text)
    assert "champs sont à corriger" not in answer.text
    assert analysis.held is None


def test_who_comes_second_sees_what_differs_row_by_row(analysis: Analysis) -> None:
    version = re.findall(r'name="version" value="(\d+)"', analysis.ahmed.get(analysis.path).text)[-1]
    analysis.sends(("Places", "Places ouvertes", "40", ""))
    answer = analysis.sends(("Places", "Places ouvertes", "55", ""), version=version)
    assert answer.status_code == 409
    assert "ligne 1, Objectif par an : 40" in answer.text
    assert "ligne 1, Objectif par an : 55" in answer.text
    assert 'value="55"' in answer.text


def test_a_field_that_is_no_cell_is_left_alone(analysis: Analysis, mission: Visitor) -> None:
    odd = {"case.indicators.x.target": "1", "case.indicators.99999.target": "1", "case.nothing.1.a": "1", "case.": ""}
    assert analysis.sends(("Places", "Ouvertes", "40", ""), **odd).status_code == 303
    assert isinstance(analysis.held, Table)
    assert len(analysis.held.rows) == 1
