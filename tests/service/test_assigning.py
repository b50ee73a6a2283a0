"""Files are given to somebody, one or many at once, by who may and to who may complete them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import BadInput, Forbidden
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.register import Authority
from mandate_flow.service.assigning import assign, candidates
from mandate_flow.service.desk import Desk
from mandate_flow.service.integrity import verify
from mandate_flow.service.opening import Opening, open_file
from mandate_flow.service.registers import NewPerson, add_authority, add_person, retire_person
from mandate_flow.service.scenario import morning
from mandate_flow.store.views import EVERYTHING, NOBODY, Filters
from tests.service.desks import DAY, by, desk_on

LILLE, ROUBAIX = "commune-59350", "commune-59512"


class Town:
    """Two communes with an agent each and a file each, and the mission."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        add_authority(desk, Authority(LILLE, "commune", "Lille", "59350"), by())
        add_authority(desk, Authority(ROUBAIX, "commune", "Roubaix", "59512"), by())
        self.claire = self.person("Claire", Role.MISSION)
        self.of_lille = self.person("Léa", Role.AGENT, LILLE)
        self.of_roubaix = self.person("Rachid", Role.AGENT, ROUBAIX)
        self.controller = self.person("Cour", Role.CONTROLLER)
        self.lille, self.roubaix = self.file("Crèche", LILLE), self.file("Vélos", ROUBAIX)

    def person(self, name: str, role: Role, authority: str | None = None) -> Person:
        new = NewPerson(name, f"{name.encode().hex()}@exemple.fr", frozenset({role}), authority)
        return add_person(self.desk, new, by())

    def file(self, title: str, authority: str) -> str:
        return open_file(self.desk, Opening("sieg", title, "sport", (authority,)), self.moment(self.claire)).ref

    def moment(self, person: Person) -> Moment:
        return Moment(person, morning(DAY), DAY)

    def in_charge(self) -> dict[str, str]:
        with self.desk.store.read() as unit:
            rows = unit.views.files(DAY, EVERYTHING).rows
        return {row.ref: row.assignee.name for row in rows if row.assignee}


@pytest.fixture
def town(database: str, tmp_path: Path) -> Iterator[Town]:
    with desk_on(database, tmp_path) as desk:
        yield Town(desk)


def test_the_mission_gives_many_files_at_once_and_takes_them_back(town: Town) -> None:
    both = (town.lille, town.roubaix, town.lille)
    assert assign(town.desk, both, town.claire.id, town.moment(town.claire)).done == both[:2]
    assert town.in_charge() == {town.lille: "Claire", town.roubaix: "Claire"}
    again = assign(town.desk, both, town.claire.id, town.moment(town.claire))
    assert (again.done, again.unchanged) == ((), both[:2])
    assert assign(town.desk, (town.lille,), "", town.moment(town.claire)).done == (town.lille,)
    assert town.in_charge() == {town.roubaix: "Claire"}
    with town.desk.store.read() as unit:
        assert unit.files.by_ref(town.roubaix).assignee == town.claire.id
        kept = unit.views.files(DAY, EVERYTHING, Filters(assignee=town.claire.id)).rows
        assert [row.ref for row in kept] == [town.roubaix]
        assert [row.ref for row in unit.views.files(DAY, EVERYTHING, Filters(assignee=NOBODY)).rows] == [town.lille]
    assert verify(town.desk.store).ok


def test_what_cannot_be_given_is_told_apart_and_the_others_are_given(town: Town) -> None:
    answer = assign(town.desk, (town.roubaix, "SIEG-1999-0001", town.lille), town.of_lille.id, town.moment(town.claire))
    assert answer.done == (town.lille,)
    assert next((ref, type(error)) for ref, error in answer.refused) == (town.roubaix, BadInput)
    assert [ref for ref, _ in answer.refused] == [town.roubaix, "SIEG-1999-0001"]
    assert town.in_charge() == {town.lille: "Léa"}


def test_an_agent_gives_the_files_of_their_authority_within_it_or_to_the_mission(town: Town) -> None:
    mine = town.moment(town.of_lille)
    assert {one.name for one in candidates(town.desk, town.of_lille)} == {"Claire", "Léa"}
    assert assign(town.desk, (town.lille,), town.claire.id, mine).done == (town.lille,)
    refused = assign(town.desk, (town.roubaix,), town.claire.id, mine)
    assert [ref for ref, _ in refused.refused] == [town.roubaix]
    with pytest.raises(BadInput):
        assign(town.desk, (town.lille,), town.of_roubaix.id, mine)


def test_others_give_nothing_and_only_who_completes_files_is_given_any(town: Town) -> None:
    assert candidates(town.desk, town.controller) == ()
    with pytest.raises(Forbidden):
        assign(town.desk, (town.lille,), town.claire.id, town.moment(town.controller))
    with pytest.raises(BadInput):
        assign(town.desk, (town.lille,), town.controller.id, town.moment(town.claire))
    retire_person(town.desk, town.of_lille.id, by())
    with pytest.raises(BadInput):
        assign(town.desk, (town.lille,), town.of_lille.id, town.moment(town.claire))


def test_the_workload_counts_per_person_what_the_scope_sees(town: Town) -> None:
    assign(town.desk, (town.lille, town.roubaix), town.claire.id, town.moment(town.claire))
    assign(town.desk, (town.lille,), town.of_lille.id, town.moment(town.claire))
    with town.desk.store.read() as unit:
        everyone = unit.views.workload(DAY, EVERYTHING)
    assert [(one.name, one.active, one.late) for one in everyone] == [("Claire", 1, 0), ("Léa", 1, 0)]
