"""Words are found as they are typed, and follow what they come from in the same transaction."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from mandate_flow.domain.command import Moment
from mandate_flow.domain.event import Stream, StreamKind
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.search import asked_for, words_of
from mandate_flow.service.erasure import erase
from mandate_flow.store.tables import search_words
from mandate_flow.store.unit import Store
from mandate_flow.store.views import EVERYTHING, Filters, Found, Scope
from tests.store.story import AT, CRECHE, DAY, LILLE, MEL, WHO, Story, added, amended

ADMIN = Moment(Person("p0", "Admin", "", frozenset({Role.ADMINISTRATOR})), AT, DAY)


def refs(store: Store, text: str) -> list[str]:
    with store.read() as unit:
        return [row.ref for row in unit.views.files(DAY, EVERYTHING, Filters(text=text)).rows]


def found(store: Store, text: str, scope: Scope = EVERYTHING) -> Found:
    with store.read() as unit:
        return unit.views.find(scope, text, {"petite-enfance": "Petite enfance"})


def test_words_are_folded_and_cut() -> None:
    assert words_of("Crèche « Cœur d’Été », 12", "ex-æquo") == set("creche coeur d ete 12 ex aequo".split())
    assert asked_for("la crèche de l’été") == ("creche", "ete")
    assert asked_for("de la") == ("de", "la")
    assert asked_for(" ’ - ") == ()


@pytest.mark.parametrize(
    "text", ["crec", "CRÈCHE D'ÉTÉ", "ete creche", "sieg-2026-0001", "œuvre", "coeur lille", "59350", "europ", "1" * 14]
)
def test_a_file_is_found_by_the_beginnings_of_its_words(story: Story, text: str) -> None:
    story.open()
    assert refs(story.store, text) == ["SIEG-2026-0001"]


@pytest.mark.parametrize("text", ["reche", "creche roubaix", "p1", "Zoé", "lœil"])
def test_what_it_does_not_say_does_not_find_it(story: Story, text: str) -> None:
    """Nor does the name of the contact of its structure: a person is not looked for."""
    story.open()
    assert refs(story.store, text) == []


def test_a_corrected_title_and_a_renamed_structure_are_found_anew(story: Story) -> None:
    file = story.go(story.open(), amended("Gymnase", (LILLE.id,), (CRECHE.id,)))
    assert refs(story.store, "gymnase") == [file.ref]
    assert refs(story.store, "ete") == []
    with story.store.write() as unit:
        unit.registers.change(replace(unit.registers.structure(CRECHE.id), name="Les Ménestrels"), **WHO)
    assert refs(story.store, "menest") == [file.ref]
    assert refs(story.store, "coeur") == []


def test_a_document_is_found_by_its_name_until_that_is_erased(story: Story) -> None:
    file = story.go(story.open(), added(name="Statuts de Zoé.pdf"))
    assert refs(story.store, "statuts zoe") == [file.ref]
    erase(story.store, Stream(StreamKind.FILE, "f1"), 2, "/name", ADMIN)
    assert refs(story.store, "zoe") == []
    with story.store.read() as unit:
        assert unit.connection.scalar(select(func.count()).where(search_words.c.word == "zoe")) == 0


def test_the_words_made_again_are_those_that_were_kept(story: Story) -> None:
    story.tell()
    with story.store.write() as unit:
        kept = set(unit.connection.execute(select(search_words)).all())
        assert unit.index_words() >= len(kept)
        assert set(unit.connection.execute(select(search_words)).all()) == kept


def test_communes_and_structures_are_proposed_within_what_one_sees(story: Story) -> None:
    story.open()
    everything = found(story.store, "lil")
    assert [one.code for one in everything.communes] == [LILLE.code]
    assert [one.code for one in everything.files] == ["SIEG-2026-0001"]
    assert [one.name for one in found(story.store, "oeuvre").structures] == [CRECHE.name]
    assert found(story.store, "metropole").communes == ()  # it has no page of a commune
    assert [one.code for one in found(story.store, "enf").files] == ["SIEG-2026-0001"]
    assert found(story.store, "lil oeuvre", Scope(authority="other")) == Found()
    assert found(story.store, "creche", Scope(authority="other")) == Found()
    assert [one.name for one in found(story.store, "creche", Scope(authority=MEL.id)).structures] == [CRECHE.name]
    assert found(story.store, " ") == Found()
