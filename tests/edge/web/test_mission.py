"""The mission’s page, meetings on the page of a file, and the own way of a commune on its page."""

import re
from typing import Any

import pytest

from mandate_flow.domain.command import RecordFacts
from mandate_flow.domain.file import FactKey, File
from mandate_flow.domain.value import Value
from mandate_flow.edge.clock import moment
from mandate_flow.service.act import Done, act
from mandate_flow.service.mission import open_mission
from tests.edge.web.conftest import LILLE, ROUBAIX, Town, Visitor, signed_in

PAST, COMING = "2024-10-08", "2099-02-04"


@pytest.fixture
def calendar(town: Town) -> File:
    """A mission with a seminar held in 2024, and a working group far ahead."""
    file = open_mission(town.desk, "Mission d’essai", moment(town.claire))
    answers: dict[FactKey, Value | None] = {
        ("meeting_kind", PAST): "seminar",
        ("meeting_subject", PAST): "Ce que demande le droit",
        ("participants", PAST): (LILLE, ROUBAIX),
        ("meeting_kind", COMING): "working_group",
        ("meeting_subject", COMING): "Grille d’analyse",
    }
    done = act(town.desk, file.id, RecordFacts(answers), moment(town.claire))
    assert isinstance(done, Done)
    return done.file


def record(visitor: Visitor, file: File, day: str, answers: dict[str, str | list[str]]) -> Any:
    """Send the form of the page that shows that meeting."""
    page = f"/dossiers/{file.ref}?etape=launch&seance={day}"
    return visitor.fill(page.replace("?", "/faits?"), page, version=str(file.version), **answers)


def test_without_a_mission_the_page_offers_to_open_one(town: Town, mission: Visitor) -> None:
    assert "Aucune mission n’est encore ouverte" in mission.get("/mission").text
    assert "Intitulé de la mission : la réponse manque" in mission.fill("/mission", titre="").text
    opened = mission.fill("/mission", titre="Mission 2026")
    assert re.match(r"/dossiers/MIS-\d{4}-0001\?", opened.headers["location"])
    assert "Mission 2026" in mission.get("/mission").text


def test_the_calendar_tells_what_comes_and_what_is_owed(calendar: File, mission: Visitor) -> None:
    text = mission.get("/mission").text
    assert text.index("Grille d’analyse") < text.index("Ce que demande le droit")
    assert "2 communes présentes" in text
    assert "Compte rendu en retard" in text
    assert "Déposer le compte rendu de la séance (8 octobre 2024)" in mission.get("/echeances?periode=late").text
    assert "Communes présentes à chacune des 1 séance tenue" in text
    lille, _, _ = text[text.index('href="/communes/59350"') :].partition("</tr>")
    assert "présente" in lille
    assert "1 sur 1" in lille


def test_the_table_of_presences_keeps_those_that_never_came(calendar: File, mission: Visitor) -> None:
    absent = mission.get("/mission?seules=absentes").text
    table = absent[absent.index('id="presences"') :]
    assert "Croix" in table
    assert ">Roubaix<" not in table
    first = mission.get("/mission?tri=presence").text
    assert re.findall(r'<th scope="row"><a class="plain" href="/communes/\d+">([^<]+)', first)[:2] == [
        "Lille",
        "Roubaix",
    ]


def test_an_agent_sees_the_calendar_and_no_other_commune(calendar: File, town: Town) -> None:
    agent = signed_in(town, town.ahmed)
    text = agent.get("/mission").text
    assert "Grille d’analyse" in text
    assert "Votre collectivité y était" in text
    assert "Présente à 1 des 1 séance tenue." in text
    assert calendar.ref not in text
    assert "Roubaix" not in text
    assert "Présences par commune" not in text


def test_a_meeting_is_added_by_its_day(calendar: File, mission: Visitor) -> None:
    day = "2025-03-04"
    page = mission.get(f"/dossiers/{calendar.ref}?seance={day}").text
    assert "Séance du 4 mars 2025 : elle existera dès votre première réponse." in page
    assert "séance du 4 mars 2025" in page
    there = f"fait.participants@{day}"
    answers: dict[str, str | list[str]] = {f"fait.meeting_kind@{day}": "training", there: ["", LILLE]}
    answer = record(mission, calendar, day, answers)
    assert f"seance={day}" in answer.headers["location"]
    after = mission.get(answer.headers["location"]).text
    assert f'name="fait.participants@{day}" value="{LILLE}" checked' in after
    assert "1 collectivité cochée" in after
    assert "1 collectivité : Lille" in mission.get(f"/dossiers/{calendar.ref}/historique").text
    assert "séance du 4 mars 2025" in mission.get(f"/dossiers/{calendar.ref}/fiche").text


def test_unticking_everybody_clears_the_answer(calendar: File, mission: Visitor, town: Town) -> None:
    record(mission, calendar, PAST, {f"fait.participants@{PAST}": [""]})
    with town.desk.store.read() as unit:
        assert unit.files.by_ref(calendar.ref).fact("participants", PAST) is None


def test_the_page_of_a_commune_tells_its_own_way(calendar: File, mission: Visitor) -> None:
    before = mission.get("/communes/59350").text
    assert "Ouvrir son chemin" in before
    assert "Ce que demande le droit" in before
    opened = mission.fill("/communes/59350/chemin", "/communes/59350")
    assert "/dossiers/COM-" in opened.headers["location"]
    after = mission.get("/communes/59350").text
    assert "Prochaine étape : Noter que la commune veut avancer" in after
    assert "Continuer le chemin" in after
    again = mission.fill("/communes/59350/chemin", "/mission")
    assert again.headers["location"] == opened.headers["location"]


def test_communes_are_found_by_their_own_way_and_shown_on_the_map(mission: Visitor) -> None:
    mission.fill("/communes/59350/chemin", "/communes/59350")
    informed = mission.get("/communes?chemin=informed").text
    assert re.findall(r'<th scope="row"><a class="plain" href="/communes/(\d+)"', informed) == ["59350"]
    assert "59350" not in mission.get("/communes?chemin=-").text
    board = mission.get("/?carte=chemins").text
    assert "Lille : informée" in board
    assert "Communes par étape de leur chemin propre" in board


def test_lists_show_other_kinds_when_asked(calendar: File, mission: Visitor) -> None:
    assert calendar.ref not in mission.get("/dossiers").text
    assert calendar.ref in mission.get("/dossiers?nature=missions").text
    assert calendar.ref in mission.get(f"/dossiers?q={calendar.ref}").text
    assert "Mission d’accompagnement" not in mission.get("/dossiers/nouveau").text


def test_an_agent_opens_the_way_of_their_own_commune_alone(town: Town) -> None:
    agent = signed_in(town, town.ahmed)
    assert agent.fill("/communes/59512/chemin", "/communes/59350").status_code == 403
    assert "/dossiers/COM-" in agent.fill("/communes/59350/chemin", "/communes/59350").headers["location"]
