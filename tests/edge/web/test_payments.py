"""The page of payments: what it shows to whom, what it refuses and why, and the table it gives to a spreadsheet."""

import csv
import io
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mandate_flow.domain.file import File
from mandate_flow.edge.clock import moment
from mandate_flow.service.deposit import deposit
from mandate_flow.service.integrity import verify
from tests.edge.web.conftest import LILLE, Town, signed_in
from tests.edge.web.mandated import mandated, now, schedule

TAG = re.compile(r"<[^>]+>")


def plain(html: str) -> str:
    """What a person reads."""
    return " ".join(TAG.sub(" ", html).replace("\u202f", " ").replace("\u00a0", " ").split())


@pytest.fixture
def file(town: Town) -> File:
    """Signed for 2025 to 2029; the accounts of 2025, due on 30 June 2026, are missing."""
    return schedule(
        town,
        mandated(town, town.creche.id),
        (2025, "90000", "cash"),
        (2025, "10000", "in_kind"),
        (2026, "90000", "cash"),
    )


def handed_in(town: Town, file: File) -> None:
    for kind in ("accounts", "financial_report"):
        deposit(town.desk, file.id, kind, "2025", f"{kind}.pdf", [b"%PDF-1.7"], moment(town.claire))


def typed(town: Town, file: File, **other: str) -> dict[str, Any]:
    fields = {"version": str(now(town.desk, file).version), "collectivite": LILLE, "exercice": "2026", "forme": "cash"}
    return fields | {"montant": "40 000,50", "le": "02/02/2026", "libelle": "", **other}


def test_an_agent_records_and_cancels_a_payment_and_the_totals_follow(town: Town, file: File) -> None:
    handed_in(town, file)
    ahmed = signed_in(town, town.ahmed)
    path = f"/dossiers/{file.ref}/versements"
    assert "Enregistrer ou annuler un versement" in ahmed.get(f"/dossiers/{file.ref}?etape=mandate").text
    answer = ahmed.fill(path, **typed(town, file, libelle="Mandat 2026-091"))
    assert answer.status_code == 303, plain(answer.text)
    text = plain(ahmed.get(answer.headers["location"]).text)
    assert "Le versement est enregistré." in text
    assert "2026 Lille 90 000 € 40 000,50 € — 49 999,50 €" in text
    assert "40 000,50 € · Lille · exercice 2026 Mandat 2026-091 Versé le 2 février 2026" in text
    (one,) = now(town.desk, file).payments.values()
    assert (one.amount, one.label, one.on) == (Decimal("40000.50"), "Mandat 2026-091", date(2026, 2, 2))
    version = str(now(town.desk, file).version)
    gone = {"version": version, f"motif-{one.id}": "Saisi deux fois"}
    cancel = f"{path}/{one.id}/annulation"
    assert ahmed.fill(cancel, path, version=version).status_code == 422
    assert ahmed.fill(cancel, path, **gone).status_code == 303
    text = plain(ahmed.get(path).text)
    assert "Annulé : Saisi deux fois" in text
    assert "2026 Lille 90 000 € 0 € — 90 000 €" in text
    assert "a annulé un versement Lille, exercice 2026 : 40 000,50 € en numéraire, le 2 février 2026" in plain(
        ahmed.get(f"/dossiers/{file.ref}/historique").text
    )
    assert verify(town.desk.store).ok


def test_what_stands_against_a_payment_leads_to_what_mends_it(town: Town, file: File) -> None:
    ahmed = signed_in(town, town.ahmed)
    path = f"/dossiers/{file.ref}/versements"
    answer = ahmed.fill(path, **typed(town, file, montant="90 000,01", le="01/09/2026"))
    assert answer.status_code == 422
    text = plain(answer.text)
    for part in (
        "Ce versement ne peut pas être fait Rien n’a été enregistré",
        "Avec ce versement, 90 000,01 € seraient versés pour cet exercice ; l’échéancier en prévoit 90 000 €",
        "Les comptes certifiés de l’exercice 2025 étaient attendus le 30 juin 2026 et manquent",
        "CGCT, art. L1611-4",
    ):
        assert part in text, part
    assert 'value="90 000,01"' in answer.text
    assert f'href="/dossiers/{file.ref}?etape=annual_control&amp;exercice=2025#piece.accounts-2025"' in answer.text
    assert f"#fait.payment_schedule-{LILLE}" in answer.text
    assert "Constater ce versement comme irrégulier" not in answer.text
    assert now(town.desk, file).payments == {}


def test_one_may_ask_before_the_money_leaves_and_nothing_is_written(town: Town, file: File) -> None:
    handed_in(town, file)
    ahmed = signed_in(town, town.ahmed)
    path = f"/dossiers/{file.ref}/versements"
    tomorrow = f"{moment(town.ahmed).day + timedelta(days=1):%d/%m/%Y}"
    answer = ahmed.fill(path, **typed(town, file, essai="oui", le=tomorrow))
    assert answer.status_code == 200
    assert "Rien ne s’oppose à ce versement Rien n’est enregistré." in plain(answer.text)
    assert "La date du versement est à venir : enregistrez-le une fois fait." in plain(answer.text)
    answer = ahmed.fill(path, **typed(town, file, essai="oui", le="31/12/2024"))
    assert answer.status_code == 422
    assert "Ne payez pas encore" in plain(answer.text)
    answer = ahmed.fill(path, **typed(town, file, le=tomorrow))
    assert "La date du versement est à venir" in plain(answer.text)
    assert now(town.desk, file).payments == {}


