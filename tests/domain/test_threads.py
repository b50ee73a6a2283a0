"""Paths inside a file: opened, followed and closed beside its states, each occurrence on its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from mandate_flow.domain.command import RecordFacts, TakeStep
from mandate_flow.domain.deadline import DeadlineStatus
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Draft
from mandate_flow.domain.file import ThreadStatus
from mandate_flow.domain.refusal import Refused
from mandate_flow.domain.workflow import evolve
from tests.domain.engine import MISSION, SECOND, Case, codes
from tests.domain.test_workflow import record, running

MEETING = "2028-03-12"


def recovering() -> Case:
    case = running()
    case.does(TakeStep("open", "2027"))
    assert isinstance(case.does(TakeStep("chase", "2027")), Draft)
    return case


def test_a_thread_lives_beside_the_state_and_the_controls() -> None:
    case = recovering()
    assert case.now.state == "control"
    assert case.now.controls == {"2027": ThreadStatus.OPEN}
    assert case.now.open_ones("recovery") == ("2027",)
    record(case, cost__2027=Decimal(1))
    case.does(TakeStep("end", "2027"))
    assert case.now.state == "running"
    assert isinstance(case.does(TakeStep("settle", "2027")), Draft)
    assert case.now.threads["recovery", "2027"] is ThreadStatus.CLOSED
    assert case.replayed() == case.now


def test_a_thread_is_opened_once_for_an_occurrence_and_followed_while_open() -> None:
    case = recovering()
    assert codes(case.does(TakeStep("chase", "2027"))) == ["thread_already_known"]
    assert codes(case.does(TakeStep("settle", "2028"))) == ["thread_not_open"]
    assert codes(case.does(TakeStep("decide", "2028"))) == ["owed_known", "thread_not_open"]
    assert codes(case.does(TakeStep("chase", "28"))) == ["year_missing"]
    assert isinstance(case.does(TakeStep("chase", "2028")), Draft)
    assert case.now.open_ones("recovery") == ("2027", "2028")


def test_a_decision_of_two_fixes_what_it_rests_on_for_its_own_year_and_starts_a_deadline() -> None:
    case = recovering()
    record(case, owed__2027=Decimal(500))
    assert isinstance(case.does(TakeStep("decide", "2027"), MISSION), Draft)
    assert ("payment", "2027") not in case.now.deadlines
    assert isinstance(case.does(TakeStep("decide", "2027"), SECOND, date(2028, 7, 1)), Draft)
    assert case.now.deadlines["payment", "2027"].due == date(2028, 7, 31)
    assert codes(case.does(RecordFacts({("owed", "2027"): Decimal(1)}))) == ["fixed_for_good"]
    record(case, owed__2028=Decimal(1))
    case.does(TakeStep("settle", "2027"), day=date(2028, 7, 20))
    assert case.now.deadlines["payment", "2027"].status is DeadlineStatus.MET


def test_answers_fixed_by_signing_are_free_while_an_amendment_is_open() -> None:
    case = running()
    record(case, rate=Decimal(3))
    assert isinstance(case.does(TakeStep("seal")), Draft)
    refused = case.does(RecordFacts({("rate", ""): Decimal(4)}))
    assert isinstance(refused, Refused)
    assert [one.code for one in refused.refusals] == ["fixed_answer"]
    assert refused.refusals[0].remedy == ("step", "amend")
    assert codes(case.does(TakeStep("amend", "mars"))) == ["meeting_missing"]
    case.does(TakeStep("amend", MEETING))
    record(case, rate=Decimal(4))
    assert codes(case.does(TakeStep("amended", MEETING))) == ["voted_again_known"]
    case.does(RecordFacts({("voted_again", MEETING): True}))
    assert isinstance(case.does(TakeStep("amended", MEETING)), Draft)
    assert codes(case.does(RecordFacts({("rate", ""): Decimal(5)}))) == ["fixed_answer"]


def test_a_thread_of_the_whole_file_opens_again_once_closed() -> None:
    case = running()
    assert codes(case.does(TakeStep("resume"))) == ["thread_not_open"]
    for _ in range(2):
        assert isinstance(case.does(TakeStep("pause")), Draft)
        assert codes(case.does(TakeStep("pause"))) == ["thread_already_known"]
        assert isinstance(case.does(TakeStep("resume")), Draft)
    with pytest.raises(BadInput):
        case.does(TakeStep("pause", "2027"))


def test_conditions_count_what_is_open() -> None:
    case = running()
    case.does(TakeStep("chase", "2027"))
    assert codes(case.does(TakeStep("renew"))) == ["nothing_open"]
    case.does(TakeStep("settle", "2027"))
    assert isinstance(case.does(TakeStep("renew")), Draft)
    assert (case.now.state, case.now.ended) == ("renewed", True)
    assert codes(case.does(TakeStep("renew"))) == ["file_ended"]


def test_events_of_before_there_were_threads_still_read() -> None:
    case = running()
    case.does(TakeStep("open", "2027"))
    last = case.events[-1]
    told = {name: part for name, part in last.outcome.items() if name != "thread"}
    old = replace(last, outcome={**told, "control": {"year": "2027", "status": "open"}})
    file = None
    for event in (*case.events[:-1], old):
        file = evolve(file, event)
    assert file == case.now


def test_what_may_be_given_late_is_given_once_and_then_fixed_like_the_others() -> None:
    case = running()
    case.does(TakeStep("seal"))
    key = ("planned", "lille")
    assert codes(case.does(RecordFacts({("rate", ""): Decimal(3)}))) == ["fixed_answer"]
    assert isinstance(case.does(RecordFacts({key: Decimal(100)})), Draft)
    assert codes(case.does(RecordFacts({key: Decimal(101)}))) == ["fixed_answer"]
    assert codes(case.does(RecordFacts({key: None}))) == ["fixed_answer"]
    case.does(TakeStep("amend", MEETING))
    assert isinstance(case.does(RecordFacts({key: Decimal(101)})), Draft)
