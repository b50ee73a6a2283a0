"""The list of files: found, narrowed, kept as a view, within what one may see."""

import re

import pytest
from sqlalchemy import update

from mandate_flow.edge.clock import moment
from mandate_flow.service.assigning import assign
from mandate_flow.store import tables
from tests.edge.web.conftest import LILLE, Town, Visitor, signed_in

ROW = re.compile(r'name="ref" value="([^"]+)"')


def refs(visitor: Visitor, query: str = "") -> set[str]:
    answer = visitor.get(f"/dossiers?{query}")
    assert answer.status_code == 200, answer.headers.get("location")
    return set(ROW.findall(answer.text))


@pytest.fixture
def both(town: Town) -> set[str]:
    return {town.shared.ref, town.nursery.ref}


@pytest.mark.parametrize("words", ["autop", "AUTOPARTAGE LILAS", "lille libre-service", "petite enfance autopartage"])
def test_words_find_by_their_beginnings(mission: Visitor, town: Town, words: str) -> None:
    assert refs(mission, f"q={words}") == {town.shared.ref}


def test_facets_count_under_the_other_filters_and_lead_to_the_list_they_tell(mission: Visitor, both: set[str]) -> None:
    page = mission.get("/dossiers").text
    assert refs(mission) == both
    found = re.search(r'<a href="([^"]+)" id="f-commune-commune-59350".*?<b class="num">(\d+)', page)
    assert found
    assert found[2] == "1"
    narrowed = mission.get(found[1].replace("&amp;", "&")).text
    assert len(ROW.findall(narrowed)) == 1
    assert 'aria-current="true"' in narrowed
    assert 'id="f-commune-commune-59512"' in narrowed  # the other values stay, to go from one to the next


def test_the_filters_that_hold_are_said_and_each_can_be_taken_away(mission: Visitor) -> None:
    page = mission.get("/dossiers?q=lilas&commune=commune-59512&retard=1").text
    assert "Aucun dossier ne répond à ces filtres" in page
    for without in (
        "?commune=commune-59512&amp;retard=1",
        "?q=lilas&amp;retard=1",
        "?q=lilas&amp;commune=commune-59512",
    ):
        assert f'href="/dossiers{without}"' in page
    assert "Collectivité : Roubaix" in page


def test_an_agent_finds_and_counts_their_own_authority_alone(town: Town) -> None:
    ahmed = signed_in(town, town.ahmed)
    page = ahmed.get("/dossiers").text
    assert set(ROW.findall(page)) == {town.shared.ref}
    assert "Roubaix" not in page.partition("<main")[2]
    assert town.creche.name not in page
    assert refs(ahmed, f"q={town.nursery.ref}") == set()
    assert town.creche.name not in ahmed.get(f"/dossiers?structure={town.creche.id}").text
    assert ahmed.get("/recherche?q=petits").text.strip() == ""
    assert ahmed.get("/recherche?q=garde").text.strip() == ""
    assert town.lilas.name in ahmed.get("/recherche?q=lil").text


def test_communes_and_structures_are_proposed_above_the_files(mission: Visitor, town: Town) -> None:
    page = mission.get("/dossiers?q=roub").text
    assert 'href="/communes/59512"' in page.partition('class="named"')[2]
    offered = mission.get("/recherche?q=roub").text
    assert 'role="option"' in offered
    assert 'href="/communes/59512"' in offered
    assert f'href="/dossiers/{town.nursery.ref}"' in offered
    assert mission.get("/recherche?q=").text.strip() == ""


def test_words_are_searched_in_files_of_every_kind_and_the_facet_says_so(mission: Visitor) -> None:
    held = re.compile(r'id="f-nature-[a-z]*"[^>]*aria-current="true"><span>([^<]+)')
    assert held.findall(mission.get("/dossiers").text) == ["Services"]
    assert held.findall(mission.get("/dossiers?q=lille").text) == ["Tous les dossiers"]
    assert held.findall(mission.get("/dossiers?q=lille&nature=services").text) == ["Services"]
    assert held.findall(mission.get("/dossiers?nature=chemins").text) == ["Chemins des communes"]
    mission.fill("/communes/59350/chemin", "/communes/59350")
    found = mission.get("/dossiers?q=lille").text
    assert "Chemin d’une commune vers l’autonomie" in found
    assert "<span>COM" not in found
    assert "COM-" not in mission.get("/dossiers?q=lille&nature=services").text.partition("<tbody")[2]


