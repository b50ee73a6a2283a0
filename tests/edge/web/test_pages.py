import re
from dataclasses import replace

import pytest

from mandate_flow.domain.errors import Unavailable
from mandate_flow.edge.clock import moment
from mandate_flow.service.registers import change_person
from tests.edge.web.conftest import Town, Visitor, signed_in


def test_the_dashboard_leads_from_each_figure_to_its_list(mission: Visitor) -> None:
    text = mission.get("/").text
    for label, href in re.findall(r'<a class="kpi" href="([^"]+)"><span>([^<]+)<', text):
        assert mission.get(label.replace("&amp;", "&")).status_code == 200, href
    assert len(re.findall(r"<polygon", text)) == 95
    assert "Lille : identification" in text
    assert "Armentières : aucun dossier" in text
    assert "GeoNames (CC BY 4.0)" in text


def test_the_map_is_a_table_too(mission: Visitor) -> None:
    text = mission.get("/?vue=tableau").text
    assert text.count('<th scope="row"><a class="plain" href="/communes/') == 95
    assert "<polygon" not in text


def test_the_demonstration_says_so_on_every_page(mission: Visitor, visitor: Visitor) -> None:
    for page in (mission.get("/"), mission.get("/aide"), visitor.get("/connexion")):
        assert "Démonstration : structures et chiffres fictifs" in page.text


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", {"shared", "nursery"}),
        ("?q=creche", set()),
        ("?q=GARDE enfants", {"nursery"}),
        ("?q=lilas", {"shared"}),
        ("?commune=commune-59512", {"nursery"}),
        ("?etat=identification&type=sieg&theme=petite-enfance", {"shared", "nursery"}),
        ("?etat=mandate", set()),
        ("?retard=1", set()),
        ("?tri=ref&page=999999", set()),
        ("?tri=nonsense&page=-1&retard=9", {"shared", "nursery"}),
    ],
)
def test_files_are_found(town: Town, mission: Visitor, query: str, kept: set[str]) -> None:
    answer = mission.get(f"/dossiers{query}")
    assert answer.status_code == 200
    assert {name for name in ("shared", "nursery") if getattr(town, name).ref in answer.text} == kept
    if not kept and "page" not in query:
        assert "Aucun dossier ne répond" in answer.text


def test_a_file_is_opened_from_a_form(town: Town, mission: Visitor) -> None:
    answer = mission.fill(
        "/dossiers/nouveau",
        type="sieg",
        titre="Épicerie solidaire",
        theme="alimentation",
        collectivite="commune-59350",
        autres=["commune-59512", "metropole-200093201"],
        structure=town.creche.id,
    )
    assert answer.status_code == 303
    ref = answer.headers["location"].removeprefix("/dossiers/").partition("?")[0]
    with town.desk.store.read() as unit:
        file = unit.files.by_ref(ref)
    assert file.authorities == ("commune-59350", "commune-59512", "metropole-200093201")
    assert (file.title, file.theme, file.structures) == ("Épicerie solidaire", "alimentation", (town.creche.id,))


def test_a_form_that_is_wrong_comes_back_as_typed_with_every_error(mission: Visitor) -> None:
    answer = mission.fill("/dossiers/nouveau", type="sieg", titre="Vélos", theme="", collectivite="")
    assert answer.status_code == 422
    assert 'value="Vélos"' in answer.text
    assert re.search(r'value="sieg" id="type" checked', answer.text)
    for field in ("theme", "collectivite"):
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}"' in answer.text
    assert "2 champs sont à corriger" in answer.text


def test_a_structure_is_registered_once(mission: Visitor) -> None:
    typed = {"nom": "Pédale Douce", "forme": "scop", "siret": "732 829 320 00074", "cloture": "6"}
    page = mission.fill("/structures/nouvelle", **typed).headers["location"]
    text = mission.get(page).text
    assert "732\u202f829\u202f320\u202f00074" in text
    assert "juin" in text
    again = mission.fill("/structures/nouvelle", **typed | {"nom": "Autre"})
    assert again.status_code == 422
    assert 'href="#siret"' in again.text
    wrong = mission.fill("/structures/nouvelle", **typed | {"siret": "123", "rna": "X1"})
    assert "n’est pas un numéro SIRET" in wrong.text


