"""The page of one deadline: how it was computed, what may be decided of it, and what was."""

from datetime import date, timedelta

import pytest

from mandate_flow.domain.command import ChangeParties, RecordFacts
from mandate_flow.domain.deadline import Deadline
from mandate_flow.edge.clock import moment
from mandate_flow.edge.web.formats import long_day
from mandate_flow.service.act import Done, act
from mandate_flow.service.integrity import verify
from tests.edge.web.conftest import LILLE, ROUBAIX, Town, Visitor, signed_in

PREFECT = f"/dossiers/{{ref}}/echeances/prefect_referral?de={LILLE}"


@pytest.fixture
def today(town: Town) -> date:
    """A file of Lille whose act reached the prefecture ten days ago, applied for forty days ago."""
    day = moment(town.claire).day
    facts = {
        ("transmitted_on", LILLE): day - timedelta(days=10),
        ("application_received_on", ""): day - timedelta(days=40),
        ("vote_date", LILLE): day + timedelta(days=30),
    }
    assert isinstance(act(town.desk, town.shared.id, RecordFacts(facts), moment(town.claire)), Done)
    return day


def held(town: Town, code: str, occurrence: str = "") -> Deadline:
    with town.desk.store.read() as unit:
        return unit.files.get(town.shared.id).deadlines[code, occurrence]


def fill(visitor: Visitor, town: Town, decision: str, code: str, occurrence: str = "", **typed: str):  # type: ignore[no-untyped-def]  # noqa: ANN201
    asked = f"?de={occurrence}" if occurrence else ""
    place = f"/dossiers/{town.shared.ref}/echeances/{code}"
    return visitor.fill(f"{place}/{decision}{asked}", f"{place}{asked}", **typed)


def test_the_prefect_asks_for_documents_and_the_period_starts_again(town: Town, today: date) -> None:
    ahmed = signed_in(town, town.ahmed)
    file_page = ahmed.get(f"/dossiers/{town.shared.ref}").text
    place = PREFECT.format(ref=town.shared.ref)
    assert f'href="{place}"' in file_page
    text = ahmed.get(place).text
    assert "Noter une demande de pièces" in text
    assert "Personne ne peut le prolonger ni en dispenser" in text
    assert "Prolonger l’échéance" not in text
    given = {"interrompre_jour": f"{today - timedelta(days=2):%d/%m/%Y}", "interrompre_motif": "Budget annexé demandé"}
    answer = fill(ahmed, town, "interrompre", "prefect_referral", LILLE, **given)
    assert answer.status_code == 303, answer.text
    text = ahmed.get(answer.headers["location"].partition("#")[0]).text
    assert "L’échéance est suspendue : personne n’en reçoit de rappel." in text
    assert "1 délai suspendu" in text
    assert "Motif : Budget annexé demandé" in text
    assert held(town, "prefect_referral", LILLE).status == "suspended"
    answer = fill(ahmed, town, "reprendre", "prefect_referral", LILLE, reprendre_motif="Dossier complété")
    assert answer.status_code == 303, answer.text
    one = held(town, "prefect_referral", LILLE)
    assert one.status == "open"
    assert ("restarted", today.isoformat()) in one.trace
    text = ahmed.get(place).text
    assert "Le délai repart de zéro" in text
    assert "a fait reprendre une échéance" in text
    assert verify(town.desk.store).ok


def test_what_was_typed_comes_back_with_every_reason(town: Town, today: date) -> None:
    ahmed = signed_in(town, town.ahmed)
    due = held(town, "application_silence").due
    answer = fill(ahmed, town, "suspendre", "application_silence", suspendre_jour="demain", suspendre_motif="")
    assert answer.status_code == 422
    assert 'value="demain"' in answer.text
    assert "Motif : la réponse manque." in answer.text
    later = f"{today + timedelta(days=3):%d/%m/%Y}"
    answer = fill(
        ahmed, town, "suspendre", "application_silence", suspendre_jour=later, suspendre_motif="Pièces manquantes"
    )
    assert answer.status_code == 422
    assert "Un délai se suspend pendant qu’il court" in answer.text
    assert "Pièces manquantes" in answer.text
    answer = fill(ahmed, town, "prolonger", "application_silence", prolonger_jour=later, prolonger_motif="Plus tard")
    assert answer.status_code == 422
    assert "personne ne peut prolonger ce délai" in answer.text
    assert "L231-4" in answer.text
    assert held(town, "application_silence").due == due
    assert fill(ahmed, town, "oublier", "application_silence").status_code == 404
    late = {"version": "1", "suspendre_motif": "Pièces manquantes"}
    answer = fill(ahmed, town, "suspendre", "application_silence", **late)
    assert answer.status_code == 409
    assert "Pièces manquantes" in answer.text


def test_who_reads_only_sees_the_computation(town: Town, today: date) -> None:
    ines = signed_in(town, town.ines)
    text = ines.get(PREFECT.format(ref=town.shared.ref)).text.replace("\u00a0", " ")
    assert "Comment cette date est calculée" in text
    assert f"le {long_day(today - timedelta(days=10))}." in text
    assert "<textarea" not in text
    assert fill(ines, town, "interrompre", "prefect_referral", LILLE).status_code == 403
    assert signed_in(town, town.rose).get(PREFECT.format(ref=town.shared.ref)).status_code == 404


@pytest.mark.usefixtures("today")
def test_an_agent_sees_whose_deadline_it_is(town: Town) -> None:
    """A file of two authorities: the agent of one reads the deadline of the other."""
    both = ChangeParties(authorities=(LILLE, ROUBAIX), reason="Mandat commun")
    assert isinstance(act(town.desk, town.shared.id, both, moment(town.claire)), Done)
    rose = signed_in(town, town.rose)
    text = rose.get(PREFECT.format(ref=town.shared.ref)).text
    assert "Cette échéance est celle d’une autre collectivité" in text
    typed = {"interrompre_motif": "Pièces"}
    answer = fill(rose, town, "interrompre", "prefect_referral", LILLE, **typed)
    assert answer.status_code == 422
    assert held(town, "prefect_referral", LILLE).status == "open"


@pytest.mark.usefixtures("today")
def test_the_list_of_deadlines_leads_to_each(town: Town) -> None:
    claire = signed_in(town, town.claire)
    text = claire.get("/echeances").text
    assert f'href="/dossiers/{town.shared.ref}/echeances/application_silence"' in text
    fill(claire, town, "suspendre", "application_silence", suspendre_motif="Pièces manquantes demandées")
    text = claire.get("/echeances").text
    assert f'href="/dossiers/{town.shared.ref}/echeances/application_silence"' not in text
    text = claire.get("/echeances?periode=suspended").text
    assert f'href="/dossiers/{town.shared.ref}/echeances/application_silence"' in text
    assert '<span class="badge">suspendu</span>' in text
    assert "En retard" not in text.partition("<table")[2]
