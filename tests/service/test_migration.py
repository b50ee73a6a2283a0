"""A definition is published, running files move to it, and come back: nothing is lost and the log proves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mandate_flow.domain.command import RecordFacts
from mandate_flow.domain.deadline import DeadlineStatus
from mandate_flow.domain.errors import BadContent, BadInput, Forbidden, NotFound
from mandate_flow.domain.file import File
from mandate_flow.domain.people import Role
from mandate_flow.domain.workflow.verdict import About, Choices, Movable, NeedsDecision, Refused, Turn
from mandate_flow.service import batches, definitions, migration
from mandate_flow.service.act import Done, act
from mandate_flow.service.batches import Since
from mandate_flow.service.integrity import verify
from mandate_flow.service.migration import Move
from tests.service import next_version as v2
from tests.service.parcours import NOW, Prepared, Town, mission, prepare, town_on
from tests.support.drills import Rounds

FULL, FEW = 200, 24
DECIDED = Choices(states={v2.STATE: v2.RENAMED})


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return prepare(tmp_path_factory.mktemp("parcours"))


@pytest.fixture
def town(database: str, prepared: Prepared, tmp_path: Path) -> Iterator[Town]:
    with town_on(database, prepared, tmp_path) as made:
        yield made


def same(file: File) -> File:
    """A file without its place in the log, nor the deadlines that a migration opened and its undoing cancelled."""
    kept = {key: one for key, one in file.deadlines.items() if key[0] != "review"}
    return replace(file, version=0, head=b"", deadlines=kept, facts=dict(file.facts))


def test_the_drill(town: Town, rounds: Rounds) -> None:
    for number in range(rounds(FEW, FULL)):
        town.play(number * 7 % len(town.story.acts))
    town.publish_next()
    before, recorded = town.files(), town.events()
    looked = migration.preview(town.desk, Move("sieg", 1, 2, DECIDED), NOW)
    kinds = {type(one.verdict) for one in looked.files}
    assert kinds == {Movable, Refused, NeedsDecision}
    assert town.events() == recorded, "a preview writes nothing"
    assert verify(town.desk.store).ok

    report = migration.run(town.desk, Move("sieg", 1, 2, DECIDED), NOW)
    assert {one.id for one in report.moved} == {one.id for one in looked.files if isinstance(one.verdict, Movable)}
    after = town.files()
    moved = {one.id for one in report.moved}
    assert all(after[one].workflow.version == 2 for one in moved)
    assert all(after[one] == before[one] for one in before.keys() - moved)
    assert set(recorded) <= set(town.events()), "what was recorded stands to the byte"
    assert len(town.events()) == len(recorded) + len(moved), "one event a file"
    assert verify(town.desk.store).ok, "rows are what a replay makes"

    went_on = report.moved[0]
    done = act(town.desk, went_on.id, RecordFacts({("territory", ""): "Lille"}), mission(), expect=None)
    assert isinstance(done, Done)
    undone = batches.undo(town.desk, report.batch, NOW)
    assert [ref for ref, _ in undone.stayed] == [went_on.ref]
    assert "1 acte a suivi" in undone.stayed[0][1]
    again = town.files()
    assert set(undone.back) == {one.ref for one in report.moved[1:]}
    for one in before.keys() - {went_on.id}:
        assert same(again[one]) == same(before[one])
        fresh = again[one].deadlines.keys() - before[one].deadlines.keys()
        assert all(again[one].deadlines[key].status is DeadlineStatus.CANCELLED for key in fresh)
    assert verify(town.desk.store).ok
    assert batches.undo(town.desk, report.batch, NOW).back == (), "asked again, nothing is undone twice"


def judged(town: Town, choices: Choices) -> migration.Judged:
    """The only file there is."""
    (one,) = migration.preview(town.desk, Move("sieg", 1, 2, choices), NOW).files
    return one


def act_of(town: Town, step: str, *, after: bool) -> int:
    """How many acts lead to just before, or just after, the first time a step is asked for."""
    steps = [getattr(one.deed, "step", "") for one in town.story.acts]
    return steps.index(step) + (1 if after else 0)


def test_a_state_that_is_gone_asks_where_to_go_on(town: Town) -> None:
    town.play(act_of(town, "analyse", after=True))
    town.publish_next()
    asked = judged(town, Choices(aside=frozenset({v2.RETYPED}))).verdict
    assert isinstance(asked, NeedsDecision)
    assert [(one.about, one.name) for one in asked.questions] == [(About.STATE, v2.STATE)]
    led = judged(town, Choices({v2.STATE: v2.RENAMED}, frozenset({v2.RETYPED}))).verdict
    assert isinstance(led, Movable)
    assert "Élus ou agents liés à l’organisme" in led.kept
    assert {one.turn for one in led.deadlines} >= {Turn.OPENS, Turn.MOVES}
    skips = judged(town, Choices({v2.STATE: "mandate"}, frozenset({v2.RETYPED}))).verdict
    assert isinstance(skips, Refused)
    assert "sauterait l’état « Délibération »" in skips.reasons[0]
    ends = judged(town, Choices({v2.STATE: "abandoned"}, frozenset({v2.RETYPED}))).verdict
    assert isinstance(ends, Refused)


def test_an_answer_put_aside_is_kept_and_comes_back(town: Town) -> None:
    town.play(act_of(town, "analyse", after=True))
    town.publish_next()
    (before,) = town.files().values()
    report = migration.run(town.desk, Move("sieg", 1, 2, Choices({v2.STATE: v2.RENAMED}, frozenset({v2.RETYPED}))), NOW)
    (file,) = town.files().values()
    assert file.workflow.version == 2
    assert file.state == v2.RENAMED
    assert file.entered[v2.RENAMED] == before.entered[v2.STATE]
    assert file.fact(v2.RETYPED) is None
    assert file.fact(f"{v2.RETYPED}@1") == before.fact(v2.RETYPED)
    assert file.fact(v2.GONE) == before.fact(v2.GONE), "no longer asked, still there"
    assert file.deadlines["application_silence", ""].due > before.deadlines["application_silence", ""].due
    batches.undo(town.desk, report.batch, NOW)
    (again,) = town.files().values()
    assert same(again) == same(before)
    assert again.deadlines["review", ""].status is DeadlineStatus.CANCELLED
    assert verify(town.desk.store).ok


def test_a_proposal_falls_only_if_one_says_so_and_an_undoing_gives_it_back(town: Town) -> None:
    town.play(act_of(town, "submit", after=True))
    town.publish_next()
    (before,) = town.files().values()
    assert before.proposals
    choices = Choices({v2.STATE: v2.RENAMED}, frozenset({v2.RETYPED, v2.RETYPED_AND_FIXED}))
    asked = judged(town, choices).verdict
    assert isinstance(asked, NeedsDecision)
    assert [one.about for one in asked.questions] == [About.PROPOSAL]
    report = migration.run(town.desk, Move("sieg", 1, 2, replace(choices, lapse=True)), NOW)
    assert not next(iter(town.files().values())).proposals
    batches.undo(town.desk, report.batch, NOW)
    assert next(iter(town.files().values())).proposals == before.proposals


def test_an_open_control_asks_and_what_two_people_confirmed_is_not_put_aside(town: Town) -> None:
    town.play(act_of(town, "open_control", after=True))
    town.publish_next()
    aside = Choices(aside=frozenset({v2.RETYPED, v2.RETYPED_AND_FIXED}), controls=True)
    refused = judged(town, aside).verdict
    assert isinstance(refused, Refused)
    assert "L’acte repose sur cette réponse" in refused.reasons[0]


def test_a_draft_is_looked_at_and_not_used(town: Town) -> None:
    town.play(1)
    town.reload()
    looked = migration.preview(town.desk, Move("sieg", 1, 2), mission())
    assert isinstance(looked.files[0].verdict, Movable)
    assert not looked.published
    with pytest.raises(BadInput, match="n’est pas publiée"):
        migration.run(town.desk, Move("sieg", 1, 2), NOW)
    assert town.desk.library.latest("sieg").version == 1, "new files are opened under what is published"
    standings = {one.version: one.standing for one in definitions.versions(town.desk, NOW) if one.name == "sieg"}
    assert standings == {1: definitions.Standing.PUBLISHED, 2: definitions.Standing.DRAFT}


def test_who_may(town: Town) -> None:
    town.play(1)
    town.publish_next()
    with pytest.raises(Forbidden):
        migration.run(town.desk, Move("sieg", 1, 2), mission())
    with pytest.raises(Forbidden):
        migration.preview(town.desk, Move("sieg", 1, 2), mission(Role.AGENT))
    report = migration.run(town.desk, Move("sieg", 1, 2), mission(Role.ADMINISTRATOR))
    assert len(report.moved) == 1
    with pytest.raises(Forbidden):
        batches.undo(town.desk, report.batch, mission())
    with pytest.raises(NotFound):
        batches.undo(town.desk, "nothing", NOW)


def test_only_what_was_seen_moves_and_a_batch_goes_on_where_it_stopped(town: Town) -> None:
    for _ in range(3):
        town.play(1)
    town.publish_next()
    looked = migration.preview(town.desk, Move("sieg", 1, 2), NOW).files
    seen = {looked[0].id: looked[0].version, looked[1].id: looked[1].version - 1}
    first = migration.run(town.desk, Move("sieg", 1, 2), NOW, seen=seen)
    assert [one.ref for one in first.moved] == [looked[0].ref]
    assert [one.ref for one in first.stayed] == [looked[1].ref]
    second = migration.run(town.desk, Move("sieg", 1, 2), NOW, batch=first.batch)
    assert [one.ref for one in second.moved] == [looked[1].ref, looked[2].ref]
    (batch,) = batches.batches(town.desk, NOW)
    assert batch.count(Since.MOVED) == 3
    assert len(batches.undo(town.desk, first.batch, NOW).back) == 3
    assert batches.one_batch(town.desk, first.batch, NOW).count(Since.UNDONE) == 3


def test_an_ended_file_stays_where_it_is(town: Town) -> None:
    town.play(len(town.story.acts))
    town.publish_next()
    assert migration.preview(town.desk, Move("sieg", 1, 2, DECIDED), NOW).files == ()
    (one,) = (each for each in definitions.versions(town.desk, NOW) if (each.name, each.version) == ("sieg", 1))
    assert (one.running, one.ended) == (0, 1)


def test_a_wrong_choice_is_said(town: Town) -> None:
    town.play(1)
    town.publish_next()
    for choices in (Choices({"nowhere": "mandate"}), Choices({v2.STATE: "nowhere"}), Choices(aside=frozenset({"x"}))):
        with pytest.raises(BadInput):
            migration.preview(town.desk, Move("sieg", 1, 2, choices), NOW)


def test_content_with_an_error_is_not_published(tmp_path: Path) -> None:
    folder = v2.content_copy(tmp_path / "content")
    path = folder / "workflows" / v2.write_next(folder)
    path.write_text(path.read_text("utf-8").replace("given(territory)", "given(nowhere)"), encoding="utf-8")
    with pytest.raises(BadContent, match="nowhere") as refused:
        definitions.publish(folder, path.name)
    assert refused.value.where.startswith("workflows/sieg.v2.yaml:")
    assert not (folder / "workflows" / "published.lock").exists()