def test_a_commune_shows_its_files(town: Town, mission: Visitor) -> None:
    text = mission.get("/communes/59350").text
    assert town.shared.ref in text
    assert town.nursery.ref not in text
    assert mission.get("/communes/00000").status_code == 404
    listed = mission.get("/communes?nom=lil&etape=0").text
    assert 'href="/communes/59350"' in listed
    assert listed.count('<th scope="row">') == 1


@pytest.mark.parametrize(
    "query",
    ["?periode=late", "?periode=30", "?de=structure", "?theme=sport", "?periode=x&page=a"],
)
def test_the_agenda_takes_any_question(mission: Visitor, query: str) -> None:
    assert mission.get(f"/echeances{query}").status_code == 200


def test_a_mail_is_read_as_it_left(town: Town, mission: Visitor) -> None:
    number = town.write_to(town.shared)
    assert f"Rappel {town.shared.ref}" in mission.get("/courriels?etat=queued").text
    assert "Aucun courriel" in mission.get("/courriels?etat=failed").text
    page = mission.get(f"/courriels/{number}").text
    assert f'href="/dossiers/{town.shared.ref}"' in page
    assert "scic@example.org" in page
    assert "<pre>Votre compte rendu est attendu." in mission.get(f"/courriels/{number}?forme=texte").text
    for missing in ("999", "x", "1e3", "9" * 40):
        assert mission.get(f"/courriels/{missing}").status_code == 404


def test_an_administrator_looks_after_people(town: Town) -> None:
    thomas = signed_in(town, town.thomas)
    page = "/administration/personnes/nouvelle"
    typed = {"nom": "Léa Petit", "email": "lea@example.org", "fonctions": "agent", "langue": "fr"}
    refused = thomas.fill(page, **typed)
    assert refused.status_code == 422
    assert 'href="#collectivite"' in refused.text
    assert thomas.fill(page, **typed, collectivite="commune-59350").status_code == 303
    assert "Léa Petit" in thomas.get("/administration/personnes").text
    edited = f"/administration/personnes/{town.luc.id}"
    both = {"nom": "Luc Masson", "email": "luc@example.org", "langue": "nl"}
    assert thomas.fill(edited, **both, fonctions=["approver", "jurist"]).status_code == 303
    assert "juriste, approbateur" in thomas.get("/administration/personnes").text


def test_a_role_taken_away_is_gone_at_the_next_page(town: Town, mission: Visitor) -> None:
    assert mission.get("/dossiers/nouveau").status_code == 200
    reader = replace(town.claire, roles=town.luc.roles)
    change_person(town.desk, reader, moment(town.thomas))
    assert mission.get("/dossiers/nouveau").status_code == 403


def test_errors_say_what_why_and_what_to_do(mission: Visitor) -> None:
    missing = mission.get("/nulle-part")
    assert missing.status_code == 404
    assert "Cette page n’existe pas" in missing.text
    assert "Que faire" in missing.text
    assert mission.put("/dossiers").status_code == 405


def test_a_database_that_does_not_answer_gives_503_in_plain_words(
    town: Town, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise Unavailable("La base de données ne répond pas.", do="Recommencez dans un instant.")

    monkeypatch.setattr(type(town.desk.store), "read", lambda _self: fail())
    for path in ("/sante", "/connexion"):
        answer = visitor.get(path)
        assert answer.status_code == 503
        assert "ne répond pas" in answer.text


def test_the_site_says_it_is_alive_and_nothing_else(visitor: Visitor) -> None:
    assert visitor.get("/sante").json() == {"etat": "ok"}


def test_the_page_of_styles_is_for_development_only(town: Town) -> None:
    assert Visitor(town.app()).get("/style").status_code == 200
    assert Visitor(town.app(development=False)).get("/style").status_code == 404


def test_pages_are_light(mission: Visitor) -> None:
    for path in ("/", "/dossiers", "/communes", "/echeances", "/dossiers/nouveau"):
        assert len(mission.get(path).content) < 100_000