def test_more_than_the_whole_plan_and_a_day_of_another_century_are_noticed(town: Town, file: File) -> None:
    handed_in(town, file)
    claire = signed_in(town, town.claire)
    path = f"/dossiers/{file.ref}/versements"
    told = typed(town, file, irregulier="oui", motif="Virement par erreur", montant="99 999 999")
    answer = claire.fill(path, **told)
    assert answer.status_code == 422
    text = plain(answer.text)
    assert "Avec 99 999 999 €, les versements dépasseraient tout ce que le mandat prévoit (190 000 €)" in text
    assert 'name="confirme"' in answer.text
    answer = claire.fill(path, **told | {"confirme": "oui", "le": "01/03/1999"})
    assert answer.status_code == 422
    assert "La date du versement précède le dossier et son mandat" in plain(answer.text)
    assert now(town.desk, file).payments == {}
    assert claire.fill(path, **told | {"confirme": "oui"}).status_code == 303


def test_the_mission_tells_of_a_payment_made_all_the_same_and_controllers_see_it_in_red(town: Town, file: File) -> None:
    claire, ines = signed_in(town, town.claire), signed_in(town, town.ines)
    path = f"/dossiers/{file.ref}/versements"
    told = typed(town, file, le="01/09/2026", irregulier="oui")
    answer = claire.fill(path, **told)
    assert answer.status_code == 422
    assert "Dites comment ce versement s’est fait" in plain(answer.text)
    answer = claire.fill(path, **told | {"motif": "Mandaté avant la relance"})
    assert answer.status_code == 303, plain(answer.text)
    html = ines.get(path).text
    assert '<li class="irregular">' in html
    assert (
        "Constaté malgré : Comptes dus remis avant un versement, Compte rendu financier remis avant un versement."
        " Motif : Mandaté avant la relance"
    ) in plain(html)
    assert "Enregistrer un versement" not in html
    assert 'name="montant"' not in html
    assert "Versement irrégulier" in ines.get(f"/dossiers/{file.ref}?etape=mandate").text
    assert "a constaté un versement irrégulier" in ines.get(f"/dossiers/{file.ref}/historique").text
    card = "Lille, exercice 2026, versé le 1er sept. 2026 40 000,50 €"
    assert card in plain(ines.get("/controle").text)
    (one,) = now(town.desk, file).payments
    gone = {"version": str(now(town.desk, file).version), f"motif-{one}": "Rendu"}
    assert claire.fill(f"{path}/{one}/annulation", path, **gone).status_code == 303
    assert "Versements irréguliers" not in ines.get("/controle").text


def test_two_payments_at_once_the_second_is_told_and_loses_no_typing(town: Town, file: File) -> None:
    handed_in(town, file)
    ahmed, claire = signed_in(town, town.ahmed), signed_in(town, town.claire)
    path = f"/dossiers/{file.ref}/versements"
    same = typed(town, file, montant="50 000")
    assert ahmed.fill(path, **same).status_code == 303
    answer = claire.fill(path, **same)
    assert answer.status_code == 409
    assert "modifié par quelqu’un d’autre" in plain(answer.text)
    assert 'value="50 000"' in answer.text
    assert "2026 Lille 90 000 € 50 000 €" in plain(answer.text)
    again = same | {"version": str(now(town.desk, file).version)}
    assert claire.fill(path, **again).status_code == 422  # by now it would exceed the schedule
    assert len(now(town.desk, file).payments) == 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("montant", "", "Montant : la réponse manque."),
        ("montant", "0", "plus grand que zéro"),
        ("montant", "12,345", ""),
        ("le", "31/02/2026", ""),
        ("exercice", "26", "L’exercice manque"),
        ("collectivite", "commune-59512", "n’est pas dans le dossier"),
        ("forme", "or", "Choisissez dans la liste"),
        ("libelle", "x" * 201, "Restez en dessous de 200"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_lost(town: Town, file: File, field: str, value: str, said: str) -> None:
    ahmed = signed_in(town, town.ahmed)
    answer = ahmed.fill(f"/dossiers/{file.ref}/versements", **typed(town, file, **{field: value}))
    assert answer.status_code == 422
    assert said in plain(answer.text)
    assert f'href="#{field}"' in answer.text
    assert now(town.desk, file).payments == {}


def test_the_table_opens_in_a_french_spreadsheet(town: Town, file: File) -> None:
    handed_in(town, file)
    ahmed = signed_in(town, town.ahmed)
    path = f"/dossiers/{file.ref}/versements"
    ahmed.fill(path, **typed(town, file, libelle="=SOMME(A1) ; acompte"))
    ahmed.fill(path, **typed(town, file, forme="in_kind", montant="1 000", exercice="2025", le="30/06/2025"))
    answer = ahmed.get(f"{path}.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [(row["Exercice"], row["Forme"], row["Montant (euros)"], row["Date"]) for row in rows] == [
        ("2025", "nature", "1000,00", "30/06/2025"),
        ("2026", "numéraire", "40000,50", "02/02/2026"),
    ]
    assert rows[1]["Libellé"] == "'=SOMME(A1) ; acompte"
    assert rows[1]["Collectivité"] == "Lille"
    assert rows[1]["Enregistré par"] == "Ahmed Bensalah"


def test_the_sheet_to_print_tells_what_was_paid(town: Town, file: File) -> None:
    handed_in(town, file)
    ahmed = signed_in(town, town.ahmed)
    ahmed.fill(f"/dossiers/{file.ref}/versements", **typed(town, file))
    assert "Toutes les années 190 000 € 40 000,50 €" in plain(ahmed.get(f"/dossiers/{file.ref}/fiche").text)
