"""What is there but closed to a person reads exactly like what is not there at all."""

import re
from collections.abc import Iterator

import pytest

from mandate_flow.edge.clock import moment
from mandate_flow.service.act import Done
from mandate_flow.service.deposit import deposit
from tests.edge.web.conftest import Town, Visitor, copy_of, signed_in

SAID = re.compile(r"<title>.*?</title>|<h1>.*?</h1>|<p>.*?</p>", re.DOTALL)
GET = (
    "/dossiers/{ref}",
    "/dossiers/{ref}/historique",
    "/dossiers/{ref}?au=2020-01-01",
    "/dossiers/{ref}/versements",
    "/dossiers/{ref}/versements.csv",
    "/dossiers/{ref}/comptes",
    "/dossiers/{ref}/projection",
    "/dossiers/{ref}/interets",
    "/dossiers/{ref}/controles/2027/fiche",
    "/dossiers/{ref}/documents/{document}",
    "/dossiers/{ref}/pieces",
    "/dossiers/{ref}/documents/{document}/apercu",
    "/dossiers/{ref}/documents/{document}/contenu",
    "/structures/{structure}",
    "/courriels/{mail}",
    "/courriels/{mail}/apercu",
)
POST = (
    "/dossiers/{ref}/faits",
    "/dossiers/{ref}/documents",
    "/dossiers/{ref}/depots",
    "/dossiers/{ref}/etapes/analyse",
    "/dossiers/{ref}/documents/{document}/retrait",
    "/dossiers/{ref}/documents/{document}/remise",
    "/dossiers/{ref}/versements",
    "/structures/{structure}/aides",
)
NOTHING = {"ref": "SIEG-2019-0999", "document": "f" * 16, "structure": "e" * 16, "mail": "999"}


@pytest.fixture(scope="module")
def places(settled: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Visitor, str, dict[str, str]]]:
    """The agent of Lille, a form token of theirs, and the names of what is Roubaix’s alone."""
    town = copy_of(settled, tmp_path_factory.mktemp("unseen"))
    done = deposit(town.desk, town.nursery.id, "statutes", "", "s.pdf", [b"%PDF-1.7"], moment(town.claire))
    assert isinstance(done, Done)
    visitor = signed_in(town, town.ahmed)
    closed = {
        "ref": town.nursery.ref,
        "document": next(iter(done.file.documents)),
        "structure": town.creche.id,
        "mail": str(town.write_to(town.nursery)),
    }
    yield visitor, visitor.token("/aide"), closed
    town.desk.store.close()


@pytest.mark.parametrize(("method", "path"), [("GET", one) for one in GET] + [("POST", one) for one in POST])
def test_closed_and_absent_read_the_same(places: tuple[Visitor, str, dict[str, str]], method: str, path: str) -> None:
    visitor, token, closed = places
    said = [_said(visitor, method, path.format(**names), token) for names in (closed, NOTHING)]
    assert said[0] == said[1]


def test_one_sentence_for_everything(places: tuple[Visitor, str, dict[str, str]]) -> None:
    """A file, its document, a structure, a mail, a commune: the sentence does not say which of them it was."""
    visitor, token, closed = places
    pages = [path.format(**names) for path in GET for names in (closed, NOTHING)] + ["/communes/00000"]
    pages += ["/courriels/not-a-number", f"/dossiers/{closed['ref'].lower()}"]
    said = {_said(visitor, "GET", page, token) for page in pages}
    assert len(said) == 1
    (only,) = said
    assert only[0] == 404
    assert "Rien n’est ouvert pour vous à cette adresse." in only[1]


def _said(visitor: Visitor, method: str, path: str, token: str) -> tuple[int, str]:
    answer = visitor.get(path) if method == "GET" else visitor.post(path, data={"csrf": token})
    return answer.status_code, "\n".join(SAID.findall(answer.text))
