"""The case engine: what is refused and why, what a step makes, what two persons must do, which law is used."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from mandate_flow.domain.command import AddDocument, OpenFile, RecordFacts, TakeStep, WithdrawDocument
from mandate_flow.domain.deadline import DeadlineStatus
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Draft, Personal
from mandate_flow.domain.file import FactKey, ThreadStatus
from mandate_flow.domain.refusal import Refused, Unchanged
from mandate_flow.domain.value import Value
from tests.domain.engine import AGENT, JURIST, MISSION, SECOND, Case, codes, opened

VOTE = date(2026, 10, 1)


def record(case: Case, **facts: Value | None) -> None:
    given: dict[FactKey, Value | None] = {
        (name.partition("__")[0], name.partition("__")[2]): facts[name] for name in facts
    }
    assert isinstance(case.does(RecordFacts(given)), Draft)


def ready() -> Case:
    case = opened()
    record(case, amount=Decimal(150), kind="A", vote__lille=VOTE, planned_on=VOTE, mandate_end=date(2028, 12, 31))
    return case


def running() -> Case:
    case = ready()
    record(case, mandate_start=date(2027, 1, 1), signed_on=date(2026, 11, 1))
    case.does(TakeStep("start"), MISSION)
    case.does(TakeStep("start"), SECOND)
    assert case.now.state == "running"
    return case


def test_a_refused_step_gives_every_reason_at_once_with_its_text_and_remedy() -> None:
    case = opened("lille", "roubaix")
    answer = case.does(TakeStep("start"))
    assert isinstance(answer, Refused)
    assert codes(answer) == ["ceiling", "to_be_known_first", "voted", "voted"]
    ceiling = next(one for one in answer.refusals if one.code == "ceiling")
    assert ceiling.missing == ("amount",)
    assert ceiling.remedy == ("fact", "amount")
    assert [cited.words("fr") for cited in ceiling.law] == ["Règle, art. ceiling"]
    assert sorted(one.occurrence for one in answer.refusals if one.code == "voted") == ["lille", "roubaix"]
    assert case.now.version == 1


def test_a_condition_on_an_unknown_answer_asks_for_it_once_and_never_passes() -> None:
    case = ready()
    record(case, kind=None)
    answer = case.does(TakeStep("start"))
    assert codes(answer) == ["to_be_known_first"]
    assert isinstance(answer, Refused)
    asked = next(one for one in answer.refusals if one.code == "to_be_known_first")
    assert asked.remedy == ("fact", "kind")
    assert "« Nature »" in asked.says("fr")
    record(case, kind="B")
    assert codes(case.does(TakeStep("start"))) == ["b_explained"]


def test_a_sentence_says_the_figures() -> None:
    case = ready()
    record(case, amount=Decimal("1234.5"))
    answer = case.does(TakeStep("start"))
    assert isinstance(answer, Refused)
    assert answer.refusals[0].says("fr").replace("\u202f", " ").replace("\xa0", " ") == "1 234,50 € dépasse 200."


def test_warnings_go_with_the_step_and_unverified_law_never_blocks_silently() -> None:
    case = opened()
    record(case, amount=Decimal(1), kind="A", vote__lille=VOTE)
    answer = case.does(TakeStep("start"))
    assert isinstance(answer, Draft)
    assert answer.outcome["warnings"] == ["soft", "lowered"]
    refused = case.does(TakeStep("start"), MISSION)
    assert isinstance(refused, Refused)
    lowered = next(one for one in refused.refusals if one.code == "lowered")
    assert lowered.downgraded
    assert lowered.law[0].quantity.note == "À relire."


def test_the_law_of_the_entrustment_is_used_and_is_provisional_until_its_date_is_known() -> None:
    case = ready()
    record(case, planned_on=date(2025, 6, 1))
    answer = case.does(TakeStep("start"))
    assert isinstance(answer, Refused)
    assert answer.refusals[0].code == "ceiling"
    assert answer.refusals[0].provisional
    assert answer.refusals[0].law[0].entry == "old"
    record(case, signed_on=date(2026, 2, 1))
    answer = case.does(TakeStep("start"))
    assert isinstance(answer, Draft)
    case.does(TakeStep("start"), SECOND)
    used = {row["key"]: (row["entry"], row["on"]) for row in case.events[-1].outcome["law"]}
    assert used["rule.ceiling"][0] == "new"


def test_a_step_of_two_persons_takes_two_and_lapses_when_the_file_changes() -> None:
    case = ready()
    assert isinstance(case.does(TakeStep("start"), AGENT), Draft)
    assert case.now.state == "draft"
    assert codes(case.does(TakeStep("start"), AGENT)) == ["four_eyes_same_person"]
    record(case, amount=Decimal(160))
    assert not case.now.proposals
    case.does(TakeStep("start"), AGENT)
    assert isinstance(case.does(TakeStep("start"), MISSION), Draft)
    assert case.now.state == "running"
    assert case.events[-1].outcome["proposed_by"] == AGENT.id


def test_roles_states_and_reasons_are_refusals_too() -> None:
    case = ready()
    assert codes(case.does(TakeStep("start"), JURIST)) == ["not_your_role"]
    assert codes(case.does(TakeStep("end", "2027"))) == ["control_not_open", "cost_known", "step_not_open"]
    assert codes(case.does(TakeStep("stop"))) == ["reason_missing"]
    with pytest.raises(BadInput):
        case.does(TakeStep("fly"))
    case.does(TakeStep("stop", reason="Le service n’existe plus."))
    assert case.now.ended
    assert isinstance(case.events[-1].outcome["reason"], Personal)
    assert codes(case.does(RecordFacts({("amount", ""): Decimal(1)}))) == ["file_ended"]


def test_a_step_taken_once_is_no_longer_open() -> None:
    case = running()
    assert isinstance(case.does(TakeStep("seal")), Draft)
    assert codes(case.does(TakeStep("seal"))) == ["already_taken"]


def test_two_annual_controls_may_be_open_and_the_last_one_closed_leads_back() -> None:
    case = running()
    assert codes(case.does(TakeStep("open", "27"))) == ["year_missing"]
    case.does(TakeStep("open", "2027"))
    case.does(TakeStep("open", "2028"))
    assert codes(case.does(TakeStep("open", "2027"))) == ["control_already_known"]
    assert case.now.state == "control"
    assert codes(case.does(TakeStep("end", "2027"))) == ["cost_known"]
    record(case, cost__2027=Decimal(1), cost__2028=Decimal(2))
    case.does(TakeStep("end", "2028"))
    assert case.now.state == "control"
    case.does(TakeStep("end", "2027"))
    assert case.now.state == "running"
    assert set(case.now.controls.values()) == {ThreadStatus.CLOSED}
    assert case.now.furthest_rank == 2


def test_deadlines_open_move_are_met_and_cancelled_by_events_alone() -> None:
    case = running()

    def status(year: str) -> str:
        return case.now.deadlines["report", year].status.value

    report = case.now.deadlines["report", "2027"]
    assert report.due == date(2028, 6, 30)
    assert report.trace[0][0] == "trigger:fiscal_year_end"
    assert case.now.deadlines["appeal", "lille"].due == date(2026, 12, 2)
    case.does(AddDocument("d1", "accounts", "2027", "comptes.pdf", "cd" * 32, 10, "application/pdf"))
    assert status("2027") == "met"
    assert status("2028") == "open"
    case.does(WithdrawDocument("d1", "Mauvais exercice"))
    assert status("2027") == "open"
    record(case, vote__lille=date(2026, 10, 20))
    assert case.now.deadlines["appeal", "lille"].due == date(2026, 12, 21)
    case.does(TakeStep("stop", reason="Fin"))
    assert {one.status for one in case.now.deadlines.values()} == {DeadlineStatus.CANCELLED}
    assert case.replayed() == case.now


def test_a_period_that_nobody_meets_is_behind_once_it_has_passed() -> None:
    case = running()
    last = case.now.deadlines["appeal", "lille"].due
    case.does(RecordFacts({("amount", ""): Decimal(151)}), day=last)
    assert case.now.deadlines["appeal", "lille"].status.value == "open"
    case.does(RecordFacts({("amount", ""): Decimal(152)}), day=last + timedelta(days=1))
    assert case.now.deadlines["appeal", "lille"].status.value == "met"
    assert case.now.deadlines["appeal", "lille"].closed_on == last
    assert case.replayed() == case.now


def test_a_stored_deadline_is_not_computed_again_while_its_trigger_and_rule_stand() -> None:
    case = running()
    held = dict(case.now.deadlines)
    record(case, amount=Decimal(151))
    assert "deadlines" not in case.events[-1].outcome
    assert dict(case.now.deadlines) == held


def test_recording_checks_what_the_workflow_asks_and_nothing_else() -> None:
    case = opened()
    for facts in (
        {("colour", ""): "red"},
        {("kind", ""): "C"},
        {("amount", ""): "cent"},
        {("amount", ""): Decimal("NaN")},
        {("vote", ""): VOTE},
        {("vote", "tourcoing"): VOTE},
        {("cost", "27"): Decimal(1)},
        {("why_b", ""): "x" * 20_001},
    ):
        with pytest.raises(BadInput):
            case.does(RecordFacts(facts))
    assert case.now.version == 1
    record(case, why_b="Parce que.")
    assert isinstance(case.events[-1].outcome["facts"][0]["value"], Personal)
    assert isinstance(case.does(RecordFacts({("why_b", ""): "Parce que."})), Unchanged)
    record(case, why_b=None)
    assert case.now.fact("why_b") is None


def test_opening_needs_a_title_and_an_authority() -> None:
    with pytest.raises(BadInput):
        Case().does(OpenFile("SMALL-2026-0001", "  ", "culture", ("lille",), ()))
    with pytest.raises(BadInput):
        Case().does(OpenFile("SMALL-2026-0001", "Essai", "culture", (), ()))
