"""The money of a mandate on its pages: its years and periods, what may come, and the sheet of each control."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from starlette.testclient import TestClient

from mandate_flow.domain.command import CancelPayment, Moment, RecordFacts, TakeStep
from mandate_flow.domain.file import File
from mandate_flow.domain.law import LawBook
from mandate_flow.domain.rates import RateKind
from mandate_flow.domain.refusal import Refused
from mandate_flow.edge.clock import moment
from mandate_flow.edge.web.money.sheet import control_sheet
from mandate_flow.service.act import act
from mandate_flow.service.rates import Entry, record_rates
from mandate_flow.service.reading import file_page
from mandate_flow.service.scenario import morning
from tests.edge.web.conftest import Town, Visitor
from tests.support.telling import told


def story(town: Town, name: str, acts: int = 0) -> File:
    cast = {"mission": town.claire, "agent": town.ahmed, "jurist": town.sophie, "approver": town.luc}
    return told(town.desk, name, cast, town.lilas.id, acts=acts)


def words(visitor: TestClient, path: str) -> str:
    """What one reads on the page, spaces as plain spaces."""
    answer = visitor.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    text = unescape(re.sub(r"<[^>]+>", " ", answer.text))
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())


@pytest.fixture
def ines(town: Town, visitor: Visitor) -> Visitor:
    """The controller, who reads everything."""
    visitor.come_in(town.link(town.ines))
    return visitor


def test_three_years_with_their_period_and_what_follows(town: Town, ines: Visitor) -> None:
    file = story(town, "controle-de-trois-ans-rembourse")
    assert f'href="/dossiers/{file.ref}/comptes"' in ines.get(f"/dossiers/{file.ref}").text
    page = words(ines, f"/dossiers/{file.ref}/comptes")
    for figure in ("186 200 €", "194 480 €", "217 000 €", "22 520 €", "−3 552 €"):
        assert figure in page, figure
    assert "Exercices 2026 à 2028 Excédent à rembourser" in page
    assert "30 852 € à rembourser en entier, et non la seule part au-delà de la limite de 20 900 €." in page
    assert "Exercices 2029 à 2030, fin du mandat À venir" in page
    assert "3,45 % pour une limite de 3,45 % : dans la limite." in page
    assert "Siège service confié 6 sur 10 ETP" in page


def test_a_period_that_waits_for_an_earlier_one_says_whose_accounts_are_missing(town: Town, ines: Visitor) -> None:
    file = story(town, "controle-de-trois-ans-rembourse", acts=-8)
    page = words(ines, f"/dossiers/{file.ref}/comptes")
    assert "les versements (" not in page
    assert "Attend le résultat de la période précédente : il manque les comptes de l’exercice 2028." in page


def test_the_sheet_of_a_closed_control_says_each_line_and_who_confirmed(town: Town, ines: Visitor) -> None:
    file = story(town, "controle-de-trois-ans-rembourse")
    page = words(ines, f"/dossiers/{file.ref}/controles/2028/fiche")
    assert "62 500 € × 6 ÷ 10 (ETP) 37 500 €" in page
    assert "216 000 € × 3,45 % 7 452 €" in page
    assert "401 100 €" in page
    assert "décision 2012/21/UE du 20 décembre 2011, art. 6, paragraphe 2 (à confirmer)" in page
    assert "Excédent de la période 627 000 € − 596 148 € 30 852 €" in page
    assert "Suite donnée au contrôle Excédent à rembourser" in page
    assert "Clôture proposée par Ahmed Bensalah" in page
    assert "Clôture confirmée par Luc Masson" in page
    assert re.search(r"SHA-256 [0-9a-f]{64}", page)
    assert re.search(r"empreinte [0-9a-f]{64}", page)


def test_what_proves_the_payments_of_a_year_are_the_payments(town: Town, ines: Visitor) -> None:
    file = story(town, "controle-de-trois-ans-rembourse", acts=-2)
    page = words(ines, f"/dossiers/{file.ref}?etape=annual_control&exercice=2028")
    _, _, told = page.partition("Versements de l’exercice enregistrés (exercice 2028)")
    assert told.strip().removeprefix(": rempli ").startswith("Versé pour l’exercice : 205 000 €"), told[:200]
    _, _, told = page.partition("Coût net calculable (exercice 2028)")
    assert not told.strip().removeprefix(": rempli ").startswith("Montant dépensé"), told[:200]


def test_what_a_control_was_closed_on_changes_no_more(town: Town) -> None:
    file, day = story(town, "controle-de-trois-ans-rembourse"), date(2029, 7, 1)
    here = Moment(town.claire, morning(day), day)
    paid = next(one.id for one in file.payments.values() if one.year == "2028")
    for command, code in (
        (RecordFacts({("capital_employed", "2028"): Decimal(1)}), "fixed_for_good"),
        (CancelPayment(paid, "Saisi deux fois"), "control_closed"),
        (TakeStep("open_recovery", "2099"), "year_outside"),
    ):
        answer = act(town.desk, file.id, command, here)
        assert isinstance(answer, Refused)
        assert [one.code for one in answer.refusals] == [code]


def test_a_closed_sheet_stays_when_the_law_is_corrected(town: Town) -> None:
    file = story(town, "controle-de-trois-ans-rembourse")
    page, law = file_page(town.desk, file.ref, moment(town.ines)), town.desk.library.law
    text = law.texts["sgei_decision"]
    (sd12,) = [one for one in text.entries if one.id == "sd12"]
    tolerance = replace(sd12.quantities["tolerance"], value=Decimal(50), article="art. 6, corrigé")
    corrected = replace(sd12, id="sd12b", quantities={**sd12.quantities, "tolerance": tolerance}, corrects="sd12")
    later = LawBook({**law.texts, "sgei_decision": replace(text, entries=(*text.entries, corrected))})
    assert later.cite("sgei_decision.tolerance", date(2025, 12, 1)) != law.cite(
        "sgei_decision.tolerance", date(2025, 12, 1)
    )
    before, after = (control_sheet(page, "2028", one, date(2029, 9, 1)) for one in (law, later))
    assert [(one.label, one.amount, one.law) for one in after.period_lines] == [
        (one.label, one.amount, one.law) for one in before.period_lines
    ]
    assert [one.amount for one in before.period_lines][-1].startswith("20")


def test_an_open_control_is_a_draft(town: Town, ines: Visitor) -> None:
    file = story(town, "controle-sans-pieces")
    page = words(ines, f"/dossiers/{file.ref}/controles/2027/fiche")
    assert "Projet : le contrôle est encore ouvert" in page
    assert "Il manque « Coûts directs du service »" in page
    assert ines.get(f"/dossiers/{file.ref}/controles/2031/fiche").status_code == 404


def test_an_exemption_says_what_it_asks_for(town: Town, ines: Visitor) -> None:
    file = story(town, "dispense-de-controle")
    page = words(ines, f"/dossiers/{file.ref}/comptes")
    assert "Dispense invoquée : Somme forfaitaire fixée sur un plan d’affaires" in page
    assert "La compensation est une somme forfaitaire fixée à l’avance. : bloquant" in page


def test_what_may_come_before_signing(town: Town, ines: Visitor) -> None:
    file = story(town, "sans-plan-d-affaires")
    page = words(ines, f"/dossiers/{file.ref}/projection?indexation_couts=2&ecart_couts=10")
    assert "411 620 €" in page  # 374 200 × 1,1
    assert "2028 hors plan" in page
    assert "Compensation prévue, en moyenne : 194 480 € par an, pour un plafond de 20 000 000 €" in page
    wrong = words(ines, f"/dossiers/{file.ref}/projection?indexation_couts=abc&ecart_couts=90")
    assert "2 champs sont à corriger" in wrong


def test_a_projection_names_what_it_lacks(town: Town, ines: Visitor) -> None:
    file = story(town, "sans-plan-d-affaires", acts=-4)
    with town.desk.store.read() as unit:
        assert unit.files.get(file.id).fact("profit_rate") is None
    page = words(ines, f"/dossiers/{file.ref}/projection")
    assert "Il manque « Plan d’affaires par année »" in page


def test_interest_on_a_sum_to_recover_waits_for_its_rates(town: Town, ines: Visitor) -> None:
    file = story(town, "controle-sans-pieces")
    address = f"/dossiers/{file.ref}/interets?montant=100000&verse_le=01/03/2026&rendu_le=28/08/2027"
    assert "Il manque le taux de base de la Commission au 1er mars 2026." in words(ines, address)
    entry = Entry(RateKind.BASE, date(2025, 1, 1), None, Decimal(2), "Communication fictive", fictitious=True)
    record_rates(town.desk, [entry], moment(town.sophie))
    page = words(ines, address)
    assert "Taux fictifs de démonstration" in page
    assert "1er mars 2026 1er mars 2027 365 sur 365 2 % 3 % 100 000 € 3 000 €" in page
    assert "1er mars 2027 28 août 2027 180 sur 366 2 % 3 % 103 000 € 1 519,67 €" in page
    assert "À récupérer : 104 519,67 € , dont 4 519,67 € d’intérêts." in page
    wrong = words(ines, f"/dossiers/{file.ref}/interets?montant=1&verse_le=01/03/2026&rendu_le=28/02/2026")
    assert "ce jour précède celui du versement" in wrong
    below = words(ines, f"/dossiers/{file.ref}/interets?montant=-100&verse_le=01/03/2026&rendu_le=28/08/2027")
    assert "Somme : un montant au-dessus de zéro." in below
    assert "À récupérer" not in below


def test_a_file_without_compensation_has_no_such_page(town: Town, ines: Visitor) -> None:
    assert ines.get(f"/dossiers/{town.shared.ref}/comptes").status_code == 404
    assert "L’argent du mandat" not in ines.get(f"/dossiers/{town.shared.ref}").text


def test_a_stranger_to_the_file_sees_none_of_it(town: Town, visitor: Visitor) -> None:
    file = story(town, "controle-sans-pieces")
    visitor.come_in(town.link(town.rose))
    for path in ("comptes", "projection", "controles/2027/fiche"):
        assert visitor.get(f"/dossiers/{file.ref}/{path}").status_code == 404


def test_two_controls_open_at_once_show_on_the_map_and_in_the_deadlines(town: Town, visitor: Visitor) -> None:
    file = story(town, "deux-controles-ouverts", acts=-3)  # 2027 and 2028 are open, with documents for either
    visitor.come_in(town.link(town.claire))
    assert re.search("<title>Lille : contrôle annuel", unescape(visitor.get("/").text))
    page = words(visitor, f"/dossiers/{file.ref}")
    assert "Clore le contrôle annuel : exercice 2027 : tout est prêt" in page
    assert "Clore le contrôle annuel : exercice 2028 : il manque" in page
    assert "Contrôle annuel (exercice 2027) 29 août 2028" in page
    assert "Contrôle annuel (exercice 2028) 29 août 2029" in page
    assert "Compte rendu financier (exercice 2028) 30 juin 2029" in page  # still owed; that of 2027 was kept
    assert "Compte rendu financier (exercice 2027) tenue le 1er juin 2028" in page
