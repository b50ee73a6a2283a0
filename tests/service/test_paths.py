"""The way of a commune and the mission are files like others, which no figure about services counts."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mandate_flow.domain.command import Moment, RecordFacts, TakeStep
from mandate_flow.domain.errors import BadInput, Forbidden
from mandate_flow.domain.file import File, FileKind
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.register import Authority
from mandate_flow.service.act import Done, act
from mandate_flow.service.board import board
from mandate_flow.service.communes import communes
from mandate_flow.service.desk import Desk
from mandate_flow.service.integrity import verify
from mandate_flow.service.listing import listing
from mandate_flow.service.opening import Opening, open_file
from mandate_flow.service.registers import add_authority
from mandate_flow.store.views import Filters
from tests.service.desks import DAY, by, desk_on

METROPOLE = Authority("metropole-200093201", "metropole", "Métropole Européenne de Lille", "", "200093201")
LILLE = Authority("commune-59350", "commune", "Lille", "59350")
CROIX = Authority("commune-59163", "commune", "Croix", "59163")
MISSION = Opening("mission", "Mission", "", (METROPOLE.id,))
PATH = Opening("commune", "Chemin de Lille", "", (LILLE.id,))
SERVICE = Opening("sieg", "Vélos", "sport", (LILLE.id,))
SEMINAR = "2026-10-08"


@pytest.fixture
def desk(database: str, tmp_path: Path) -> Iterator[Desk]:
    with desk_on(database, tmp_path) as made:
        for one in (METROPOLE, LILLE, CROIX):
            add_authority(made, one, by())
        yield made


def agent() -> Moment:
    moment = by(Role.AGENT)
    person = Person("agent", "Agent", "agent@exemple.fr", frozenset({Role.AGENT}), authority=LILLE.id)
    return replace(moment, by=person)


def record(desk: Desk, file: File, **answers: object) -> File:
    facts = {("participants", SEMINAR): answers["participants"], ("meeting_kind", SEMINAR): "seminar"}
    done = act(desk, file.id, RecordFacts(facts), by(Role.MISSION))  # type: ignore[arg-type]
    assert isinstance(done, Done)
    return done.file


def test_references_begin_with_what_the_workflow_says(desk: Desk) -> None:
    opened = [open_file(desk, one, by(Role.MISSION)) for one in (MISSION, PATH, SERVICE)]
    assert [one.ref for one in opened] == ["MIS-2026-0001", "COM-2026-0001", "SIEG-2026-0001"]
    with desk.store.read() as unit:
        assert [unit.files.by_ref(one.ref).kind for one in opened] == list(FileKind)[::-1]
    assert verify(desk.store).ok


def test_a_commune_has_one_way_at_a_time(desk: Desk) -> None:
    first = open_file(desk, PATH, agent())
    with pytest.raises(BadInput, match=first.ref):
        open_file(desk, PATH, by(Role.MISSION))
    open_file(desk, replace(PATH, authorities=(CROIX.id,)), by(Role.MISSION))
    assert isinstance(act(desk, first.id, TakeStep("leave", "", "Fusion"), by(Role.MISSION)), Done)
    assert open_file(desk, PATH, agent()).ref == "COM-2026-0003"


def test_a_way_is_that_of_one_authority(desk: Desk) -> None:
    with pytest.raises(BadInput):
        open_file(desk, replace(PATH, authorities=(LILLE.id, CROIX.id)), by(Role.MISSION))


def test_an_agent_opens_the_way_of_their_commune_and_no_mission(desk: Desk) -> None:
    with pytest.raises(Forbidden):
        open_file(desk, replace(PATH, authorities=(CROIX.id,)), agent())
    with pytest.raises(Forbidden):
        open_file(desk, replace(MISSION, authorities=(LILLE.id,)), agent())


def test_who_was_there_is_in_the_register(desk: Desk) -> None:
    file = open_file(desk, MISSION, by(Role.MISSION))
    with pytest.raises(BadInput):
        record(desk, file, participants=(LILLE.id, "commune-00000"))
    there = record(desk, file, participants=(LILLE.id, CROIX.id)).fact("participants", SEMINAR)
    assert there is not None
    assert there.value == (LILLE.id, CROIX.id)
    assert verify(desk.store).ok


def test_figures_and_lists_of_services_leave_the_others_out(desk: Desk) -> None:
    mission = by(Role.MISSION)
    for one in (MISSION, PATH):
        open_file(desk, one, mission)
    record(desk, open_file(desk, MISSION, mission), participants=(LILLE.id,))
    seen = board(desk, mission.by, DAY)
    assert seen.board.active == 0
    assert {one.furthest_rank for one in seen.board.communes} == {None}
    assert {(one.active, one.late) for one in communes(desk, mission.by, DAY).rows} == {(0, 0)}
    kinds = ("service", "path", "mission", "")
    totals = [listing(desk, mission.by, DAY, Filters(kind=kind)).files.total for kind in kinds]
    assert totals == [0, 1, 2, 3]
    open_file(desk, SERVICE, mission)
    assert board(desk, mission.by, DAY).board.active == 1
