"""Every route × every role × one's own file and another authority's: who gets what, and no word of it elsewhere."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pytest
from fastapi.routing import APIRoute
from httpx2 import Response

from mandate_flow.domain.people import Person, Role
from mandate_flow.edge import clock
from mandate_flow.edge.clock import moment, now
from mandate_flow.edge.web.routes import ROUTERS
from mandate_flow.edge.web.who import allowed
from mandate_flow.service.comments import say
from mandate_flow.service.sessions import hashed
from tests.edge.web.conftest import ROUBAIX, Town, Visitor, copy_of, signed_in
from tests.edge.web.neighbours import ELSEWHERE, NONE, PARAMETER, SECRETS, Side, address, leaks, side_of, text_of

WHO = ("nobody", "claire", "ahmed", "rose", "sophie", "luc", "ines", "thomas", "marie")
# Whose file each may see: l(ille), r(oubaix). Written by hand: the product must agree.
SEES = {"claire": "lr", "sophie": "lr", "luc": "lr", "ines": "lr", "ahmed": "l", "rose": "r"}
SEE_ALL = ("sophie", "luc", "ines")
# Parameters that name something of a file, of its structure or of its authority.
OF_A_FILE = {"ref", "document_id", "comment_id", "structure_id", "owner_id", "mail_id", "line_id", "aid_id"}
SIDED = OF_A_FILE | {"code"}
# … and addresses that name a commune, of which everybody may see the page, not the inventory.
OF_A_COMMUNE = "/communes/{code}/inventaire"
# Routes that admit a role whose gesture the use case then refuses: everywhere; on what is another authority's; or on
# words that are not one's own.
REFUSED_WITHIN = {
    "POST /dossiers/{ref}/charge": {Role.JURIST},
    "POST /mission": {Role.AGENT},
    "POST /structures/{structure_id}/liens": {Role.AGENT},
    "POST /structures/{structure_id}/liens/{link_id}/fin": {Role.AGENT},
}
REFUSED_ELSEWHERE = {"POST /communes/{code}/chemin"}
OWN_WORDS = "POST /dossiers/{ref}/commentaires/{comment_id}/retrait"
AUTHORS = {"l": "ahmed", "r": "rose"}
# What the samples have under another name, or not at all: nothing is there for anybody; nor where a sample is NONE.
ABSENT = (
    "/connexion/{token}", "/static/", "/identite/", "/administration/taux/", "/calendriers/{kind}/{owner_id}/",
    "/dossiers/{ref}/echeances/", "/dossiers/{ref}/exercices/", "/dossiers/{ref}/controles/",
)  # fmt: skip
# The register of structures is common to those who open files: else each authority would register a structure of its
# own, and the ceilings of aid would be counted apart. Its names, and nothing else, are offered in these forms.
NAMES_OF_STRUCTURES = ("/dossiers/nouveau", "/dossiers/{ref}/parties", "/communes/{code}/inventaire")
# An administrator takes files from one version of a workflow to another by their references alone.
REFERENCES = ("/administration/parcours/",)
# … who sees how many mails wait and how many files follow each version, whosever they are.
HEALTH = ("/administration", "/administration/parcours", "/administration/fonctionnement")
LEAVES = "/deconnexion"  # asked last: the session is over then
FINE = {200, 301, 303, 409, 422}
DRAWN = re.compile(r"[0-9a-f]{16,}|\d{4}-\d\d-\d\dT[\d:]+Z")
WORDS = ("q", "recherche", "terme", "texte", "nom")


@dataclass(frozen=True)
class World:
    town: Town
    lille: Side
    roubaix: Side

    def visitors(self) -> Iterator[tuple[str, Person | None, Visitor]]:
        for name in WHO:
            person = getattr(self.town, name, None)
            visitor = Visitor(self.town.app())
            if person is not None and name == "marie":  # no door is open to structures: a session is put in her hands
                with self.town.desk.store.write() as unit:
                    unit.doors.open_session(hashed("marie"), person.id, now(), now().replace(year=now().year + 1))
                visitor.cookies.set("mandate-session", "marie")
            elif person is not None:
                visitor = signed_in(self.town, person)
            yield name, person, visitor


@pytest.fixture(scope="module")
def world(settled: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    town = copy_of(settled, tmp_path_factory.mktemp("matrix"))
    yield World(town, side_of(town, secret=False), side_of(town, secret=True))
    town.desk.store.close()


def routes() -> list[tuple[str, APIRoute]]:
    every = [
        (method, route)
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in sorted((route.methods or set()) - {"HEAD"})
    ]
    return sorted(every, key=lambda one: one[1].path == LEAVES)


def about_a_file(path: str) -> bool:
    return bool(OF_A_FILE & set(PARAMETER.findall(path))) or path.startswith(OF_A_COMMUNE)


def is_absent(path: str) -> bool:
    return path.startswith(ABSENT) or any(ELSEWHERE.get(name) == NONE for name in PARAMETER.findall(path))


def expected(method: str, route: APIRoute, name: str, person: Person | None, side: str) -> set[int]:
    """From what the route declares and from the tables above."""
    allows = allowed(route)
    assert allows is not None
    key, absent = f"{method} {route.path}", {404} if is_absent(route.path) else set()
    if allows.anyone:
        return FINE | absent
    if person is None or name == "marie":
        return {303} if method == "GET" else {401}
    if not allows.admits(person):
        return {403}
    within = {403} if REFUSED_WITHIN.get(key, set()) & person.roles else set()
    if key in REFUSED_ELSEWHERE and side not in SEES.get(name, ""):
        return {403}
    if about_a_file(route.path) and side not in SEES.get(name, ""):
        return {404} | within
    if key == OWN_WORDS and AUTHORS[side] != name:
        return {403}
    return within or FINE | absent


def told_in(answer: Response, world: World, *, asked: bool) -> set[str]:
    """The secrets of Roubaix's file in an answer; its reference does not count when it was in the address asked for."""
    shown = text_of(answer.content, answer.headers.get("content-type", "")) + unquote("".join(answer.headers.values()))
    return leaks(shown, "" if asked else world.roubaix.file.ref)


