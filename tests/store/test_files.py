import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, update

from mandate_flow.domain.errors import BadInput, MandateFlowError, NotFound, Stale
from mandate_flow.domain.event import Draft, Personal, Stream, StreamKind
from mandate_flow.domain.file import File
from mandate_flow.service.integrity import verify
from mandate_flow.store.tables import (
    deadlines,
    documents,
    event_values,
    events,
    file_authorities,
    file_structures,
    files,
    notices,
    proposals,
    unsealed,
)
from tests.store.story import AT, CRECHE, DAY, LILLE, MEL, SECRET, WHOLE, Story, amended, facts, opened, proposed, taken
from tests.support.drills import Rounds

ROUNDS = 8


def test_every_kind_of_change_is_read_back_as_it_was_written(story: Story) -> None:
    file = story.open()
    for make in WHOLE:
        file = story.go(file, make())
        with story.store.read() as unit:
            assert unit.files.get("f1") == file
            assert unit.files.by_ref("SIEG-2026-0001") == file
    assert file.version == 1 + len(WHOLE)
    assert verify(story.store).ok


def test_the_log_reads_back_what_was_decided(story: Story) -> None:
    story.open()
    with story.store.write() as unit:
        event, file = story.write(unit, unit.files.get("f1"), facts())
    with story.store.read() as unit:
        first, second = unit.log.read(Stream(StreamKind.FILE, "f1"))
        newest = unit.log.recent(1)
        assert unit.log.head(event.stream) == (2, event.hash)
        assert unit.log.recent(2, before=second.id)[0].id == first.id
    assert second == event == newest[0]
    assert second.prev == first.hash
    assert file.head == second.hash
    assert second.outcome["facts"][4]["value"] == Personal(f'"{SECRET}"')


def test_columns_say_what_is_filtered_and_summed(story: Story) -> None:
    story.go(story.open(), facts())
    with story.store.read() as unit:
        row = unit.connection.execute(select(files)).mappings().one()
    assert (row["yearly_cents"], row["regime"], row["mandate_start"]) == (12345678, "R6_DECISION", date(2027, 1, 1))
    assert (row["next_due"], row["mandate_end"], row["changed_at"]) == (date(2028, 6, 30), None, AT)
    assert row["fold"] == "sieg-2026-0001 creche d'ete"


def test_what_follows_from_an_event_is_written_with_it(story: Story) -> None:
    file = story.tell()
    with story.store.read() as unit:

        def all_of(*columns: object) -> list[tuple[object, ...]]:
            return [tuple(row) for row in unit.connection.execute(select(*columns))]  # type: ignore[call-overload]

        assert sorted(all_of(file_authorities.c.authority_id, file_authorities.c.place)) == [(LILLE.id, 0), (MEL.id, 1)]
        assert all_of(file_structures.c.structure_id, file_structures.c.place) == [(CRECHE.id, 0)]
        assert all_of(deadlines.c.code, deadlines.c.status, deadlines.c.next_reminder) == [("report", "met", None)]
        assert all_of(documents.c.id, documents.c.name, documents.c.withdrawn) == [("d1", "Statuts de Zoé.pdf", True)]
        assert len(all_of(notices.c.key)) == file.version
        assert len(all_of(unsealed.c.event_id)) == len(all_of(events.c.id))


def test_what_waits_for_a_second_person_has_a_row_until_it_is_over(story: Story) -> None:
    def waiting() -> list[tuple[object, ...]]:
        with story.store.read() as unit:
            return [tuple(row) for row in unit.connection.execute(select(proposals))]

    file = story.go(story.open(), proposed())
    assert waiting() == [("f1", "submit", "", "p1", DAY, "|jurist|")]
    with story.store.read() as unit:
        assert unit.files.get("f1").proposals["submit", ""].confirm_by == ("jurist",)
    assert verify(story.store).ok
    with story.store.write() as unit:
        unit.connection.execute(update(proposals).values(confirm_by="|agent|"))
    assert [one.field for one in verify(story.store).findings] == ["proposals"]
    lapse = facts()
    story.go(file, replace(lapse, outcome={**lapse.outcome, "lapsed": [["submit", ""]]}))
    assert waiting() == []
    assert verify(story.store).ok


