from pathlib import Path

import pytest
from sqlalchemy import make_url, select, text

from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import Forbidden, MandateFlowError, NotFound
from mandate_flow.domain.event import Action, Stream, StreamKind
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.value import ERASED
from mandate_flow.service.erasure import erase, erase_person
from mandate_flow.service.integrity import verify
from mandate_flow.store.erase import kept_values
from mandate_flow.store.tables import documents, event_values, events
from mandate_flow.store.unit import Store
from tests.store.story import ADA, AT, DAY, SECRET, Story, facts
from tests.support.postgres import NewDatabase

ADMIN = Moment(Person("p0", "Admin", "", frozenset({Role.ADMINISTRATOR})), AT, DAY)
FILE = Stream(StreamKind.FILE, "f1")


def test_an_erased_value_is_gone_and_the_proof_stands(story: Story) -> None:
    story.tell()
    with story.store.read() as unit:
        before = {one.seq: one.hash for one in unit.log.read(FILE)}
    event = erase(story.store, FILE, 2, "/facts/4/value", ADMIN)
    assert event.action is Action.VALUE_ERASED
    assert event.outcome == {"event_seq": 2, "path": "/facts/4/value"}
    with story.store.read() as unit:
        file, log = unit.files.get("f1"), unit.log.read(FILE)
    assert file.facts[("obligations", "")].value is ERASED
    assert file.version == event.seq
    assert {one.seq: one.hash for one in log if one.seq in before} == before
    assert log[1].outcome["facts"][4]["value"] is ERASED
    assert verify(story.store).ok
    assert story.go(file, facts("autre chose")).facts[("obligations", "")].value == "autre chose"
    assert verify(story.store).ok


def test_erasing_an_old_answer_leaves_the_new_one(story: Story) -> None:
    file = story.go(story.go(story.open(), facts("ancienne")), facts("nouvelle"))
    erase(story.store, FILE, 2, "/facts/4/value", ADMIN)
    with story.store.read() as unit:
        assert unit.files.get("f1").facts == file.facts
    assert verify(story.store).ok


def test_the_name_of_a_document_can_be_erased(story: Story) -> None:
    story.tell()
    erase(story.store, FILE, 5, "/name", ADMIN)
    with story.store.read() as unit:
        assert unit.files.get("f1").documents["d1"].name is ERASED
        assert unit.connection.scalar(select(documents.c.name)) == "(effacé)"
    assert verify(story.store).ok


def test_a_person_can_be_forgotten(story: Story) -> None:
    story.tell()
    assert len(erase_person(story.store, ADA.id, ADMIN)) == 2
    with story.store.read() as unit:
        person = unit.registers.get_person(ADA.id)
        assert (person.name, person.email, person.active) == ("(effacé)", "", False)
        assert unit.registers.person_by_email(ADA.email) is None
        assert kept_values(unit, Stream(StreamKind.PERSON, ADA.id)) == {}
        assert unit.registers.name_of("p1") == "(effacé)"
    assert verify(story.store).ok
    with story.store.write() as unit:  # the address is free again
        unit.registers.record(Person("p7", "Ada", ADA.email, frozenset()), actor="p0", at=AT, day=DAY)


@pytest.mark.parametrize(("seq", "path"), [(2, "/facts/0/value"), (9, "/reason"), (1, "/title")])
def test_what_is_not_kept_apart_cannot_be_erased(story: Story, seq: int, path: str) -> None:
    story.tell()
    with pytest.raises(NotFound):
        erase(story.store, FILE, seq, path, ADMIN)
    assert verify(story.store).ok


def test_a_value_is_erased_once(story: Story) -> None:
    story.tell()
    erase(story.store, FILE, 3, "/reason", ADMIN)
    with pytest.raises(NotFound):
        erase(story.store, FILE, 3, "/reason", ADMIN)


def test_only_an_administrator_erases(story: Story) -> None:
    story.tell()
    with pytest.raises(Forbidden):
        erase(story.store, FILE, 3, "/reason", Moment(ADA, AT, DAY))
    with pytest.raises(Forbidden):
        erase_person(story.store, ADA.id, Moment(ADA, AT, DAY))


def test_an_erasure_without_its_event_is_found(story: Story) -> None:
    story.tell()
    with story.store.write() as unit:
        second = select(events.c.id).where(events.c.stream_id == "f1", events.c.seq == 2).scalar_subquery()
        unit.connection.execute(event_values.delete().where(event_values.c.event_id == second))
    found = {(one.stream, one.seq, one.field) for one in verify(story.store).findings}
    assert ("file/f1", 2, "values/facts/4/value") in found
    assert ("file/f1", 6, "body.facts") in found


def test_nothing_of_it_is_left_in_the_files_of_the_database(new_sqlite: NewDatabase) -> None:
    url = new_sqlite()
    path = Path(str(make_url(url).database))
    story = Story(Store(url))
    story.begin()
    story.tell()
    assert _holds(path, SECRET)
    erase(story.store, FILE, 2, "/facts/4/value", ADMIN)
    assert not _holds(path, SECRET)
    assert _holds(path, ADA.email)
    erase_person(story.store, ADA.id, ADMIN)
    assert not _holds(path, ADA.email)
    assert not _holds(path, ADA.name)
    story.store.close()


def _holds(path: Path, secret: str) -> bool:
    """In any spelling JSON or SQL may give it, in the file or what stands beside it."""
    spellings = {secret.encode(), secret.lower().encode(), secret.encode("unicode_escape")}
    parts = [part.read_bytes() for part in path.parent.glob(path.name + "*")]
    return any(one in part for one in spellings for part in parts)


@pytest.mark.postgres
def test_nothing_of_it_is_left_in_the_rows_of_postgresql(new_postgres: NewDatabase) -> None:
    story = Story(Store(new_postgres()))
    story.begin()
    story.tell()
    erase(story.store, FILE, 2, "/facts/4/value", ADMIN)
    with story.store.read() as unit:
        dead = unit.connection.execute(
            text("SELECT relname, n_dead_tup FROM pg_stat_user_tables WHERE relname IN ('event_values', 'files')")
        )
        assert {count for _, count in dead} == {0}
    story.store.close()


def test_an_erasure_that_cannot_be_written_erases_nothing(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    story.tell()

    def refuse(*_: object) -> None:
        raise NotFound("x")

    monkeypatch.setattr("mandate_flow.store.files.Files.rewrite", refuse)
    with pytest.raises(MandateFlowError):
        erase(story.store, FILE, 2, "/facts/4/value", ADMIN)
    with story.store.read() as unit:
        assert unit.files.get("f1").facts[("obligations", "")].value == SECRET
    assert verify(story.store).ok