def permitted(path: str) -> set[str]:
    """What the tables above allow to be told there."""
    names = {"structure"} if path.startswith(NAMES_OF_STRUCTURES) else set()
    return names | ({"reference"} if path.startswith(REFERENCES) else set())


@pytest.mark.timeout(400)
def test_every_route_for_every_role_and_both_files(world: World) -> None:
    cells, wrong, told = 0, [], []
    for name, person, visitor in world.visitors():
        token = visitor.token("/compte" if name not in ("nobody", "marie") else "/connexion")
        for method, route in routes():
            for letter, side in (("l", world.lille), ("r", world.roubaix)):
                if letter == "r" and not SIDED & set(PARAMETER.findall(route.path)):
                    continue  # nothing of a file in its address: asked once
                if letter == "r" and method == "GET" and name in SEE_ALL:
                    continue  # the mission has looked at it for all who see every file
                person_id = world.town.marie.id
                where = address(route.path, side, person_id=person_id)
                answer = visitor.get(where) if method == "GET" else visitor.post(where, data={"csrf": token})
                cells += 1
                wanted = expected(method, route, name, person, letter)
                if answer.status_code not in wanted:
                    wrong.append(f"{name}: {method} {where} → {answer.status_code}, not {sorted(wanted)}")
                if "r" not in SEES.get(name, ""):
                    found = told_in(answer, world, asked=letter == "r") - permitted(route.path)
                    told += [f"{name}: {method} {where} tells the {one}" for one in sorted(found)]
    print(f"{cells} cells, {len(wrong)} wrong answers, {len(told)} leaks")
    assert not wrong + told, "\n".join(wrong + told)
    assert cells > 1_000


def lists() -> list[str]:
    """Every page without a parameter."""
    paths = {route.path for method, route in routes() if method == "GET" and not PARAMETER.search(route.path)}
    return sorted(paths - {LEAVES, "/favicon.ico", "/identite/entrer", "/identite/confirmer", "/identite/retour"})


