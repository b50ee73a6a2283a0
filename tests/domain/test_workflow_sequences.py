"""Any sequence of commands: the file stays coherent, a refusal changes nothing, and the events alone give it back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as some

from mandate_flow.domain.command import AddDocument, Command, RecordFacts, TakeStep, WithdrawDocument
from mandate_flow.domain.event import Draft
from mandate_flow.domain.people import Person
from tests.domain.engine import AGENT, DEFINITION, JURIST, MISSION, SECOND, opened
from tests.support.drills import times

YEARS = some.sampled_from(["2026", "2027", "2028"])
DAYS = some.dates(date(2025, 1, 1), date(2029, 12, 31))
FACTS = some.one_of(
    some.tuples(some.just(("amount", "")), some.integers(0, 300).map(Decimal)),
    some.tuples(some.just(("kind", "")), some.sampled_from(["A", "B"])),
    some.tuples(some.just(("why_b", "")), some.text(max_size=5)),
    some.tuples(some.sampled_from(["lille", "roubaix"]).map(lambda one: ("vote", one)), DAYS),
    some.tuples(
        some.sampled_from(["planned_on", "signed_on", "mandate_start", "mandate_end"]).map(lambda one: (one, "")), DAYS
    ),
    some.tuples(YEARS.map(lambda one: ("cost", one)), some.one_of(some.none(), some.integers(0, 9).map(Decimal))),
    some.tuples(YEARS.map(lambda one: ("owed", one)), some.integers(0, 9).map(Decimal)),
    some.tuples(some.just(("rate", "")), some.integers(0, 9).map(Decimal)),
)
COMMANDS: some.SearchStrategy[Command] = some.one_of(
    some.lists(FACTS, min_size=1, max_size=4).map(lambda rows: RecordFacts(dict(rows))),
    some.builds(TakeStep, some.sampled_from(["start", "stop"]), some.just(""), some.sampled_from(["", "motif"])),
    some.builds(TakeStep, some.sampled_from(["open", "end"]), YEARS, some.just("")),
    some.builds(TakeStep, some.sampled_from(["chase", "decide", "settle"]), YEARS, some.just("")),
    some.builds(TakeStep, some.sampled_from(["amend", "amended"]), DAYS.map(date.isoformat), some.just("")),
    some.builds(TakeStep, some.sampled_from(["seal", "pause", "resume", "renew"]), some.just(""), some.just("")),
    some.builds(
        AddDocument,
        some.sampled_from(["d1", "d2"]),
        some.just("accounts"),
        YEARS,
        some.just("a.pdf"),
        some.just("ab" * 32),
        some.just(1),
        some.just("application/pdf"),
    ),
)
ACTS = some.tuples(COMMANDS, some.sampled_from([MISSION, SECOND, AGENT, JURIST]), DAYS)


@settings(max_examples=times(60, 2000))
@given(some.lists(ACTS, max_size=25))
def test_every_sequence_keeps_the_file_coherent(acts: list[tuple[Command, Person, date]]) -> None:
    case = opened("lille", "roubaix")
    for command, by, day in acts:
        before = case.now
        answer = case.does(command, by, day)
        if not isinstance(answer, Draft):
            assert case.now is before
            continue
        assert case.now.version == before.version + 1
        assert case.now.state in DEFINITION.states
        assert case.now.furthest_rank >= before.furthest_rank
        assert (case.now.state == "control") == ("open" in case.now.controls.values()) or case.now.ended
        assert not before.ended
        assert {key for key, status in before.threads.items() if status == "closed"} <= case.now.threads.keys()
        if isinstance(command, TakeStep) and DEFINITION.steps[command.step].stays:
            assert (case.now.state, case.now.rank) == (before.state, before.rank)
    assert case.replayed() == case.now


def test_a_withdrawn_document_stays_and_no_longer_counts() -> None:
    case = opened()
    case.does(AddDocument("d1", "accounts", "2027", "a.pdf", "ab" * 32, 1, "application/pdf"))
    case.does(WithdrawDocument("d1", "erreur"))
    assert case.now.documents["d1"].withdrawn
    assert case.now.deposited("accounts", "2027") == ()
