"""Every address, asked by everyone, about a file of Lille: what each gets, from one table."""

from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute

from mandate_flow.domain.command import RecordFacts
from mandate_flow.domain.file import File
from mandate_flow.edge.clock import moment
from mandate_flow.edge.web.routes import ROUTERS
from mandate_flow.service.act import Done, act
from mandate_flow.service.deposit import deposit
from tests.edge.web.conftest import Town, Visitor, copy_of, signed_in

# Nobody, the mission, the agent of Lille, that of Roubaix, the jurist, the approver, the controller, the administrator.
WHO = ("nobody", "claire", "ahmed", "rose", "sophie", "luc", "ines", "thomas")
TABLE = """
GET  /                                          303 200 200 200 200 200 200 303
GET  /dossiers                                  303 200 200 200 200 200 200 403
GET  /dossiers/exporter                         303 200 200 200 200 200 200 403
POST /dossiers/exporter                         401 200 200 200 200 200 200 403
POST /dossiers/confier                          401 422 422 422 422 403 403 403
POST /dossiers/vues                             401 422 422 422 422 422 422 403
POST /dossiers/vues/{view}                      401 404 404 404 404 404 404 403
GET  /recherche                                 303 200 200 200 200 200 200 403
GET  /dossiers/nouveau                          303 200 200 200 200 403 403 403
POST /dossiers/nouveau                          401 422 422 422 422 403 403 403
GET  /dossiers/{ref}                            303 200 200 404 200 200 200 403
GET  /dossiers/{ref}/fiche                      303 200 200 404 200 200 200 403
GET  /dossiers/{ref}/historique                 303 200 200 404 200 200 200 403
GET  /dossiers/{ref}/regime                     303 200 200 404 200 200 200 403
POST /dossiers/{ref}/regime                     401 303 303 404 303 403 403 403
POST /dossiers/{ref}/regime/choix               401 422 422 404 422 403 403 403
POST /dossiers/{ref}/faits                      401 303 303 404 303 403 403 403
POST /dossiers/{ref}/etapes/{step}              401 422 422 404 422 422 403 403
GET  /dossiers/{ref}/echeances/{code}           303 404 404 404 404 404 404 403
POST /dossiers/{ref}/echeances/{code}/{decision} 401 404 404 404 404 403 403 403
GET  /dossiers/{ref}/parties                    303 200 200 404 200 403 403 403
POST /dossiers/{ref}/parties                    401 422 422 404 422 403 403 403
POST /dossiers/{ref}/documents                  401 422 422 404 422 403 403 403
GET  /dossiers/{ref}/pieces                     303 200 200 404 200 200 200 403
POST /dossiers/{ref}/depots                     401 200 200 404 200 403 403 403
GET  /dossiers/{ref}/documents/{document_id}    303 200 200 404 200 200 200 403
GET  /dossiers/{ref}/documents/{document_id}/apercu 303 200 200 404 200 200 200 403
GET  /dossiers/{ref}/documents/{document_id}/contenu 303 200 200 404 200 200 200 403
POST /dossiers/{ref}/documents/{document_id}/remise 401 303 303 404 303 403 403 403
POST /dossiers/{ref}/documents/{document_id}/retrait 401 422 422 404 422 403 403 403
POST /dossiers/{ref}/charge                     401 303 303 404 403 403 403 403
POST /dossiers/{ref}/brouillon                  401 200 200 404 200 403 403 403
POST /dossiers/{ref}/brouillon/abandon          401 303 303 404 303 403 403 403
POST /dossiers/{ref}/questions                  401 200 200 404 200 403 403 403
POST /dossiers/{ref}/commentaires               401 422 422 404 422 422 422 403
POST /dossiers/{ref}/commentaires/{comment_id}/suite 401 422 422 404 422 422 422 403
POST /dossiers/{ref}/commentaires/{comment_id}/retrait 401 422 422 404 422 422 422 403
GET  /dossiers/{ref}/exercices/{year}/modele.xlsx 303 404 404 404 404 404 404 403
GET  /dossiers/{ref}/exercices/{year}/tableur   303 404 404 404 404 404 404 403
POST /dossiers/{ref}/exercices/{year}/tableur   401 404 404 404 404 403 403 403
POST /dossiers/{ref}/exercices/{year}/tableur/reprendre 401 404 404 404 404 403 403 403
GET  /dossiers/{ref}/versements                 303 200 200 404 200 200 200 403
GET  /dossiers/{ref}/versements.csv             303 200 200 404 200 200 200 403
POST /dossiers/{ref}/versements                 401 422 422 404 422 403 403 403
POST /dossiers/{ref}/versements/{payment_id}/annulation 401 422 422 404 422 403 403 403
GET  /dossiers/{ref}/comptes                    303 404 404 404 404 404 404 403
GET  /dossiers/{ref}/projection                 303 404 404 404 404 404 404 403
GET  /dossiers/{ref}/interets                   303 404 404 404 404 404 404 403
GET  /dossiers/{ref}/controles/{year}/fiche     303 404 404 404 404 404 404 403
GET  /communes                                  303 200 200 200 200 200 200 403
GET  /communes.csv                              303 200 200 200 200 200 200 403
GET  /communes/{code}                           303 200 200 200 200 200 200 403
POST /communes/{code}/chemin                    401 303 303 403 303 403 403 403
GET  /mission                                   303 200 200 200 200 200 200 403
POST /mission                                   401 422 403 403 422 403 403 403
GET  /structures                                303 200 200 200 200 200 200 403
GET  /structures.csv                            303 200 200 200 200 200 200 403
GET  /structures/nouvelle                       303 200 200 200 200 403 403 403
POST /structures/nouvelle                       401 422 422 422 422 403 403 403
GET  /structures/{structure_id}/modifier        303 200 200 404 200 403 403 403
POST /structures/{structure_id}/modifier        401 422 422 404 422 403 403 403
GET  /structures/{structure_id}                 303 200 200 404 200 200 200 403
POST /structures/{structure_id}/aides           401 422 422 404 422 403 403 403
POST /structures/{structure_id}/aides/{aid_id}/retrait 401 422 422 404 422 403 403 403
POST /structures/{structure_id}/liens           401 422 403 403 422 403 403 403
POST /structures/{structure_id}/liens/{link_id}/fin 401 422 403 403 422 403 403 403
GET  /echeances                                 303 200 200 200 200 200 200 403
GET  /echeances.csv                             303 200 200 200 200 200 200 403
GET  /calendriers/{kind}/{owner_id}             303 200 200 404 200 200 200 404
POST /calendriers/{kind}/{owner_id}/fait        401 422 422 404 422 403 403 404
POST /calendriers/{kind}/{owner_id}/rouvrir     401 422 422 404 422 403 403 404
POST /calendriers/{kind}/{owner_id}/report      401 422 422 404 422 403 403 404
POST /calendriers/{kind}/{owner_id}/levee       401 422 422 404 422 403 403 404
POST /calendriers/{kind}/{owner_id}/ecrire      401 404 404 404 404 403 403 404
GET  /courriels                                 303 200 200 200 200 200 200 403
GET  /courriels/{mail_id}                       303 200 200 404 200 200 200 403
GET  /courriels/{mail_id}/apercu                303 200 200 404 200 200 200 403
GET  /controle                                  303 200 403 403 403 403 200 200
POST /controle/verification                     401 200 403 403 403 403 200 200
GET  /administration                            303 200 403 403 403 403 403 200
GET  /administration/personnes                  303 200 403 403 403 403 403 200
GET  /administration/personnes/import           303 403 403 403 403 403 403 200
POST /administration/personnes/import           401 403 403 403 403 403 403 422
GET  /administration/personnes/nouvelle         303 403 403 403 403 403 403 200
POST /administration/personnes/nouvelle         401 403 403 403 403 403 403 422
GET  /administration/personnes/{person_id}      303 403 403 403 403 403 403 200
POST /administration/personnes/{person_id}      401 403 403 403 403 403 403 422
POST /administration/personnes/{person_id}/retrait 401 403 403 403 403 403 403 303
POST /administration/personnes/{person_id}/sessions/fermeture 401 403 403 403 403 403 403 303
POST /administration/personnes/{person_id}/retablissement 401 403 403 403 403 403 403 303
GET  /administration/personnes/{person_id}/absence 303 403 403 403 403 403 403 200
POST /administration/personnes/{person_id}/absence 401 403 403 403 403 403 403 422
POST /administration/personnes/{person_id}/absence/fin 401 403 403 403 403 403 403 303
GET  /administration/avis                       303 200 403 403 403 403 403 200
GET  /administration/avis/{name}                303 404 403 403 403 403 403 404
GET  /administration/avis/{name}/apercu         303 404 403 403 403 403 403 404
POST /administration/avis/{name}/essai          401 404 403 403 403 403 403 404
GET  /administration/reglages                   303 403 403 403 403 403 403 200
GET  /administration/fonctionnement             303 200 403 403 403 403 403 200
POST /administration/fonctionnement/courriels/{queued}/reprise 401 403 403 403 403 403 403 404
GET  /compte/absence                            303 200 200 200 200 200 200 200
POST /compte/absence                            401 422 422 422 422 422 422 422
POST /compte/absence/fin                        401 303 303 303 303 303 303 303
GET  /administration/droit                      303 200 403 403 200 403 200 200
GET  /administration/droit/{name}               303 200 403 403 200 403 200 200
GET  /administration/taux                       303 200 403 403 200 403 200 200
GET  /administration/taux/base                  303 403 403 403 200 403 403 200
POST /administration/taux/base                  401 403 403 403 422 403 403 422
GET  /administration/taux/periode               303 403 403 403 200 403 403 200
POST /administration/taux/periode               401 403 403 403 422 403 403 422
GET  /administration/taux/document/{sha256}     303 404 403 403 404 403 404 404
GET  /administration/taux/{rate_id}             303 403 403 403 404 403 403 404
POST /administration/taux/{rate_id}             401 403 403 403 404 403 403 404
POST /administration/taux/{rate_id}/retrait     401 403 403 403 404 403 403 404
GET  /administration/territoires                303 200 403 403 403 403 403 200
GET  /administration/territoires/nouveau        303 403 403 403 403 403 403 200
POST /administration/territoires/nouveau        401 403 403 403 403 403 403 422
GET  /administration/territoires/{territory_id} 303 403 403 403 403 403 403 404
POST /administration/territoires/{territory_id} 401 403 403 403 403 403 403 404
POST /administration/territoires/{territory_id}/retrait 401 403 403 403 403 403 403 404
GET  /administration/contours                   303 200 403 403 403 403 403 200
POST /administration/contours                   401 403 403 403 403 403 403 422
POST /administration/contours/retrait           401 403 403 403 403 403 403 303
GET  /administration/parcours                   303 200 403 403 403 403 403 200
GET  /administration/parcours/lots/{batch}      303 404 403 403 403 403 403 404
POST /administration/parcours/lots/{batch}/annulation 401 403 403 403 403 403 403 404
GET  /administration/parcours/{name}/comparer   303 200 403 403 403 403 403 200
GET  /administration/parcours/{name}/migrer     303 200 403 403 403 403 403 200
POST /administration/parcours/{name}/migrer     401 403 403 403 403 403 403 422
GET  /administration/parcours/{name}/{version}  303 200 403 403 403 403 403 200
GET  /communes/{code}/inventaire                303 200 200 404 200 200 200 403
GET  /communes/{code}/inventaire/coller         303 200 200 404 200 403 403 403
POST /communes/{code}/inventaire/coller         401 422 422 404 422 403 403 403
GET  /communes/{code}/inventaire/nouvelle       303 200 200 404 200 403 403 403
POST /communes/{code}/inventaire/nouvelle       401 422 422 404 422 403 403 403
GET  /communes/{code}/inventaire/{line_id}      303 404 404 404 404 404 404 403
POST /communes/{code}/inventaire/{line_id}      401 404 404 404 404 403 403 403
POST /communes/{code}/inventaire/{line_id}/dossier 401 404 404 404 404 403 403 403
GET  /communes/{code}/inventaire/{line_id}/modifier 303 404 404 404 404 403 403 403
POST /communes/{code}/inventaire/{line_id}/modifier 401 404 404 404 404 403 403 403
POST /communes/{code}/inventaire/{line_id}/retrait 401 404 404 404 404 403 403 403
GET  /inventaire                                303 200 200 200 200 200 200 403
GET  /aide                                      303 200 200 200 200 200 200 200
GET  /compte                                    303 200 200 200 200 200 200 200
POST /compte/langue                             401 422 422 422 422 422 422 422
POST /compte/sessions/fermeture                 401 303 303 303 303 303 303 303
GET  /identite/entrer                           404 303 303 303 303 303 303 303
GET  /identite/confirmer                        303 404 404 404 404 404 404 404
GET  /identite/retour                           404 404 404 404 404 404 404 404
GET  /connexion                                 200 303 303 303 303 303 303 303
POST /connexion                                 422 422 422 422 422 422 422 422
GET  /connexion/{token}                         200 200 200 200 200 200 200 200
POST /connexion/{token}                         404 404 404 404 404 404 404 404
GET  /static/{name:path}                        404 404 404 404 404 404 404 404
GET  /favicon.ico                               301 301 301 301 301 301 301 301
GET  /sante                                     200 200 200 200 200 200 200 200
GET  /accessibilite                             200 200 200 200 200 200 200 200
GET  /donnees-personnelles                      200 200 200 200 200 200 200 200
POST /langue                                    303 303 303 303 303 303 303 303
POST /apparence                                 303 303 303 303 303 303 303 303
POST /touches                                   303 303 303 303 303 303 303 303
POST /deconnexion                               401 303 303 303 303 303 303 303
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]


@pytest.fixture(scope="module")
def lille(settled: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The town, with a document and a mail in each of its two files."""
    town = copy_of(settled, tmp_path_factory.mktemp("rights"))
    for file in (town.shared, town.nursery):
        done = deposit(town.desk, file.id, "statutes", "", "statuts.pdf", [b"%PDF-1.7"], moment(town.claire))
        assert isinstance(done, Done)
        town.write_to(file)
    yield town
    town.desk.store.close()