def questions(world: World) -> list[str]:
    """Every list, suggestion and export, asked for words and places of Roubaix's file."""
    secrets = [SECRETS["title"], SECRETS["structure"], SECRETS["document"], SECRETS["inventory"]]
    found = [f"{path}?{name}={word}" for path in lists() for name in WORDS[:1] for word in secrets]
    found += [f"{path}?{name}={secrets[0]}" for path in lists() for name in WORDS[1:]]
    samples = world.roubaix.samples
    narrow = {
        "commune": ROUBAIX,
        "structure": samples["structure_id"],
        "dossier": world.roubaix.file.id,
        "vue": "tableau",
    }
    return found + [f"{path}?{name}={value}" for path in lists() for name, value in narrow.items()]


@pytest.mark.parametrize("name", ["ahmed", "thomas"])
def test_no_search_suggestion_filter_or_export_tells_of_it(world: World, name: str) -> None:
    visitor = signed_in(world.town, getattr(world.town, name))
    told = []
    for where in questions(world):
        answer = visitor.get(where)
        assert answer.status_code < 500, where
        path, _, query = where.partition("?")
        typed = {one for one, secret in SECRETS.items() if f"={secret}" in query}  # a form repeats what was typed
        found = told_in(answer, world, asked=False) - permitted(path) - typed
        told += [f"{name}: {where} tells the {one}" for one in sorted(found)]
    assert not told, "\n".join(told)


def test_who_may_see_it_finds_it(world: World) -> None:
    """The secrets are where one looks for them: the tests above can fail."""
    say(world.town.desk, world.roubaix.file.ref, SECRETS["comment"], moment(world.town.rose))
    rose = signed_in(world.town, world.town.rose)
    pages = [
        address(route.path, world.roubaix) for method, route in routes() if method == "GET" and about_a_file(route.path)
    ]
    pages += [f"/dossiers?q={SECRETS['title']}", "/structures", "/echeances", "/courriels"]
    found = set[str]().union(*(told_in(rose.get(page), world, asked=False) for page in pages))
    assert found >= set(SECRETS) - {one for one in SECRETS if one.endswith("writes it")} | {"reference"}


def test_not_a_figure_moves_when_another_authority_gets_a_file(settled: Town, tmp_path: Path) -> None:
    """Counts, facets, key figures, bars and maps: every page of Lille is the same to the letter, before and after."""
    town = copy_of(settled, tmp_path)
    side = side_of(town, secret=False)
    people = (town.ahmed, town.thomas)
    moving = {"/", "/dossiers", "/echeances"}
    pages = [*lists(), "/?vue=tableau", "/communes/59350", "/communes/59512", "/dossiers?q=a", "/dossiers?etat=mandate"]
    pages += [address(route.path, side) for method, route in routes() if method == "GET" and about_a_file(route.path)]
    visitors = [signed_in(town, person) for person in (*people, town.claire)]
    with patched_clock():
        before = [{page: seen(one, page) for page in (moving if one is visitors[-1] else pages)} for one in visitors]
        side_of(town, secret=True)
        after = [{page: seen(one, page) for page in old} for one, old in zip(visitors, before, strict=True)]
    town.desk.store.close()
    for person, old, new in zip(people, before, after, strict=False):
        moved = {
            page for page in pages if old[page] != new[page] and not permitted(route_of(page)) and page not in HEALTH
        }
        assert not moved, "\n".join(
            f"{person.name} {page}: {difference(old[page], new[page])}" for page in sorted(moved)
        )
    assert not [page for page in moving if before[-1][page] == after[-1][page]]  # the mission sees them move


def difference(old: str, new: str) -> str:
    """Where the two begin to differ."""
    same = (place for place, (one, other) in enumerate(zip(old, new, strict=False)) if one != other)
    place = next(same, min(len(old), len(new)))
    return f"{old[place - 80 : place + 60]} → {new[place - 80 : place + 60]}"


def seen(visitor: Visitor, page: str) -> str:
    """What is shown, without what is drawn anew each time: form tokens, ids of forms, instants of workbooks."""
    answer = visitor.get(page)
    return DRAWN.sub("", text_of(answer.content, answer.headers.get("content-type", "")))


def route_of(page: str) -> str:
    """The page as `permitted` knows it."""
    return re.sub(r"^/communes/\d+/inventaire", "/communes/{code}/inventaire", re.sub(r"SIEG-\d+-\d+", "{ref}", page))


@contextmanager
def patched_clock() -> Iterator[None]:
    """Pages looked at in the same instant."""
    at = now()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: at)
        yield
