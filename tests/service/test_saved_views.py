"""Filters are kept under a name, for oneself or shared by the mission, and a removal can be undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import BadInput, Forbidden, NotFound
from mandate_flow.domain.people import Role
from mandate_flow.domain.register import Authority
from mandate_flow.service.desk import Desk
from mandate_flow.service.erasure import erase_person
from mandate_flow.service.registers import NewPerson, add_authority, add_person
from mandate_flow.service.saved_views import (
    begin_with,
    kept_views,
    put_back,
    remove_view,
    rename_view,
    save_view,
)
from mandate_flow.service.scenario import morning
from tests.service.desks import DAY, by, desk_on

LILLE = Authority("commune-59350", "commune", "Lille", "59350")


@pytest.fixture
def desk(database: str, tmp_path: Path) -> Iterator[Desk]:
    with desk_on(database, tmp_path) as made:
        add_authority(made, LILLE, by())
        yield made


def person(desk: Desk, name: str, role: Role) -> Moment:
    authority = LILLE.id if role is Role.AGENT else None
    new = NewPerson(name, f"{name.lower()}@exemple.fr", frozenset({role}), authority)
    return Moment(add_person(desk, new, by()), morning(DAY), DAY)


def names(desk: Desk, moment: Moment) -> list[str]:
    return [one.name for one in kept_views(desk, moment.by).views]


def test_a_view_is_ones_own_unless_the_mission_shares_it(desk: Desk) -> None:
    claire, ahmed = person(desk, "Claire", Role.MISSION), person(desk, "Ahmed", Role.AGENT)
    save_view(desk, "Retards", "retard=1", claire)
    save_view(desk, "  Petite   enfance ", "theme=petite-enfance", claire, shared=True)
    save_view(desk, "À relire", "etat=mandate", ahmed)
    assert names(desk, claire) == ["Petite enfance", "Retards"]
    assert names(desk, ahmed) == ["Petite enfance", "À relire"]
    with pytest.raises(Forbidden):
        save_view(desk, "Pour tous", "retard=1", ahmed, shared=True)


def test_a_shared_view_is_changed_by_the_mission_alone_and_a_private_one_by_its_owner(desk: Desk) -> None:
    claire, ahmed = person(desk, "Claire", Role.MISSION), person(desk, "Ahmed", Role.AGENT)
    shared = save_view(desk, "Enfance", "theme=petite-enfance", claire, shared=True)
    own = save_view(desk, "À relire", "etat=mandate", ahmed)
    with pytest.raises(Forbidden):
        rename_view(desk, shared.id, "La mienne", ahmed)
    with pytest.raises(NotFound):
        remove_view(desk, own.id, claire)
    rename_view(desk, own.id, "À revoir", ahmed)
    assert names(desk, ahmed) == ["Enfance", "À revoir"]
    rename_view(desk, own.id, "A REVOIR", ahmed)
    assert names(desk, ahmed) == ["Enfance", "A REVOIR"]


def test_nobody_begins_with_a_view_that_was_removed(desk: Desk) -> None:
    claire = person(desk, "Claire", Role.MISSION)
    gone = save_view(desk, "Un", "retard=1", claire)
    remove_view(desk, gone.id, claire)
    with pytest.raises(NotFound):
        begin_with(desk, gone.id, claire)
    save_view(desk, "Deux", "fin=1", claire)
    assert names(desk, claire) == ["Deux"]


def test_a_removal_is_undone_until_another_one(desk: Desk) -> None:
    claire = person(desk, "Claire", Role.MISSION)
    first, second = save_view(desk, "Un", "retard=1", claire), save_view(desk, "Deux", "fin=1", claire)
    begin_with(desk, first.id, claire)
    remove_view(desk, first.id, claire)
    assert (names(desk, claire), kept_views(desk, claire.by).default) == (["Deux"], "")
    put_back(desk, first.id, claire)
    assert names(desk, claire) == ["Deux", "Un"]
    remove_view(desk, first.id, claire)
    remove_view(desk, second.id, claire)
    with pytest.raises(NotFound):
        put_back(desk, first.id, claire)


def test_one_begins_with_a_view_or_with_the_whole_list(desk: Desk) -> None:
    claire, ahmed = person(desk, "Claire", Role.MISSION), person(desk, "Ahmed", Role.AGENT)
    shared = save_view(desk, "Enfance", "theme=petite-enfance", claire, shared=True)
    own = save_view(desk, "Retards", "retard=1", claire)
    begin_with(desk, shared.id, ahmed)
    assert kept_views(desk, ahmed.by).default == shared.id
    assert kept_views(desk, claire.by).default == ""
    with pytest.raises(NotFound):
        begin_with(desk, own.id, ahmed)
    begin_with(desk, "", ahmed)
    assert kept_views(desk, ahmed.by).default == ""


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "RETARDS "])
def test_a_name_is_short_and_of_one_view(desk: Desk, name: str) -> None:
    claire = person(desk, "Claire", Role.MISSION)
    save_view(desk, "Retards", "retard=1", claire)
    with pytest.raises(BadInput):
        save_view(desk, name, "fin=1", claire)


def test_who_is_forgotten_leaves_no_view_but_those_shared(desk: Desk) -> None:
    claire, other = person(desk, "Claire", Role.MISSION), person(desk, "Zoé", Role.MISSION)
    save_view(desk, "Madame Leroy", "q=leroy", claire)
    shared = save_view(desk, "Enfance", "theme=petite-enfance", claire, shared=True)
    begin_with(desk, shared.id, claire)
    erase_person(desk.store, claire.by.id, by())
    assert names(desk, claire) == ["Enfance"]
    assert names(desk, other) == ["Enfance"]