def test_the_table_tells_of_addresses_that_are_there() -> None:
    """Those it does not tell of are in test_matrix.py, which walks every route."""
    said = {(method, path) for method, path, *_ in ROWS}
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    assert said <= {(method, route.path) for route in routes for method in (route.methods or set()) - {"HEAD"}}


@pytest.mark.parametrize("name", WHO)
def test_each_gets_what_the_table_says(lille: Town, name: str) -> None:
    person = getattr(lille, name, None)
    visitor = signed_in(lille, person) if person else Visitor(lille.app())
    token = visitor.token("/aide" if person else "/connexion")
    found = {}
    for method, path, *_ in ROWS:
        address = _about(lille, lille.shared, path, lille.marie.id)
        answer = visitor.get(address) if method == "GET" else visitor.post(address, data={"csrf": token})
        found[method, path] = answer.status_code
    column = WHO.index(name)
    assert found == {(method, path): int(statuses[column]) for method, path, *statuses in ROWS}


def test_nothing_of_another_authority_shows_anywhere(lille: Town) -> None:
    """The agent of Lille, on every page one may open, finds no trace of Roubaix’s file; that of Roubaix finds it."""
    secret = lille.nursery
    recorded = RecordFacts({("application_received_on", ""): moment(lille.claire).day})
    assert isinstance(act(lille.desk, secret.id, recorded, moment(lille.claire)), Done)  # a deadline opens
    pages = [path for method, path, *_ in ROWS if method == "GET" and not path.startswith(("/static", "/connexion/"))]
    pages += ["/?vue=tableau", "/dossiers?q=horaires", "/dossiers?commune=commune-59512", "/communes/59512"]
    pages += [f"/courriels?dossier={secret.id}", f"/dossiers?structure={secret.structures[0]}"]
    seen = {}
    for person in (lille.ahmed, lille.rose):
        visitor = signed_in(lille, person)
        texts = {path: visitor.get(_about(lille, secret, path, person.id)).text for path in pages}
        seen[person.name] = {path for path, text in texts.items() if secret.ref in text or secret.title in text}
    assert seen["Ahmed Bensalah"] == set()
    assert {"/dossiers", "/echeances", "/dossiers?q=horaires", "/courriels", "/dossiers/{ref}"} <= seen["Rose Dubois"]


