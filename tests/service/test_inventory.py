"""Inventories through their use cases, on both databases: who may keep them, what is written, what verify sees."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from mandate_flow.domain.errors import BadInput, Forbidden, NotFound, Stale
from mandate_flow.domain.event import Action, Personal
from mandate_flow.domain.inventory import Answer, Mandate, Verdict
from mandate_flow.domain.people import Role
from mandate_flow.domain.value import ERASED
from mandate_flow.service.desk import Desk
from mandate_flow.service.erasure import erase
from mandate_flow.service.integrity import verify
from mandate_flow.service.inventory import (
    Answers,
    FromLine,
    add_lines,
    answer,
    change_line,
    open_file_from,
    remove_line,
)
from mandate_flow.service.inventory_pages import inventory_page, overview, triage_page
from mandate_flow.service.registers import NewStructure, add_structure
from tests.service.desks import DAY, by
from tests.service.inventories import LILLE, MISSION, ROUBAIX, STREAM, added, agent, communes, entry, held, said


@pytest.fixture
def desk(database: str, tmp_path: Path) -> Iterator[Desk]:
    with communes(database, tmp_path) as opened:
        yield opened


def test_a_line_lives_in_the_stream_of_its_authority(desk: Desk) -> None:
    one, two = added(desk, entry(note="Rappeler la directrice"), entry(9_000, what="Fête"))
    assert one.version == two.version == 2
    changed = change_line(desk, one.id, entry(46_000), agent(LILLE), expect=2)
    answers = Answers(Answer.NO, Answer.UNKNOWN, Answer.UNKNOWN, Mandate.NONE, reasons="Gratuit, ouvert à tous.")
    answered = answer(desk, one.id, answers, MISSION, expect=changed.version)
    assert (answered.yearly, answered.economic) == (Decimal(46_000), Answer.NO)
    assert answer(desk, one.id, answers, MISSION).version == answered.version  # nothing new, no event
    assert change_line(desk, one.id, entry(47_000), MISSION).reasons == "Gratuit, ouvert à tous."
    remove_line(desk, two.id, "Saisie deux fois", MISSION)
    assert said(desk) == [
        "register:recorded",
        "inventory:recorded",
        "inventory:changed",
        "inventory:changed",
        "inventory:changed",
        "inventory:removed",
    ]
    assert [each.id for each in held(desk)] == [one.id]
    report = verify(desk.store)
    assert report.ok, report.findings


def test_who_may_read_and_keep(desk: Desk) -> None:
    (one,) = added(desk, entry(), moment=agent(LILLE))
    added(desk, entry(), moment=by(Role.JURIST))
    for reader in (by(Role.CONTROLLER), by(Role.APPROVER)):
        assert len(inventory_page(desk, "59350", reader).lines) == 2
        with pytest.raises(Forbidden):
            added(desk, entry(), moment=reader)
        with pytest.raises(Forbidden):
            remove_line(desk, one.id, "x", reader)
    for stranger in (agent(ROUBAIX), by(Role.STRUCTURE), by(Role.ADMINISTRATOR)):
        with pytest.raises(NotFound):
            inventory_page(desk, "59350", stranger)
        with pytest.raises(NotFound):
            triage_page(desk, "59350", one.id, stranger)
        with pytest.raises(NotFound):
            added(desk, entry(), moment=stranger)
        with pytest.raises(NotFound):
            open_file_from(desk, one.id, FromLine("sieg", "x", "sport", "association"), stranger)
    assert not overview(desk, agent(ROUBAIX).by, DAY).lines
    assert overview(desk, agent(LILLE).by, DAY).lines == 2


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"what": " "}, "what"),
        ({"what": "x" * 201}, "what"),
        ({"name": ""}, "name"),
        ({"yearly": Decimal(0)}, "yearly"),
        ({"granted_on": date(2026, 11, 24)}, "granted_on"),
        ({"until": date(2026, 4, 3)}, "until"),
        ({"siret": "73282932000075"}, "siret"),
    ],
)
def test_a_wrong_line_is_told_by_its_field_and_none_is_written(
    desk: Desk, wrong: dict[str, object], where: str
) -> None:
    with pytest.raises(BadInput) as told:
        add_lines(desk, LILLE, [entry(), replace(entry(), **wrong)], MISSION)  # type: ignore[arg-type]
    assert told.value.where == where
    assert held(desk) == ()
    assert said(desk) == ["register:recorded"]


def test_answers_that_put_aid_aside_need_a_reason_and_a_mandate_its_act(desk: Desk) -> None:
    (one,) = added(desk, entry())
    unknown = Answers(Answer.UNKNOWN, Answer.UNKNOWN, Answer.UNKNOWN, Mandate.NONE)
    for wrong, where in (
        (replace(unknown, economic=Answer.NO), "reasons"),
        (replace(unknown, local=Answer.YES), "reasons"),
        (replace(unknown, mandate=Mandate.OTHER), "act"),
    ):
        with pytest.raises(BadInput) as told:
            answer(desk, one.id, wrong, MISSION)
        assert told.value.where == where
    with pytest.raises(BadInput):
        remove_line(desk, one.id, "  ", MISSION)


def test_the_second_of_two_people_is_told(desk: Desk) -> None:
    (one,) = added(desk, entry())
    change_line(desk, one.id, entry(46_000), MISSION, expect=one.version)
    with pytest.raises(Stale):
        change_line(desk, one.id, entry(47_000), MISSION, expect=one.version)
    with pytest.raises(Stale):
        remove_line(desk, one.id, "Doublon", MISSION, expect=one.version)
    assert held(desk)[0].yearly == 46_000


def test_a_name_or_siren_of_a_registered_structure_is_that_structure(desk: Desk) -> None:
    first, second, third = added(
        desk,
        entry(100_000, siret="73282932000074", what="a"),
        entry(110_000, name="LES PETITS  PAS", what="b"),
        entry(120_000, name="Autre", siret="73282932000074", what="c"),
    )
    assert not first.structure
    structure = add_structure(desk, NewStructure("association", "Les petits pas", siret="73282932000074"), MISSION)
    page = inventory_page(desk, "59350", MISSION)
    assert [(one.key, int(one.total.general)) for one in page.receivers] == [(structure.id, 330_000)]
    assert page.excess == 30_000
    (fourth,) = added(desk, entry(what="d", name="Les Petits Pas"), authority=ROUBAIX)
    assert fourth.structure == structure.id
    assert triage_page(desk, "59512", fourth.id, MISSION).total.general == 375_000
    assert overview(desk, MISSION.by, DAY).excess == 75_000
    assert {second.id, third.id} < {one.id for one in held(desk)}


def test_a_file_opens_from_a_line_in_one_go(desk: Desk) -> None:
    (one,) = added(desk, entry(siret="73282932000074"))
    given = FromLine("sieg", "Crèche du samedi", "petite-enfance", "association")
    file = open_file_from(desk, one.id, given, agent(LILLE), expect=one.version)
    fact = file.fact("yearly_amount")
    assert fact is not None
    assert (file.title, file.authorities, fact.value) == ("Crèche du samedi", (LILLE,), Decimal(45_000))
    with desk.store.read() as unit:
        structure = unit.registers.structure(file.structures[0])
    assert (structure.name, structure.siret, structure.form) == ("Les Petits Pas", "73282932000074", "association")
    (line,) = held(desk)
    assert (line.structure, line.mandate, line.file) == (structure.id, Mandate.FILE, file.id)
    page = triage_page(desk, "59350", one.id, MISSION)
    assert (page.ref, page.cover) == (file.ref, "")  # it covers nothing before the mandate
    with pytest.raises(BadInput):
        open_file_from(desk, one.id, given, MISSION)
    assert verify(desk.store).ok


def test_a_file_that_cannot_open_leaves_nothing(desk: Desk) -> None:
    (one,) = added(desk, entry())
    with pytest.raises(Stale):
        open_file_from(desk, one.id, FromLine("sieg", "x", "sport", "association"), MISSION, expect=1)
    with pytest.raises(BadInput):
        open_file_from(desk, one.id, FromLine("sieg", "x", "sport", "club"), MISSION)
    with desk.store.read() as unit:
        assert unit.registers.structures() == ()
        assert unit.inventory.covers(unit.inventory.all()) == ()
    assert not held(desk)[0].file


def test_each_answer_tells_what_it_would_change(desk: Desk) -> None:
    (one,) = added(desk, entry(400_000))
    page = triage_page(desk, "59350", one.id, MISSION)
    assert page.questions == ("economic", "local")
    assert {key: found.verdict for key, found in page.outcomes.items()} == {
        ("economic", Answer.YES): Verdict.MANDATE_NEEDED,
        ("economic", Answer.NO): Verdict.NO_AID,
        ("local", Answer.YES): Verdict.NO_AID,
        ("local", Answer.NO): Verdict.UNKNOWN,
    }


def test_rows_changed_by_hand_are_named(desk: Desk) -> None:
    one, two = added(desk, entry(), entry(what="b"))
    for change, field in (
        ("UPDATE inventory_lines SET yearly_cents = 1 WHERE what = 'b'", f"inventory.{two.id}.yearly_cents"),
        ("DELETE FROM inventory_lines WHERE what = 'b'", f"inventory.{two.id}"),
        ("UPDATE inventory_lines SET economic = 'no' WHERE what = 'Crèche'", f"inventory.{one.id}.economic"),
    ):
        with desk.store.writer.begin() as connection:
            connection.execute(text(change))
        findings = verify(desk.store).findings
        assert ("authority/" + LILLE, field) in {(found.stream, found.field) for found in findings}
        if change.startswith("DELETE"):
            break
    assert one.id


def test_what_is_personal_can_be_erased(desk: Desk) -> None:
    added(desk, entry(note="Mme X, 06"))
    with desk.store.read() as unit:
        event = unit.log.read(STREAM)[-1]
    assert event.action is Action.INVENTORY_RECORDED
    assert isinstance(event.outcome["lines"][0]["note"], Personal)
    assert event.outcome["lines"][0]["name"] == "Les Petits Pas"
    erase(desk.store, STREAM, event.seq, "/lines/0/note", by(Role.ADMINISTRATOR))
    with desk.store.read() as unit:
        assert unit.log.read(STREAM)[1].outcome["lines"][0]["note"] == ERASED
    assert held(desk)[0].note == ""
    assert verify(desk.store).ok
