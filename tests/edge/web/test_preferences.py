"""Language, look and keys: chosen by a form that needs no script, kept by the browser or the person."""

import re

import pytest

from tests.edge.web.conftest import Town, Visitor, signed_in


def test_a_stranger_chooses_a_language_in_this_browser(visitor: Visitor) -> None:
    assert '<html lang="fr"' in visitor.get("/connexion").text
    answer = visitor.fill("/langue", "/connexion", langue="nl", suite="/connexion?suite=%2Fdossiers")
    assert (answer.status_code, answer.headers["location"]) == (303, "/connexion?suite=%2Fdossiers")
    page = visitor.get("/connexion").text
    assert '<html lang="nl"' in page
    assert "Naar de inhoud" in page
    visitor.fill("/langue", "/connexion", langue="klingon", suite="/connexion")
    assert '<html lang="nl"' in visitor.get("/connexion").text


def test_whoever_is_signed_in_takes_the_language_along(town: Town, mission: Visitor) -> None:
    answer = mission.fill("/langue", "/dossiers", langue="en", suite="/dossiers?q=auto")
    assert answer.headers["location"] == "/dossiers?q=auto"
    assert '<html lang="en"' in mission.get("/dossiers").text
    elsewhere = signed_in(town, town.claire)
    assert '<html lang="en"' in elsewhere.get("/dossiers").text


def test_the_look_is_chosen_or_follows_the_machine(visitor: Visitor) -> None:
    assert "data-theme" not in visitor.get("/connexion").text
    for theme in ("dark", "light"):
        visitor.fill("/apparence", "/connexion", theme=theme, suite="/connexion")
        page = visitor.get("/connexion").text
        assert f'data-theme="{theme}"' in page
        assert f'value="{theme}" aria-pressed="true"' in page
    visitor.fill("/apparence", "/connexion", theme="", suite="/connexion")
    assert "data-theme" not in visitor.get("/connexion").text


def test_keys_alone_can_be_turned_off(mission: Visitor) -> None:
    assert "<body data-keys " in mission.get("/aide").text
    mission.fill("/touches", "/aide", touches="non", suite="/aide")
    page = mission.get("/aide").text
    assert "data-keys" not in page
    assert "Réactiver ces touches" in page
    mission.fill("/touches", "/aide", touches="oui", suite="/aide")
    assert "<body data-keys " in mission.get("/aide").text


@pytest.mark.parametrize("path", ["/langue", "/apparence", "/touches"])
def test_a_choice_leads_back_to_this_site_only(visitor: Visitor, path: str) -> None:
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"):
        assert visitor.fill(path, "/connexion", suite=elsewhere).headers["location"] == "/"
    assert visitor.post(path, data={"suite": "/"}).status_code == 403  # no token


def test_a_choice_made_on_a_refused_form_leads_to_its_page(mission: Visitor) -> None:
    refused = mission.fill("/dossiers/nouveau", type="sieg", titre="", theme="", collectivite="")
    assert refused.status_code == 422
    assert 'name="suite" value="/dossiers/nouveau"' in refused.text
    answer = mission.get("/dossiers/SIEG-2026-0001/faits")  # has a form, and no page of its own
    assert (answer.status_code, answer.headers["location"]) == (303, "/dossiers/SIEG-2026-0001")


def test_the_bar_has_what_fits_and_the_rest_below(town: Town, mission: Visitor) -> None:
    page = mission.get("/courriels").text
    wide = page[page.index('<nav class="wide"') : page.index("</nav>")]
    seen = wide[: wide.index("<details")]
    assert re.findall(r'href="([^"]+)"', seen) == [
        "/", "/dossiers", "/communes", "/structures", "/echeances", "/inventaire", "/mission",
    ]  # fmt: skip
    assert re.findall(r'href="([^"]+)"', wide[wide.index("<details") :])[0] == "/courriels"
    assert 'class="here"' in wide
    few = signed_in(town, town.thomas).get("/administration").text
    assert "Plus</summary>" not in few


def test_the_statements_are_open_to_everyone(visitor: Visitor) -> None:
    page = visitor.get("/accessibilite").text
    for asked in ("conformité partielle", "Non-conformités connues", "mission@example.org", "Défenseur des droits"):
        assert asked in page
    page = visitor.get("/donnees-personnelles").text
    for asked in ("mission d’intérêt public", "douze heures", "CNIL", "effacer"):
        assert asked in page
