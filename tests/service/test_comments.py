"""People talk beside a file: they ask somebody by name, answer, settle, take back; controllers remark."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from mandate_flow.domain.command import RecordFacts
from mandate_flow.domain.errors import BadInput, Forbidden, NotFound
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.value import ERASED
from mandate_flow.service.act import act
from mandate_flow.service.comments import say, settle, take_back, to_ask
from mandate_flow.service.integrity import verify
from mandate_flow.store.engine import Role as Access
from mandate_flow.store.views import EVERYTHING, Scope
from tests.service.desks import desk_on
from tests.service.test_assigning import LILLE, Town
from tests.store.sample import opened


@pytest.fixture
def town(database: str, tmp_path: Path) -> Iterator[Town]:
    with desk_on(database, tmp_path) as desk:
        yield Town(desk)


def asked(town: Town, person: Person) -> list[str]:
    with town.desk.store.read() as unit:
        return [one.text for one in unit.views.asked(Scope.of(person), person.id)]


def comments(town: Town) -> list[str]:
    with town.desk.store.read() as unit:
        return list(unit.files.by_ref(town.lille).comments)


def test_whoever_is_asked_by_name_is_waited_for_until_they_answer(town: Town) -> None:
    claire, lea = town.moment(town.claire), town.moment(town.of_lille)
    say(town.desk, town.lille, "@Léa, avez-vous les statuts ?", claire)
    say(town.desk, town.lille, "Et le budget ?", claire, asked=[town.of_lille.id])
    assert asked(town, town.of_lille) == ["@Léa, avez-vous les statuts ?", "Et le budget ?"]
    assert asked(town, town.claire) == asked(town, town.of_roubaix) == []
    first, second = comments(town)
    say(town.desk, town.lille, "Oui, je les dépose.", lea, answers=first)
    assert asked(town, town.of_lille) == ["Et le budget ?"]
    settle(town.desk, town.lille, second, claire)
    assert asked(town, town.of_lille) == []
    settle(town.desk, town.lille, second, lea, settled=False)
    assert asked(town, town.of_lille) == ["Et le budget ?"]
    assert verify(town.desk.store).ok


def test_taking_back_erases_the_words_and_keeps_that_they_were_said(town: Town, database: str) -> None:
    claire = town.moment(town.claire)
    say(town.desk, town.lille, "@Léa, ne répétez pas ceci.", claire)
    (one,) = comments(town)
    with pytest.raises(Forbidden):
        take_back(town.desk, town.lille, one, town.moment(town.of_lille))
    take_back(town.desk, town.lille, one, claire)
    with town.desk.store.read() as unit:
        held = unit.files.by_ref(town.lille).comments[one]
    assert (held.text, held.withdrawn) == (ERASED, True)
    assert asked(town, town.of_lille) == []
    with opened(database, Access.READER) as connection:
        for table, column in (("comments", "text"), ("files", "body"), ("event_values", "value")):
            words = connection.execute(text(f"SELECT {column} FROM {table}")).scalars()  # noqa: S608 - our own names
            assert not any("répétez" in str(found) for found in words)
    assert verify(town.desk.store).ok


def test_a_controller_remarks_even_on_what_they_cannot_change(town: Town) -> None:
    say(town.desk, town.lille, "La publication manque.", town.moment(town.controller))
    say(town.desk, town.lille, "Un simple commentaire.", town.moment(town.claire))
    with town.desk.store.read() as unit:
        assert [(one.ref, one.text) for one in unit.views.remarks(EVERYTHING)] == [
            (town.lille, "La publication manque.")
        ]
        assert unit.views.remarks(Scope(authority="commune-59512")) == ()


def test_nobody_speaks_beside_a_file_they_do_not_see(town: Town) -> None:
    with pytest.raises(NotFound):
        say(town.desk, town.lille, "Bonjour", town.moment(town.of_roubaix))
    with pytest.raises(BadInput):
        say(town.desk, town.lille, "Bonjour", town.moment(town.claire), asked=[town.of_roubaix.id])
    with pytest.raises(BadInput):
        say(town.desk, town.lille, "   ", town.moment(town.claire))
    admin = town.person("Admin", Role.ADMINISTRATOR)
    with pytest.raises(NotFound):
        say(town.desk, town.lille, "Bonjour", town.moment(admin))
    with town.desk.store.read() as unit:
        file = unit.files.by_ref(town.lille)
    assert {one.name for one in to_ask(town.desk, file, town.claire)} == {"Léa", "Cour"}
    assert file.version == 1


def test_a_comment_leaves_what_waits_for_a_second_person(town: Town) -> None:
    claire = town.moment(town.claire)
    with town.desk.store.read() as unit:
        before = unit.files.by_ref(town.lille)
    act(town.desk, before.id, RecordFacts({("territory", ""): "Lille"}), claire)
    say(town.desk, town.lille, "Vu.", claire, key="the-form")
    say(town.desk, town.lille, "Vu.", claire, key="the-form")
    assert len(comments(town)) == 1
    with town.desk.store.read() as unit:
        after = unit.files.by_ref(town.lille)
        assert after.deadlines == before.deadlines
        assert after.authorities == (LILLE,)
