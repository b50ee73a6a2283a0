from dataclasses import replace

import pytest

from mandate_flow.domain.errors import NotFound, Stale
from mandate_flow.domain.event import Action, Draft, Personal, Stream, StreamKind
from mandate_flow.domain.people import SYSTEM, Person, Role
from mandate_flow.service.integrity import verify
from tests.store.story import ADA, CRECHE, LILLE, MEL, WHO, Story

PERSON = Stream(StreamKind.PERSON, ADA.id)


def test_members_are_read_back(story: Story) -> None:
    with story.store.read() as unit:
        assert replace(unit.registers.authority(LILLE.id), version=0, head=LILLE.head) == LILLE
        assert replace(unit.registers.structure(CRECHE.id), version=0, head=LILLE.head) == CRECHE
        assert unit.registers.get_person(ADA.id) == ADA
        assert [one.id for one in unit.registers.authorities()] == [LILLE.id, MEL.id]
        assert [one.id for one in unit.registers.structures()] == [CRECHE.id]


def test_only_what_differs_is_recorded(story: Story) -> None:
    with story.store.write() as unit:
        changed = unit.registers.change(replace(CRECHE, name="Crèche neuve", email="n@x.test"), **WHO)
        same = unit.registers.change(changed, **WHO)
    assert (changed.version, changed.name, changed.contact) == (2, "Crèche neuve", CRECHE.contact)
    assert same == changed
    with story.store.read() as unit:
        event = unit.log.read(Stream(StreamKind.STRUCTURE, CRECHE.id))[-1]
    assert event.action is Action.MEMBER_CHANGED
    assert event.outcome == {"fields": {"name": "Crèche neuve", "email": Personal("n@x.test")}}
    assert verify(story.store).ok


def test_names_of_persons_stay_out_of_hashed_bytes(story: Story) -> None:
    with story.store.read() as unit:
        raw = b"".join(row.raw for row, _ in unit.log.walk())
    for secret in (ADA.name, ADA.email, CRECHE.email, CRECHE.contact):
        assert secret.encode() not in raw
    assert CRECHE.name.encode() in raw


def test_a_change_of_an_older_version_is_stale(story: Story) -> None:
    with story.store.write() as unit:
        unit.registers.change(replace(LILLE, name="Lille-Lomme"), **WHO, expect=1)
    with pytest.raises(Stale), story.store.write() as unit:
        unit.registers.change(replace(LILLE, name="Lille"), **WHO, expect=1)


def test_the_retired_are_kept_but_no_longer_listed(story: Story) -> None:
    with story.store.write() as unit:
        unit.registers.retire(StreamKind.AUTHORITY, MEL.id, **WHO)
        unit.registers.retire(StreamKind.PERSON, ADA.id, **WHO)
    with story.store.read() as unit:
        assert [one.id for one in unit.registers.authorities()] == [LILLE.id]
        assert [one.id for one in unit.registers.authorities(retired=True)] == [LILLE.id, MEL.id]
        assert unit.registers.authority(MEL.id).retired
        assert unit.registers.people() == ()
        assert not unit.registers.get_person(ADA.id).active
    assert verify(story.store).ok


def test_persons_are_found(story: Story) -> None:
    eve = Person("p2", "Éve", "eve@x.test", frozenset({Role.STRUCTURE}), structure=CRECHE.id, lang="nl")
    zoe = Person("p3", "zoé", "zoe@x.test", frozenset({Role.MISSION}))
    with story.store.write() as unit:
        for one in (zoe, eve):
            unit.registers.record(one, **WHO)
    with story.store.read() as unit:
        assert unit.registers.people() == (ADA, eve, zoe)
        assert unit.registers.people(role=Role.JURIST) == (ADA,)
        assert unit.registers.people(authority=LILLE.id) == (ADA,)
        assert unit.registers.people(structure=CRECHE.id) == (eve,)
        assert unit.registers.person_by_email("  ADA@exemple.TEST ") == ADA
        assert unit.registers.person_by_email("nobody@x.test") is None
        assert [unit.registers.name_of(one) for one in ("p1", SYSTEM.id, "p404")] == [ADA.name, SYSTEM.name, "p404"]


def test_an_address_belongs_to_one_person(story: Story) -> None:
    with pytest.raises(Stale), story.store.write() as unit:
        unit.registers.record(Person("p9", "Autre", "ADA@exemple.test", frozenset()), **WHO)
    assert verify(story.store).ok


def test_the_unknown_are_not_found(story: Story) -> None:
    with story.store.read() as unit:
        for ask in (unit.registers.authority, unit.registers.structure, unit.registers.get_person):
            with pytest.raises(NotFound):
                ask("nowhere")
    with pytest.raises(NotFound), story.store.write() as unit:
        unit.registers.change(Person("p404", "X", "x@x", frozenset()), **WHO)


def test_other_events_of_a_member_keep_its_row_in_step(story: Story) -> None:
    with story.store.write() as unit:
        for _ in range(2):
            unit.log.append(PERSON, Draft(Action.ACCESS_GRANTED, {"client": "x"}), **WHO)
        unit.registers.change(replace(ADA, name="Ada L."), **WHO)
        unit.log.append(Stream(StreamKind.SYSTEM, "access"), Draft(Action.ACCESS_DIGESTED, {}), **WHO)
    report = verify(story.store)
    assert report.ok
    assert (report.events, report.streams) == (8, 5)
