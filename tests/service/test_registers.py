from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mandate_flow.content.territory import read_authorities
from mandate_flow.domain.errors import BadInput, Forbidden, NotFound, Stale
from mandate_flow.domain.event import Stream, StreamKind
from mandate_flow.domain.people import Role
from mandate_flow.domain.register import Authority
from mandate_flow.service.desk import Desk
from mandate_flow.service.integrity import verify
from mandate_flow.service.registers import (
    NewPerson,
    NewStructure,
    SameName,
    add_authority,
    add_person,
    add_structure,
    change_person,
    change_structure,
    load_territory,
    retire_person,
)
from tests.service.desks import by, desk_on

SIRET = "00000001800010"
LILLE = Authority("commune-59350", "commune", "Lille", "59350")
MISSION = NewPerson("Claire Vandamme", "claire@exemple.fr", frozenset({Role.MISSION}))
CRECHE = NewStructure("association", "Les Petits Sabots", siret=SIRET, rna="W000000001", email="bonjour@sabots.example")


@pytest.fixture
def desk(database: str, tmp_path: Path) -> Iterator[Desk]:
    with desk_on(database, tmp_path) as made:
        yield made


def test_a_person_is_found_again_by_address(desk: Desk) -> None:
    made = add_person(desk, replace(MISSION, name="  Claire   Vandamme ", email=" claire@exemple.fr "), by())
    with desk.store.read() as unit:
        assert unit.registers.person_by_email("CLAIRE@exemple.fr") == made
    assert made.name == "Claire Vandamme"


@pytest.mark.parametrize(
    ("new", "where"),
    [
        (replace(MISSION, name=" "), "name"),
        (replace(MISSION, email="claire"), "email"),
        (replace(MISSION, email="claire@exemple"), "email"),
        (replace(MISSION, email="a b@exemple.fr"), "email"),
        (replace(MISSION, email="claire@exemple.fr\nBcc: x@y.fr"), "email"),
        (replace(MISSION, roles=frozenset()), "roles"),
        (replace(MISSION, roles=frozenset({Role.AGENT})), "authority"),
        (replace(MISSION, roles=frozenset({Role.STRUCTURE})), "structure"),
        (replace(MISSION, lang="de"), "lang"),
    ],
)
def test_a_wrong_person_is_refused_by_field(desk: Desk, new: NewPerson, where: str) -> None:
    with pytest.raises(BadInput) as refused:
        add_person(desk, new, by())
    assert refused.value.where == where
    with desk.store.read() as unit:
        assert unit.registers.people(active=False) == ()


def test_an_address_belongs_to_one_person(desk: Desk) -> None:
    add_person(desk, MISSION, by())
    other = add_person(desk, replace(MISSION, name="Hugo", email="hugo@exemple.fr"), by())
    with pytest.raises(BadInput, match="Claire Vandamme"):
        add_person(desk, replace(MISSION, email="Claire@Exemple.fr"), by())
    with pytest.raises(BadInput, match="Claire Vandamme"):
        change_person(desk, replace(other, email="claire@exemple.fr"), by())


