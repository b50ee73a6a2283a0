"""Every word of every page can be said in another language, but for what people typed, numbers and days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

import pytest
from fastapi.routing import APIRoute

from mandate_flow.domain.file import File
from mandate_flow.domain.rates import RateKind
from mandate_flow.edge.clock import moment
from mandate_flow.edge.web.formats import initials
from mandate_flow.edge.web.routes import ROUTERS
from mandate_flow.edge.web.who import allowed
from mandate_flow.service.rates import Entry, record_rates
from tests.edge.web.conftest import Town, Visitor, copy_of, signed_in
from tests.edge.web.neighbours import PARAMETER, Side, address, side_of
from tests.support.pseudo import on_the_map, speak_it, typed, unmarked
from tests.support.telling import told

NOT_PAGES: Final = {
    "/static/{name:path}",
    "/favicon.ico",
    "/sante",
    "/identite/entrer",
    "/identite/retour",
    "/connexion/{token}",
    "/administration/avis",
    "/administration/avis/{name}",
    "/administration/avis/{name}/apercu",
    "/courriels/{mail_id}/apercu",
    "/administration/taux/document/{sha256}",
    "/administration/parcours/lots/{batch}",
    "/administration/territoires/{territory_id}",
}
"""They show nothing, or mails as they were written in their own language, or nothing is there in this town."""
TO_COME: Final[frozenset[str]] = frozenset()
"""Pages that are not wholly marked yet; one that is must leave this list."""
MORE: Final = (
    "/?vue=tableau",
    "/?carte=chemins",
    "/dossiers?q=0000-0000",
    "/echeances?vue=calendrier",
    "/mission?seules=absentes",
    "/administration/droit?on=2010-01-01",
    "/administration/droit?on=autrefois",
    "/dossiers/{ref}?etape=mandate",
    "/dossiers/{ref}?etape=annual_control&exercice=2025",
    "/dossiers/{ref}/interets?montant=-1&verse_le=01/03/2026&rendu_le=28/02/2026",
    "/dossiers/{ref}/interets?montant=100000&verse_le=01/03/2025&rendu_le=28/08/2026",
)
WORKFLOWS: Final = ("commune", "mission", "checklist")
PEOPLE: Final = ("claire", "thomas", "sophie", "ahmed", "ines")


@dataclass(frozen=True)
class House:
    town: Town
    visitors: dict[str, Visitor]
    files: tuple[Side, ...]
    data: frozenset[str]


@pytest.fixture(scope="module")
def house(settled: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Lille with a mandate under control, one whose controls are over, and one that has just been opened."""
    town = copy_of(settled, tmp_path_factory.mktemp("words"))
    side = side_of(town, secret=False)
    cast = {"mission": town.claire, "agent": town.ahmed, "jurist": town.sophie, "approver": town.luc}
    old = told(town.desk, "controle-de-trois-ans-rembourse", cast, town.lilas.id)
    rates = [Entry(RateKind.BASE, date(2020, 1, 1), None, Decimal(2), "Communication fictive", fictitious=True)]
    rates += [Entry(RateKind.SWAP, date(2026, 7, 1), date(2026, 12, 31), Decimal("2.5"), "Proxies", maturity=5)]
    rate = record_rates(town.desk, rates, moment(town.sophie))[0]
    side.samples["rate_id"] = rate.id
    visitors = {name: signed_in(town, getattr(town, name)) for name in PEOPLE}
    with pytest.MonkeyPatch.context() as patch:
        speak_it(patch)
        yield House(town, visitors, (side, _about(old, side, "2028"), _about(town.nursery, side, "2025")), _data(town))
    town.desk.store.close()


def _about(file: File, side: Side, year: str) -> Side:
    document = next(iter(file.documents), side.samples["document_id"])
    return Side(file, side.samples | {"ref": file.ref, "year": year, "document_id": document})


def _data(town: Town) -> frozenset[str]:
    """What people typed, their initials, and the names of workflows."""
    names = {initials(getattr(town, name).name) for name in PEOPLE}
    names |= on_the_map() | {"places", "Lilas", "Mission SIG-SIEG"}
    return typed(f"sqlite:///{town.folder / 'town.sqlite'}") | names | {one.upper() for one in WORKFLOWS}


def routes() -> list[APIRoute]:
    found = (route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute))
    return [route for route in found if "GET" in (route.methods or ()) and route.path not in NOT_PAGES]


def looked_at(house: House, path: str, allows: object) -> Iterator[tuple[str, str]]:
    """The addresses of a route and what each shows, to the first of the people who may enter."""
    admits = getattr(allows, "admits", None)
    name = next((one for one in PEOPLE if admits is None or admits(getattr(house.town, one))), PEOPLE[0])
    sides = house.files if PARAMETER.search(path) else house.files[:1]
    for where in dict.fromkeys(address(path, side, person_id=house.town.marie.id) for side in sides):
        answer = house.visitors[name].get(where)
        if answer.status_code == 200 and "html" in answer.headers["content-type"]:
            yield where, answer.text


@pytest.mark.parametrize("path", sorted({route.path for route in routes()} | set(MORE)))
def test_every_word_can_be_translated(house: House, path: str) -> None:
    route = next((one for one in routes() if one.path == path), None)
    pages = dict(looked_at(house, path, allowed(route) if route else None))
    found = {where: words for where, text in pages.items() if (words := unmarked(text, house.data))}
    lines = [f"{where}: {one}" for where, words in found.items() for one in words]
    if path in TO_COME:
        assert lines, f"{path} is wholly marked: take it off TO_COME"
    else:
        assert not lines, "\n".join(lines)


def test_an_unmarked_sentence_is_found() -> None:
    page = "<p>⟦Une phrase ⟦avec⟧ <b>un gras</b>⟧ de Claire <span title='Une bulle'>12</span></p><p>Oubliée</p>"
    assert unmarked(page, ["Claire"]) == ["de Claire", "Une bulle", "Oubliée"]
    assert unmarked("<td>23 November 2026</td><td>€1,234.50</td><code>that</code>", []) == []
