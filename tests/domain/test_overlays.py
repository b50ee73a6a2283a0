"""What people decide of a deadline: extended, suspended, resumed, restarted, waived; who may, when, and what stays."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mandate_flow.domain.command import (
    AddDocument,
    ExtendDeadline,
    OnDeadline,
    RecordFacts,
    ResumeDeadline,
    SuspendDeadline,
    TakeStep,
    WaiveDeadline,
)
from mandate_flow.domain.deadline import Deadline, DeadlineStatus, Suspension
from mandate_flow.domain.due import explain
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Draft
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.refusal import Refused
from mandate_flow.domain.workflow.evolve import deadline_from_json, deadline_to_json
from tests.domain.engine import AGENT, JURIST, MISSION, TODAY, Case, codes, opened

WHY = "Le commissaire aux comptes est malade."
REPORT = ("report", "2026")
APPEAL = ("appeal", "lille")


def signed() -> Case:
    """A mandate of 2026 with its report, its entry of twenty working days and the period of the prefect."""
    case = opened()
    case.does(
        RecordFacts(
            {
                ("signed_on", ""): date(2026, 11, 23),
                ("mandate_start", ""): date(2026, 1, 1),
                ("mandate_end", ""): date(2026, 12, 31),
                ("vote", "lille"): date(2026, 11, 20),
            }
        )
    )
    return case


def deadline(case: Case, key: tuple[str, str] = REPORT) -> Deadline:
    return case.now.deadlines[key]


def stands(case: Case, key: tuple[str, str] = REPORT) -> tuple[str, str]:
    one = deadline(case, key)
    return one.due.isoformat(), one.status.value


def accounts(case: Case) -> None:
    case.does(AddDocument("d1", "accounts", "2026", "c.pdf", "ab" * 32, 10, "application/pdf"))


def test_an_extension_leads_to_a_later_day_and_keeps_the_computation() -> None:
    case = signed()
    before = deadline(case).trace
    answer = case.does(ExtendDeadline(*REPORT, date(2027, 8, 31), WHY), AGENT)
    assert isinstance(answer, Draft)
    assert stands(case) == ("2027-08-31", "open")
    assert deadline(case).trace == (*before, ("extended", "2027-08-31"))
    assert case.replayed() == case.now
    accounts(case)
    assert deadline(case).status is DeadlineStatus.MET


def test_a_waived_deadline_is_settled_and_can_be_expected_again() -> None:
    case = signed()
    case.does(WaiveDeadline(*REPORT, WHY), JURIST)
    assert (deadline(case).status, deadline(case).closed_on) == (DeadlineStatus.WAIVED, TODAY)
    case.does(ResumeDeadline(*REPORT, WHY), MISSION)
    assert stands(case) == ("2027-06-30", "open")
    assert [code for code, _ in deadline(case).trace[-2:]] == ["waived", "reinstated"]
    assert case.replayed() == case.now


def test_what_comes_after_a_waiver_counts_all_the_same() -> None:
    case = signed()
    case.does(WaiveDeadline(*REPORT, WHY))
    accounts(case)
    assert deadline(case).status is DeadlineStatus.MET


def test_a_suspension_gives_back_the_days_it_took() -> None:
    case = signed()
    case.does(SuspendDeadline(*REPORT, WHY, date(2027, 1, 10)), day=date(2027, 1, 12))
    assert stands(case) == ("2027-06-30", "suspended")
    case.does(ResumeDeadline(*REPORT, WHY), day=date(2027, 2, 9))
    assert stands(case) == ("2027-07-30", "open")
    assert deadline(case).trace[-3:] == (
        ("suspended", "2027-01-10"),
        ("resumed", "2027-02-09"),
        ("lost:30 days", "2027-07-30"),
    )
    assert case.replayed() == case.now


def test_working_days_that_were_left_are_left_after_a_suspension() -> None:
    case = signed()
    key = ("entry", "")
    assert stands(case, key) == ("2026-12-21", "open")
    case.does(SuspendDeadline(*key, WHY), day=date(2026, 12, 14))  # six working days left: 14 to 18, and 21
    case.does(ResumeDeadline(*key, WHY), day=date(2027, 1, 4))
    assert stands(case, key) == ("2027-01-11", "open")
    assert deadline(case, key).trace[-1] == ("left:6 working", "2027-01-11")


def test_the_prefect_who_asks_for_documents_starts_again_from_zero() -> None:
    case = signed()
    assert stands(case, APPEAL) == ("2027-01-21", "open")
    case.does(SuspendDeadline(*APPEAL, "Pièces demandées.", date(2027, 1, 15), restarts=True), day=date(2027, 2, 1))
    assert stands(case, APPEAL) == ("2027-01-21", "suspended")  # and not behind, though the day has passed
    case.does(ResumeDeadline(*APPEAL, "Pièces envoyées."), AGENT, date(2027, 2, 1))
    assert stands(case, APPEAL) == ("2027-04-02", "open")
    assert deadline(case, APPEAL).trace[-4:] == (
        ("suspended:restarts", "2027-01-15"),
        ("restarted", "2027-02-01"),
        ("plus:2 months", "2027-04-01"),
        ("franc", "2027-04-02"),
    )


def test_extended_then_suspended_counts_from_the_extension() -> None:
    case = signed()
    case.does(ExtendDeadline(*REPORT, date(2027, 8, 31), WHY))
    case.does(SuspendDeadline(*REPORT, WHY), day=date(2027, 7, 10))
    case.does(ResumeDeadline(*REPORT, WHY), day=date(2027, 7, 20))
    assert stands(case) == ("2027-09-10", "open")


def test_the_trigger_changes_and_what_was_decided_lapses() -> None:
    case = signed()
    key = ("entry", "")
    case.does(ExtendDeadline(*key, date(2027, 3, 1), WHY))
    case.does(RecordFacts({("signed_on", ""): date(2026, 11, 24)}))
    assert stands(case, key) == ("2026-12-22", "open")
    assert deadline(case, key).trace[-1] == ("lapsed:extended", "2027-03-01")
    case.does(WaiveDeadline(*key, WHY))
    case.does(RecordFacts({("signed_on", ""): date(2026, 11, 25)}))
    assert stands(case, key) == ("2026-12-23", "open")
    assert [code for code, _ in deadline(case, key).trace if code.startswith("lapsed")] == ["lapsed:waived"]


def test_what_was_decided_stands_while_the_deadline_comes_and_goes() -> None:
    """The basis is the same: a report that is asked for again is the one that was extended."""
    case = signed()
    case.does(ExtendDeadline(*REPORT, date(2027, 8, 31), WHY))
    case.does(RecordFacts({("signed_on", ""): None}))
    assert deadline(case).status is DeadlineStatus.CANCELLED
    case.does(RecordFacts({("signed_on", ""): date(2026, 11, 23)}))
    assert stands(case) == ("2027-08-31", "open")


def test_a_suspended_deadline_ends_with_its_file() -> None:
    case = signed()
    case.does(SuspendDeadline(*REPORT, WHY), day=date(2027, 1, 5))
    case.does(TakeStep("stop", reason="Fini."), day=date(2027, 1, 6))
    assert deadline(case).status is DeadlineStatus.CANCELLED
    assert codes(case.does(ResumeDeadline(*REPORT, WHY))) == ["file_ended"]


LATER = date(2027, 8, 31)


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        (ExtendDeadline(*REPORT, LATER, "  "), ["reason_missing"]),
        (ExtendDeadline(*REPORT, date(2027, 6, 30), WHY), ["until_not_later"]),
        (ExtendDeadline(*APPEAL, LATER, WHY), ["not_extendable"]),
        (WaiveDeadline(*APPEAL, ""), ["not_waivable", "reason_missing"]),
        (SuspendDeadline(*APPEAL, WHY), ["not_suspendable"]),
        (SuspendDeadline(*REPORT, WHY, restarts=True), ["not_restartable"]),
        (SuspendDeadline(*APPEAL, WHY, date(2026, 11, 19), restarts=True), ["suspension_outside"]),
        (SuspendDeadline(*APPEAL, WHY, TODAY + timedelta(days=1), restarts=True), ["suspension_outside"]),
        (ResumeDeadline(*REPORT, WHY), ["deadline_runs"]),
    ],
)
def test_what_may_not_be_decided_is_refused_with_every_reason(command: OnDeadline, refused: list[str]) -> None:
    case = signed()
    answer = case.does(command)
    assert codes(answer) == refused
    assert case.events[-1].action == "facts:recorded"
    assert isinstance(answer, Refused)
    cited = {one.code: [each.key for each in one.law] for one in answer.refusals}
    assert all(keys == ["rule.ceiling"] for code, keys in cited.items() if code.startswith("not_"))


@pytest.mark.parametrize(
    ("first", "then", "refused"),
    [
        (WaiveDeadline(*REPORT, WHY), ExtendDeadline(*REPORT, LATER, WHY), ["deadline_settled"]),
        (WaiveDeadline(*REPORT, WHY), WaiveDeadline(*REPORT, WHY), ["deadline_settled"]),
        (SuspendDeadline(*REPORT, WHY, date(2027, 1, 5)), ExtendDeadline(*REPORT, LATER, WHY), ["deadline_suspended"]),
        (SuspendDeadline(*REPORT, WHY, date(2027, 1, 5)), SuspendDeadline(*REPORT, WHY), ["deadline_suspended"]),
        (
            SuspendDeadline(*REPORT, WHY, date(2027, 1, 5)),
            ResumeDeadline(*REPORT, WHY, date(2027, 1, 4)),
            ["resumption_outside"],
        ),
        (
            SuspendDeadline(*REPORT, WHY, date(2027, 1, 5)),
            ResumeDeadline(*REPORT, WHY, date(2027, 1, 9)),
            ["resumption_outside"],
        ),
        (SuspendDeadline(*REPORT, WHY, date(2027, 1, 5)), WaiveDeadline(*REPORT, WHY), []),
    ],
)
def test_one_thing_after_another(first: OnDeadline, then: OnDeadline, refused: list[str]) -> None:
    case = signed()
    assert isinstance(case.does(first, day=date(2027, 1, 8)), Draft)
    assert codes(case.does(then, day=date(2027, 1, 8))) == refused


def test_an_agent_decides_for_their_own_authority() -> None:
    case = opened("lille", "roubaix")
    case.does(RecordFacts({("vote", "lille"): TODAY, ("vote", "roubaix"): TODAY}))
    asked = SuspendDeadline("appeal", "roubaix", WHY, restarts=True)
    assert codes(case.does(asked, AGENT)) == ["deadline_of_others"]
    roubaix = Person("r", "R", "r@exemple.fr", frozenset({Role.AGENT}), authority="roubaix")
    assert isinstance(case.does(asked, roubaix), Draft)


def test_a_deadline_that_is_not_there_is_bad_input() -> None:
    case = opened()
    for key in (("report", "2026"), ("moon", "")):
        with pytest.raises(BadInput, match="pas dans le dossier"):
            case.does(WaiveDeadline(*key, WHY))
    signed_case = signed()
    with pytest.raises(BadInput, match="2100"):
        signed_case.does(ExtendDeadline(*REPORT, date(2101, 1, 1), WHY))


def test_the_trace_tells_every_decision_in_three_languages() -> None:
    case = signed()
    case.does(SuspendDeadline(*REPORT, WHY, date(2027, 1, 10)), day=date(2027, 1, 10))
    case.does(ResumeDeadline(*REPORT, WHY), day=date(2027, 1, 11))
    case.does(ExtendDeadline(*REPORT, date(2027, 9, 30), WHY), day=date(2027, 1, 11))
    case.does(WaiveDeadline(*REPORT, WHY), day=date(2027, 1, 12))
    case.does(RecordFacts({("cost", "2026"): None}))
    told = explain(deadline(case).trace, "fr", {})
    assert told[-5:] == (
        "Délai suspendu à partir du 10\u00a0janvier 2027\u00a0: il ne court plus.",
        "Le délai court de nouveau depuis le 11\u00a0janvier 2027.",
        "La suspension a duré 1\u00a0jour\u00a0: 1er\u00a0juillet 2027.",
        "Délai prolongé par décision\u00a0: jusqu’au 30\u00a0septembre 2027.",
        "Dispense accordée le 12\u00a0janvier 2027\u00a0: rien n’est plus attendu.",
    )
    for lang in ("en", "nl"):
        assert all("{" not in sentence for sentence in explain(deadline(case).trace, lang, {}))
    lapsed = (("trigger:x", "2027-01-01"), ("lapsed:extended", "2027-09-30"))
    assert "la prolongation ne vaut plus (l’échéance était au 30" in explain(lapsed, "fr", {})[1]
    assert "the extension no longer holds" in explain(lapsed, "en", {})[1]
    assert "de verlenging geldt niet meer" in explain(lapsed, "nl", {})[1]


def test_a_deadline_kept_before_anything_could_be_decided_reads_as_it_is() -> None:
    plain = Deadline("report", "2026", LATER, "x", (("trigger:x", "2027-01-01"),), "agent", "short")
    row = deadline_to_json(plain)
    assert "suspension" not in row
    assert deadline_from_json(row) == plain
    held = replace(plain, suspension=Suspension(LATER, restarts=True), waived_on=LATER)
    assert deadline_from_json(deadline_to_json(held)) == held