def test_an_agent_belongs_to_a_registered_authority(desk: Desk) -> None:
    agent = NewPerson("Farid", "farid@exemple.fr", frozenset({Role.AGENT}), authority=LILLE.id)
    with pytest.raises(NotFound):
        add_person(desk, agent, by())
    add_authority(desk, LILLE, by())
    assert add_person(desk, agent, by()).authority == LILLE.id


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_the_administrator_keeps_people(desk: Desk, role: Role) -> None:
    made = add_person(desk, MISSION, by(Role.ADMINISTRATOR))
    for act in (
        lambda: add_person(desk, replace(MISSION, email="x@exemple.fr"), by(role)),
        lambda: change_person(desk, replace(made, name="Autre"), by(role)),
        lambda: retire_person(desk, made.id, by(role)),
        lambda: add_authority(desk, LILLE, by(role)),
        lambda: load_territory(desk, [LILLE], by(role)),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_retired_person_stays_in_the_log(desk: Desk) -> None:
    made = add_person(desk, MISSION, by())
    retire_person(desk, made.id, by())
    with desk.store.read() as unit:
        assert not unit.registers.get_person(made.id).active
        events = unit.log.read(Stream(StreamKind.PERSON, made.id))
    assert [event.action.value for event in events] == ["register:recorded", "register:retired"]
    assert verify(desk.store).ok


def test_a_structure_is_entered_once(desk: Desk) -> None:
    made = add_structure(desk, replace(CRECHE, siret="000 000 018 00010"), by(Role.AGENT))
    assert made.siret == SIRET
    for again in (replace(CRECHE, rna=""), replace(CRECHE, siret="")):
        with pytest.raises(BadInput, match="Les Petits Sabots"):
            add_structure(desk, replace(again, name="Autre"), by(Role.MISSION))


@pytest.mark.parametrize(
    ("new", "where"),
    [
        (replace(CRECHE, siret="00000001800011"), "siret"),
        (replace(CRECHE, siret="123"), "siret"),
        (replace(CRECHE, rna="W12345678"), "rna"),
        (replace(CRECHE, rna="X000000001"), "rna"),
        (replace(CRECHE, email="sabots"), "email"),
        (replace(CRECHE, name=""), "name"),
        (replace(CRECHE, form="gie"), "form"),
        (replace(CRECHE, fiscal_year_end_month=13), "fiscal_year_end_month"),
    ],
)
def test_a_wrong_structure_is_refused_by_field(desk: Desk, new: NewStructure, where: str) -> None:
    with pytest.raises(BadInput) as refused:
        add_structure(desk, new, by(Role.JURIST))
    assert refused.value.where == where


@pytest.mark.parametrize("role", [Role.APPROVER, Role.CONTROLLER, Role.STRUCTURE])
def test_those_who_only_look_enter_no_structure(desk: Desk, role: Role) -> None:
    with pytest.raises(Forbidden):
        add_structure(desk, CRECHE, by(role))


def test_a_change_of_a_structure_seen_too_early_is_refused(desk: Desk) -> None:
    made = add_structure(desk, CRECHE, by(Role.MISSION))
    changed = change_structure(desk, replace(made, contact="Inès"), by(Role.MISSION), expect=made.version)
    assert (changed.contact, changed.version) == ("Inès", 2)
    with pytest.raises(Stale):
        change_structure(desk, replace(made, contact="Paul"), by(Role.MISSION), expect=made.version)


def test_the_territory_is_loaded_once_and_corrected(desk: Desk) -> None:
    given = read_authorities(desk.library.folder)
    assert load_territory(desk, given, by()) == len(given) == 96
    assert load_territory(desk, given, by()) == 0
    assert load_territory(desk, [replace(given[1], population=1), *given[2:]], by()) == 1
    with desk.store.read() as unit:
        assert unit.registers.authority("commune-59350").population == 1
    assert verify(desk.store).ok


def test_a_namesake_without_number_asks_whether_it_is_another(desk: Desk) -> None:
    made = add_structure(desk, replace(CRECHE, siret="", rna=""), by(Role.MISSION))
    twin = NewStructure("association", "  les  petits SABOTS ")
    with pytest.raises(SameName, match="Les Petits Sabots"):
        add_structure(desk, twin, by(Role.MISSION))
    with pytest.raises(SameName):
        add_structure(desk, replace(twin, siret=SIRET), by(Role.MISSION))  # the first one has none
    other = add_structure(desk, twin, by(Role.MISSION), other=True)
    assert other.id != made.id
    assert change_structure(desk, replace(other, contact="Inès"), by(Role.MISSION)).contact == "Inès"
    third = add_structure(desk, NewStructure("scic", "Autre"), by(Role.MISSION))
    with pytest.raises(SameName):
        change_structure(desk, replace(third, name="Les petits sabots"), by(Role.MISSION))


def test_two_namesakes_with_their_numbers_are_two(desk: Desk) -> None:
    add_structure(desk, CRECHE, by(Role.MISSION))
    assert add_structure(desk, replace(CRECHE, siret="00000002600013", rna=""), by(Role.MISSION)).id


def test_an_agent_changes_no_structure_of_others(desk: Desk) -> None:
    made = add_structure(desk, CRECHE, by(Role.MISSION))
    with pytest.raises(NotFound):
        change_structure(desk, replace(made, email="autre@sabots.example"), by(Role.AGENT))


ADMINISTRATOR = NewPerson("Thomas", "thomas@exemple.fr", frozenset({Role.ADMINISTRATOR}))


def test_the_last_administrator_neither_leaves_nor_changes_role(desk: Desk) -> None:
    first = add_person(desk, ADMINISTRATOR, by())
    second = add_person(desk, replace(ADMINISTRATOR, email="zoe@exemple.fr"), by())
    retire_person(desk, second.id, by())
    for act in (
        lambda: retire_person(desk, first.id, by()),
        lambda: change_person(desk, replace(first, roles=frozenset({Role.MISSION})), by()),
    ):
        with pytest.raises(BadInput, match="dernière personne") as refused:
            act()
        assert refused.value.where == "roles"
        assert refused.value.do
    both = replace(first, roles=frozenset({Role.MISSION, Role.ADMINISTRATOR}), name="Tom")
    assert change_person(desk, both, by()).name == "Tom"
    third = add_person(desk, replace(ADMINISTRATOR, email="luc@exemple.fr"), by())
    change_person(desk, replace(both, roles=frozenset({Role.MISSION})), by())
    with pytest.raises(BadInput):
        retire_person(desk, third.id, by())