def test_a_stage_has_the_same_name_in_the_filter_and_in_the_rows(mission: Visitor, town: Town) -> None:
    with town.desk.store.write() as unit:
        signed = update(tables.files).where(tables.files.c.id == town.shared.id)
        unit.connection.execute(signed.values(state="mandate"))
    page = mission.get("/dossiers").text
    assert re.search(r'id="f-etat-mandate"[^>]*><span>(?:<span[^>]*></span>)?Mandat</span>', page)
    assert "Étape : Mandat" in mission.get("/dossiers?etat=mandate").text


def test_a_strange_address_is_only_the_list(mission: Visitor, both: set[str]) -> None:
    for query in ("tri=nothing", "page=-3", "nature=x", "retard=yes", "unknown=1"):
        assert refs(mission, query) == both
    assert refs(mission, "theme=none&etat=%00x") == set()


def test_the_person_in_charge_is_seen_and_filtered(mission: Visitor, town: Town) -> None:
    assign(town.desk, (town.shared.ref,), town.ahmed.id, moment(town.claire))
    assert refs(mission, f"charge={town.ahmed.id}") == {town.shared.ref}
    assert refs(mission, "charge=-") == {town.nursery.ref}
    for page in ("/dossiers?charge=-", f"/dossiers/{town.nursery.ref}", "/"):
        assert "Non attribué" in mission.get(page).text, "the same words for nobody, everywhere"
    assert town.ahmed.name in mission.get("/dossiers").text.partition("<tbody")[2]


def test_a_view_is_kept_renamed_begun_with_removed_and_put_back(mission: Visitor, town: Town) -> None:
    at = f"/dossiers?commune={LILLE}"
    kept = mission.fill("/dossiers/vues", at, filtres=f"commune={LILLE}&page=3&x=1", nom="Lille", partagee="1")
    assert kept.headers["location"] == f"{at}&fait=gardee"
    page = mission.get(at).text
    view = re.search(r'action="(/dossiers/vues/[^"]+)"', page)
    assert view
    assert "Lille" in signed_in(town, town.ahmed).get("/dossiers").text.partition('class="tabs"')[2]
    renamed = mission.fill(view[1], at, faire="renommer", nouveau_nom="Ma ville")
    assert renamed.headers["location"] == f"{at}&fait=renommee"
    mission.fill(view[1], at, faire="commencer")
    assert mission.get("/dossiers").headers["location"] == at
    assert refs(mission, "vue=tous") == {town.shared.ref, town.nursery.ref}
    gone = mission.fill(view[1], at, faire="supprimer").headers["location"]
    assert "Ma ville" not in mission.get("/dossiers?vue=tous").text
    assert mission.get("/dossiers").status_code == 200
    back = mission.fill(view[1], gone, faire="remettre")
    assert back.headers["location"] == f"{at}&fait=remise"
    assert "Ma ville" in mission.get("/dossiers").text


def test_a_view_without_a_name_is_said_so_and_its_filters_stay(mission: Visitor) -> None:
    at = "/dossiers?retard=1"
    answer = mission.fill("/dossiers/vues", at, filtres="retard=1", nom=" ")
    assert answer.status_code == 422
    assert "Le nom de la vue manque" in answer.text
    assert 'name="filtres" value="retard=1"' in answer.text


def test_nobody_changes_the_view_of_another(mission: Visitor, town: Town) -> None:
    mission.fill("/dossiers/vues", "/dossiers?retard=1", filtres="retard=1", nom="À moi")
    view = re.search(r'action="(/dossiers/vues/[^"]+)"', mission.get("/dossiers?retard=1").text)
    assert view
    ahmed = signed_in(town, town.ahmed)
    assert ahmed.fill(view[1], "/dossiers", faire="supprimer").status_code == 404
    assert "À moi" not in ahmed.get("/dossiers").text
