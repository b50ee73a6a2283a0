"""Payments: judged like a step, recorded once, cancelled but kept, told as irregular when they happened anyway."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mandate_flow.content.workflow_reader import definition_from_bytes
from mandate_flow.domain.command import CancelPayment, ChangeParties, Moment, OpenFile, RecordFacts, TakeStep
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Action, Draft, Personal
from mandate_flow.domain.payment import PaymentKind, paid
from mandate_flow.domain.people import Person
from mandate_flow.domain.refusal import Refused, Unchanged
from mandate_flow.domain.workflow.change import Part
from mandate_flow.domain.workflow.decide import provisional
from mandate_flow.domain.workflow.difference import difference
from mandate_flow.domain.workflow.evolve import evolve
from mandate_flow.domain.workflow.migration import plan
from mandate_flow.domain.workflow.verdict import Choices, Movable
from tests.domain.engine import AGENT, AT, DEFINITION, JURIST, KNOWN, MISSION, TODAY, Case, codes
from tests.domain.paying import PAYING, ROUBAIX, TEXT, VOTE, paying, payment


def test_a_payment_is_recorded_with_the_law_and_the_warnings_it_was_judged_by() -> None:
    case = paying()
    answer = case.does(payment(label="  Premier   acompte ", year="2027"))
    assert isinstance(answer, Draft)
    assert answer.action is Action.PAYMENT_RECORDED
    assert {name: answer.outcome[name] for name in ("id", "authority", "year", "kind", "cents", "on")} == {
        "id": "p1",
        "authority": "lille",
        "year": "2027",
        "kind": "cash",
        "cents": "5000",
        "on": "2026-11-22",
    }
    assert answer.outcome["warnings"] == ["planned"]
    assert answer.outcome["label"] == Personal("Premier acompte")
    assert [(one["key"], one["entry"]) for one in answer.outcome["law"]] == [("rule.ceiling", "new")]
    assert answer.contents == (PAYING.sha256, "ab" * 32)
    assert "irregular" not in answer.outcome
    held = case.now.payments["p1"]
    assert (held.amount, held.label, held.irregular, held.cancelled) == (
        Decimal("50.00"),
        "Premier acompte",
        False,
        False,
    )
    assert case.replayed() == case.now


def test_every_reason_against_a_payment_comes_at_once() -> None:
    case = paying()
    answer = case.does(payment(amount="151", on=VOTE - timedelta(days=1), year="2027"))
    assert codes(answer) == ["paid_after_vote", "within_amount"]
    assert isinstance(answer, Refused)
    assert [one.code for one in answer.refusals if one.level == "warning"] == ["planned"]
    assert answer.refusals[0].says("fr") == "Le 30\u00a0septembre\u00a02026."
    assert case.now.payments == {}


def test_the_law_is_that_of_the_day_it_was_paid() -> None:
    """Two ceilings: 100 euros up to 2025, 200 since; recorded today, a payment of last year meets the old one."""
    case = paying()
    case.does(RecordFacts({("vote", "lille"): date(2025, 1, 1)}))
    assert codes(case.does(payment(amount="120", on=date(2025, 12, 31)))) == ["within_amount"]
    assert isinstance(case.does(payment(amount="120", on=date(2026, 1, 1))), Draft)


def test_only_the_authority_that_pays_must_have_voted() -> None:
    case = paying("lille", "roubaix")
    case.does(RecordFacts({("vote", "roubaix"): TODAY}))
    assert isinstance(case.does(payment(1)), Draft)
    answer = case.does(payment(2, authority="roubaix"))
    assert isinstance(answer, Refused)
    assert [(one.code, one.occurrence) for one in answer.refusals] == [("paid_after_vote", "roubaix")]


def test_the_total_of_the_year_counts_what_was_paid_in_kind_and_not_what_was_cancelled() -> None:
    case = paying()
    case.does(payment(1, "100"))
    case.does(payment(2, "50", kind=PaymentKind.IN_KIND))
    assert codes(case.does(payment(3, "0.01"))) == ["within_amount"]
    assert isinstance(case.does(payment(3, "0.01", year="2027")), Draft)
    case.does(CancelPayment("p2", "Loué finalement"))
    assert isinstance(case.does(payment(4, "50")), Draft)
    assert codes(case.does(payment(5, "0.01"))) == ["within_amount"]
    held = case.now.payments.values()
    assert paid(held, year="2026") == Decimal(150)
    assert paid(held, year="2026", kind=PaymentKind.IN_KIND) == 0


def test_a_missing_account_stops_payments_from_its_day_on_until_it_comes() -> None:
    case = paying()
    case.does(RecordFacts({("signed_on", ""): VOTE, ("mandate_start", ""): date(2025, 1, 1)}))
    late = date(2026, 7, 1)
    case.does(RecordFacts({("vote", "lille"): date(2026, 1, 1)}))
    assert codes(case.does(payment(1, on=late))) == ["report_given"]
    assert isinstance(case.does(payment(1, on=late - timedelta(days=1))), Draft)


@pytest.mark.parametrize(
    ("changes", "by", "expected"),
    [
        ({}, JURIST, ["not_your_role"]),
        ({"authority": "roubaix"}, AGENT, ["payment_of_another"]),
        ({"on": TODAY + timedelta(days=1)}, MISSION, ["payment_to_come"]),
        ({"irregular": True, "reason": "Fait"}, AGENT, ["not_your_role"]),
        ({"irregular": True}, MISSION, ["reason_missing"]),
    ],
)
def test_what_nobody_passes_over(changes: dict[str, Any], by: Person, expected: list[str]) -> None:
    case = paying("lille", "roubaix")
    assert codes(case.does(payment(**changes), by)) == expected
    assert case.now.payments == {}


def test_each_agent_records_for_their_own_authority_and_the_mission_for_all() -> None:
    case = paying("lille", "roubaix")
    assert isinstance(case.does(payment(1), AGENT), Draft)
    assert isinstance(case.does(payment(2, authority="roubaix"), ROUBAIX), Draft)
    assert codes(case.does(CancelPayment("p2", "erreur"), AGENT)) == ["payment_of_another"]
    assert isinstance(case.does(CancelPayment("p2", "erreur"), MISSION), Draft)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"amount": "0"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "1.001"}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"amount": "1e11"}, "amount"),
        ({"year": "27"}, "year"),
        ({"authority": "tourcoing"}, "authority"),
        ({"label": "x" * 201}, "label"),
    ],
)
def test_what_no_payment_can_be(changes: dict[str, Any], where: str) -> None:
    case = paying()
    with pytest.raises(BadInput) as wrong:
        case.does(payment(**changes))
    assert wrong.value.where == where


def test_a_payment_that_happened_all_the_same_is_told_as_irregular_with_all_that_stands_against_it() -> None:
    case = Case(definition=PAYING)
    case.does(OpenFile("SMALL-2026-0001", "Essai", "culture", ("lille",), ("scic",)))
    assert codes(case.does(payment())) == ["paid_after_vote", "payments_not_open", "within_amount"]
    answer = case.does(payment(irregular=True, reason="Mandat de paiement parti avant le vote"))
    assert isinstance(answer, Draft)
    assert answer.outcome["irregular"] is True
    assert answer.outcome["against"] == [["payments_not_open", ""], ["paid_after_vote", "lille"], ["within_amount", ""]]
    assert answer.outcome["reason"] == Personal("Mandat de paiement parti avant le vote")
    held = case.now.payments["p1"]
    assert held.irregular
    assert held.against == (("payments_not_open", ""), ("paid_after_vote", "lille"), ("within_amount", ""))
    assert case.replayed() == case.now


def test_nothing_stands_against_it_then_it_is_no_irregular_payment() -> None:
    case = paying()
    case.does(payment(irregular=True, reason="Par prudence"))
    assert case.now.payments["p1"].irregular is False


def test_a_cancelled_payment_is_kept_and_cancelled_once() -> None:
    case = paying()
    case.does(payment())
    assert codes(case.does(CancelPayment("p1", "  "))) == ["reason_missing"]
    answer = case.does(CancelPayment("p1", "Saisi deux fois"))
    assert isinstance(answer, Draft)
    assert answer.outcome["reason"] == Personal("Saisi deux fois")
    assert case.now.payments["p1"].cancelled
    assert isinstance(case.does(CancelPayment("p1", "encore")), Unchanged)
    with pytest.raises(BadInput):
        case.does(CancelPayment("p9", "erreur"))
    with pytest.raises(BadInput):
        case.does(payment())  # an id is used once, even cancelled
    assert case.replayed() == case.now


def test_a_proposal_lapses_when_a_payment_comes() -> None:
    """The second person confirms what the first one saw: the amount paid is part of it."""
    case = paying()
    case.does(TakeStep("open", "2026"))
    case.does(RecordFacts({("cost", "2026"): Decimal(5)}))
    before = dict(case.now.proposals)
    answer = case.does(payment())
    assert isinstance(answer, Draft)
    assert answer.outcome["lapsed"] == [list(key) for key in before]


def test_an_authority_that_paid_does_not_leave_the_file() -> None:
    case = paying("lille", "roubaix")
    case.does(RecordFacts({("vote", "roubaix"): None}))
    case.does(payment(1, authority="roubaix", irregular=True, reason="Parti trop tôt"))
    leaving = ChangeParties(authorities=("lille",), reason="Roubaix se retire")
    assert codes(case.does(leaving)) == ["party_in_use"]
    case.does(CancelPayment("p1", "Jamais parti"))
    assert isinstance(case.does(leaving), Draft)


def test_a_workflow_without_payments_takes_none() -> None:
    case = Case()
    case.does(OpenFile("SMALL-2026-0001", "Essai", "culture", ("lille",), ("scic",)))
    with pytest.raises(BadInput):
        case.does(payment())


def test_what_changes_of_payments_from_one_version_to_another_is_told() -> None:
    (added,) = (one for one in difference(DEFINITION, PAYING) if one.part is Part.PAYMENTS)
    assert added.words == "Les versements sont désormais suivis."
    assert "Possibles depuis : en plus, En cours, Contrôle." in added.details
    other = definition_from_bytes(TEXT.replace("irregular_by: [mission]", "irregular_by: [jurist]").encode())
    (changed,) = (one for one in difference(PAYING, other) if one.part is Part.PAYMENTS)
    assert changed.details == (
        "Qui peut constater un versement irrégulier : en plus, juriste.",
        "Qui peut constater un versement irrégulier : en moins, mission.",
    )


def test_payments_stay_in_a_file_whose_next_version_follows_none() -> None:
    case = paying()
    case.does(payment())
    verdict = plan(PAYING, DEFINITION, case.now, Choices(), KNOWN, TODAY)
    assert isinstance(verdict, Movable)
    assert "Versements enregistrés" in verdict.kept
    assert (
        evolve(case.now, provisional(case.now, verdict.draft, Moment(MISSION, AT, TODAY))).payments == case.now.payments
    )


def test_a_payment_is_of_the_time_of_its_file() -> None:
    case = paying()
    assert "payment_too_early" in codes(case.does(payment(on=date(1999, 3, 1))))
    assert "payment_too_early" not in codes(case.does(payment(amount="151", on=date(TODAY.year - 1, 1, 1))))