def test_a_document_is_not_found_through_another_file(lille: Town) -> None:
    """The reference of one’s own file does not open the document of another."""
    foreign = _document(lille, lille.nursery)
    ahmed = signed_in(lille, lille.ahmed)
    assert ahmed.get(f"/dossiers/{lille.shared.ref}/documents/{foreign}").status_code == 404
    assert ahmed.get(f"/dossiers/{lille.nursery.ref}/documents/{foreign}").status_code == 404


def _about(town: Town, file: File, path: str, person: str) -> str:
    """The address about that file."""
    mails = {town.shared.id: "1", town.nursery.id: "2"}
    return path.replace("{name:path}", "nothing").format(
        ref=file.ref,
        step="analyse",
        year="2027",
        document_id=_document(town, file) if "{document_id}" in path else "",
        code="59350",
        structure_id=file.structures[0],
        mail_id=mails[file.id],
        queued="999",
        person_id=person,
        token="spent",
        aid_id="none",
        comment_id="none",
        link_id="none",
        name="sieg" if "parcours" in path else "cgct",
        version="1",
        line_id="none",
        batch="none",
        view="none",
        payment_id="none",
        rate_id="none",
        territory_id="none",
        sha256="0" * 64,
        kind="structure",
        owner_id=file.structures[0],
        decision="prolonger",
    )


def _document(town: Town, file: File) -> str:
    with town.desk.store.read() as unit:
        return next(iter(unit.files.get(file.id).documents))
