"""The pages of workflows: versions, what changed, every file judged, moved, and taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mandate_flow.domain.people import SYSTEM, Person, Role
from mandate_flow.edge.clock import moment, now
from mandate_flow.edge.web.app import create_app
from mandate_flow.service import definitions, sign_in
from mandate_flow.service.definitions import Standing
from mandate_flow.service.registers import NewPerson, add_person
from tests.edge.web.conftest import Settings, Visitor
from tests.service import next_version as v2
from tests.service.parcours import NOW, Prepared, Town, prepare, town_on

HOME = "/administration/parcours"
ASKED = f"{HOME}/sieg/migrer?de=1&a=2"
BOX = re.compile(r'name="dossier" value="([0-9a-f]+:\d+)"')


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return prepare(tmp_path_factory.mktemp("parcours"))


@pytest.fixture
def town(prepared: Prepared, tmp_path: Path, sqlite_template: Path) -> Iterator[Town]:
    url = f"sqlite:///{tmp_path / 'town.sqlite'}"
    (tmp_path / "town.sqlite").write_bytes(sqlite_template.read_bytes())
    with town_on(url, prepared, tmp_path) as made:
        for acts in (1, 6, 20):
            made.play(acts)
        yield made


def signed_in(town: Town, role: Role) -> Visitor:
    person: Person = add_person(
        town.desk, NewPerson(role.title(), f"{role}@exemple.fr", frozenset({role})), moment(SYSTEM)
    )
    visitor = Visitor(create_app(town.desk, Settings()), town.desk.base_url)
    visitor.come_in(sign_in.make_link(town.desk, person, now()).removeprefix(town.desk.base_url))
    return visitor


def test_versions_differences_and_one_version(town: Town) -> None:
    town.publish_next()
    one = signed_in(town, Role.MISSION)
    listed = one.get(HOME).text
    assert "Version 2" in listed
    assert "Migrer vers la 2" in listed
    changed = one.get(f"{HOME}/sieg/comparer?de=1&a=2").text
    assert "La condition « Territoire dit » est ajoutée." in changed
    assert "Durée : 2 mois → 3 mois." in changed
    shown = one.get(f"{HOME}/sieg/2").text
    assert "Territoire dit" in shown
    assert len(re.findall(r"<rect[^>]*rx=.(?:8|19).", shown)) == len(town.desk.library.definitions["sieg", 2].states)
    assert one.get(f"{HOME}/sieg/9").status_code == 404
    assert one.get(f"{HOME}/sieg/x").status_code == 404
    assert one.get(f"{HOME}/nulle-part/comparer").status_code == 404
    assert signed_in(town, Role.JURIST).get(HOME).status_code == 403


def test_from_the_preview_to_the_undoing(town: Town) -> None:
    town.publish_next()
    thomas = signed_in(town, Role.ADMINISTRATOR)
    asked = f"{ASKED}&etat.{v2.STATE}={v2.RENAMED}"
    page = thomas.get(asked).text
    assert [page.count(f'">{words}</span></td>') for words in ("peut migrer", "à décider", "refusé")] == [1, 1, 1]
    assert "« Revoir le dossier » s’ouvre" in page
    only = thomas.get(f"{asked}&verdict=refused").text
    assert "L’acte repose sur cette réponse" in only
    assert BOX.findall(only) == []
    boxes = BOX.findall(page)
    assert len(boxes) == 1
    nothing = thomas.fill(f"{HOME}/sieg/migrer", asked, de="1", a="2")
    assert nothing.status_code == 422
    assert "Cochez au moins un dossier" in nothing.text
    done = thomas.fill(f"{HOME}/sieg/migrer", asked, de="1", a="2", dossier=boxes)
    assert done.status_code == 303
    batch = done.headers["location"]
    assert "migré" in thomas.get(batch).text
    assert [one.workflow.version for one in town.files().values()].count(2) == 1
    undone = thomas.fill(f"{batch}/annulation", batch)
    assert "1 dossier remis comme il était" in undone.text
    assert {one.workflow.version for one in town.files().values()} == {1}
    assert "remis comme il était" in thomas.get(batch).text


def test_a_file_that_changed_since_it_was_seen_stays(town: Town) -> None:
    town.publish_next()
    thomas = signed_in(town, Role.ADMINISTRATOR)
    seen = BOX.findall(thomas.get(ASKED).text)
    stale = [f"{one.partition(':')[0]}:1" for one in seen]
    answer = thomas.fill(f"{HOME}/sieg/migrer", ASKED, de="1", a="2", dossier=stale)
    assert answer.status_code == 422
    assert "a changé depuis que vous l’avez vu" in answer.text
    assert {one.workflow.version for one in town.files().values()} == {1}


def test_the_mission_looks_and_does_not_touch(town: Town) -> None:
    town.publish_next()
    claire = signed_in(town, Role.MISSION)
    assert BOX.findall(claire.get(ASKED).text) == []
    token = claire.token(ASKED)
    forced = claire.post(f"{HOME}/sieg/migrer", data={"csrf": token, "de": "1", "a": "2", "dossier": "x:1"})
    assert forced.status_code == 403


def test_a_draft_is_said_to_be_one(town: Town) -> None:
    town.reload()
    page = signed_in(town, Role.ADMINISTRATOR).get(ASKED).text
    assert "La version 2 est un brouillon" in page
    assert BOX.findall(page) == []
    drafts = [one for one in definitions.versions(town.desk, NOW) if one.standing is Standing.DRAFT]
    assert {one.name for one in drafts} >= {"sieg"}
