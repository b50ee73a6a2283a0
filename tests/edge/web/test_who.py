import pytest
from fastapi import FastAPI

from mandate_flow.domain.people import Role
from mandate_flow.edge.web.routes import ROUTERS
from mandate_flow.edge.web.who import ANYONE, STAFF, Pages, allowed, check_every_route, only
from tests.edge.web.conftest import Town, Visitor, signed_in

OPEN_DOORS = {
    "/static/{name:path}",
    "/favicon.ico",
    "/sante",
    "/connexion",
    "/connexion/{token}",
    "/identite/entrer",
    "/identite/retour",
    "/accessibilite",
    "/donnees-personnelles",
    "/langue",
    "/apparence",
    "/touches",
}
# page → who is let in: m(ission) a(gent) j(urist) ap(prover) c(ontroller) ad(ministrator)
MATRIX = {
    "/dossiers": "m a j ap c",
    "/dossiers/nouveau": "m a j",
    "/communes": "m a j ap c",
    "/structures": "m a j ap c",
    "/structures/nouvelle": "m a j",
    "/echeances": "m a j ap c",
    "/courriels": "m a j ap c",
    "/administration": "m ad",
    "/administration/personnes/nouvelle": "ad",
    "/aide": "m a j ap c ad",
}


def test_every_route_says_who_may_enter(town: Town) -> None:
    check_every_route(town.app())
    said = {route.path: allowed(route) for router in ROUTERS for route in router.routes}  # type: ignore[attr-defined]
    assert {path for path, allows in said.items() if allows == ANYONE} == OPEN_DOORS


def test_a_route_that_does_not_say_stops_the_start() -> None:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    pages = Pages()
    pages.get_page("/said", allows=only(Role.MISSION))(lambda: None)
    app.router.routes.extend(pages.routes)
    check_every_route(app)
    app.get("/silent")(lambda: None)
    with pytest.raises(RuntimeError, match="/silent"):
        check_every_route(app)


def test_staff_is_everybody_but_structures() -> None:
    assert STAFF.roles == set(Role) - {Role.STRUCTURE}


@pytest.mark.parametrize("path", [*MATRIX, "/", "/structures/x", "/courriels/1", "/courriels/1/apercu"])
def test_a_stranger_is_shown_the_door(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/connexion")


def test_each_role_enters_where_it_should(town: Town) -> None:
    people = {
        "m": town.claire, "a": town.ahmed, "j": town.sophie, "ap": town.luc, "c": town.ines, "ad": town.thomas,
    }  # fmt: skip
    for name, person in people.items():
        visitor = signed_in(town, person)
        entered = {path for path in MATRIX if visitor.get(path).status_code == 200}
        assert entered == {path for path, let_in in MATRIX.items() if name in let_in.split()}, name


def test_the_bar_leads_only_where_one_may_go(town: Town) -> None:
    for person in (town.claire, town.ahmed, town.ines, town.thomas):
        visitor = signed_in(town, person)
        text = visitor.get("/aide").text
        for label, href in (
            ("Administration", "/administration"),
            ("Dossiers", "/dossiers"),
            ("Courriels", "/courriels"),
        ):
            assert (f'href="{href}">{label}<' in text) == (visitor.get(href).status_code == 200), (person.name, href)


def test_an_administrator_starts_in_administration(town: Town) -> None:
    assert signed_in(town, town.thomas).get("/").headers["location"] == "/administration"


def test_an_agent_sees_the_files_of_their_commune_only(town: Town) -> None:
    ahmed = signed_in(town, town.ahmed)
    listed = ahmed.get("/dossiers").text
    assert town.shared.ref in listed
    assert town.nursery.ref not in listed
    assert town.nursery.ref not in ahmed.get("/communes/59512").text
    assert ahmed.get(f"/structures/{town.creche.id}").status_code == 404
    assert ahmed.get(f"/structures/{town.lilas.id}").status_code == 200
    hidden, own = town.write_to(town.nursery), town.write_to(town.shared)
    assert ahmed.get(f"/courriels/{hidden}").status_code == 404
    assert ahmed.get(f"/courriels/{hidden}/apercu").status_code == 404
    assert ahmed.get(f"/courriels/{own}").status_code == 200


def test_an_agent_opens_files_for_their_commune_only(town: Town) -> None:
    ahmed = signed_in(town, town.ahmed)
    typed = {"type": "sieg", "titre": "Vélos", "theme": "insertion"}
    refused = ahmed.fill("/dossiers/nouveau", **typed, collectivite="commune-59512")
    assert refused.status_code == 422
    opened = ahmed.fill("/dossiers/nouveau", **typed, collectivite="commune-59350")
    assert opened.status_code == 303