def test_a_correction_rewrites_what_the_opening_wrote(story: Story) -> None:
    file = story.open()
    assert story.go(file, amended("Judo", (MEL.id,), ())).structures == ()
    with story.store.read() as unit:
        now = unit.files.get("f1")
        row = unit.connection.execute(select(files)).mappings().one()
        assert (row["title"], row["fold"], row["theme"]) == ("Judo", "sieg-2026-0001 judo", "sport")
        joined = unit.connection.execute(select(file_authorities.c.authority_id, file_authorities.c.place))
        assert [tuple(one) for one in joined] == [(MEL.id, 0)]
        assert unit.connection.execute(select(file_structures)).first() is None
    assert verify(story.store).ok
    story.go(now, amended("Judo", (MEL.id, LILLE.id), (CRECHE.id,)))
    with story.store.read() as unit:
        joined = unit.connection.execute(select(file_authorities.c.authority_id, file_authorities.c.place))
        assert sorted(map(tuple, joined)) == [(LILLE.id, 1), (MEL.id, 0)]
    assert verify(story.store).ok


def test_a_correction_that_comes_second_leaves_the_parties_as_they_are(story: Story) -> None:
    file = story.open()
    newer = story.go(file, facts())
    with pytest.raises(Stale):
        story.go(file, amended("Judo", (MEL.id,), ()))
    with story.store.read() as unit:
        assert unit.files.get("f1") == newer
    assert verify(story.store).ok


def test_an_open_deadline_keeps_the_reminder_day_it_is_given(story: Story) -> None:
    story.go(story.open(), facts())
    with story.store.read() as unit:
        assert unit.connection.scalar(select(deadlines.c.next_reminder)) == date(2028, 6, 1)


def test_a_notice_with_a_known_key_is_kept_once(story: Story) -> None:
    file = story.open()
    before = replace(file)
    with story.store.write() as unit:
        unit.connection.execute(
            notices.insert().values(
                key="f1:2:told",
                notice="told",
                audience="role:mission",
                urgency="now",
                data={},
                send_on=date(2026, 1, 1),
                queued_at=AT,
                status="mailed",
            )
        )
    story.go(before, facts())
    with story.store.read() as unit:
        assert unit.connection.scalar(select(notices.c.status).where(notices.c.key == "f1:2:told")) == "mailed"


def test_an_old_version_writes_nothing(story: Story) -> None:
    file = story.open()
    newer = story.go(file, facts())
    with pytest.raises(Stale, match=r"SIEG-2026-0001.*modifié par quelqu’un d’autre"):
        story.go(file, taken())
    with story.store.read() as unit:
        assert unit.files.get("f1") == newer
        assert len(unit.log.read(Stream(StreamKind.FILE, "f1"))) == 2
    assert verify(story.store).ok


def test_a_file_is_opened_once(story: Story) -> None:
    story.open("f1")
    with pytest.raises(Stale):
        story.open("f1")
    assert verify(story.store).ok


def test_a_file_of_an_unknown_authority_is_refused(story: Story) -> None:
    unknown = opened("SIEG-2026-0009")
    draft = Draft(unknown.action, {**unknown.outcome, "authorities": ["commune-nowhere"]})
    with pytest.raises(BadInput), story.store.write() as unit:
        story.write(unit, None, draft, "f9")
    assert verify(story.store).ok


@pytest.mark.parametrize("ask", [lambda f: f.get("nowhere"), lambda f: f.by_ref("SIEG-2026-0404")])
def test_an_unknown_file_is_not_found(story: Story, ask: Callable[..., File]) -> None:
    with pytest.raises(NotFound), story.store.read() as unit:
        ask(unit.files)


def test_references_count_by_workflow_and_year(story: Story) -> None:
    with story.store.write() as unit:
        given = [unit.files.next_ref(*of) for of in (("sieg", 2026), ("sieg", 2026), ("sig", 2026), ("sieg", 2027))]
    assert given == ["SIEG-2026-0001", "SIEG-2026-0002", "SIG-2026-0001", "SIEG-2027-0001"]


def test_of_two_writers_of_one_version_exactly_one_wins(story: Story, rounds: Rounds) -> None:
    for number in range(rounds(ROUNDS, 200)):
        file = story.open(f"f{number}")
        start = threading.Barrier(2)
        answers: list[object] = []

        def write(
            reason: str, file: File = file, start: threading.Barrier = start, answers: list[object] = answers
        ) -> None:
            start.wait()
            try:
                answers.append(story.go(file, taken(reason)))
            except MandateFlowError as error:
                answers.append(error)

        threads = [threading.Thread(target=write, args=(reason,)) for reason in ("un", "deux")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        winners = [one for one in answers if isinstance(one, File)]
        assert len(winners) == 1
        assert [type(one) for one in answers if not isinstance(one, File)] == [Stale]
        with story.store.read() as unit:
            assert unit.files.get(file.id) == winners[0]
            values = unit.connection.scalars(
                select(event_values.c.value).join(events).where(events.c.stream_id == file.id, events.c.seq == 2)
            )
            assert len(list(values)) == 1
    assert verify(story.store).ok
