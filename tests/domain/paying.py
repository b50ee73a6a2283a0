"""The small workflow with payments, a running file in it, and a payment to make."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from mandate_flow.content.workflow_reader import definition_from_bytes
from mandate_flow.domain.command import OpenFile, RecordFacts, RecordPayment, TakeStep
from mandate_flow.domain.payment import PaymentKind
from mandate_flow.domain.people import Person, Role
from tests.domain.engine import MISSION, SECOND, TODAY, WORKFLOW, Case

RULES = """payments:
  from: [running, control]
  by: [mission, agent]
  irregular_by: [mission]
  requires: [paid_after_vote, within_amount, report_given, planned]
"""
ASKED = """  paid_after_vote:
    per: authority
    that: "vote <= payment.on"
    law: rule.ceiling
    owed_by: agent
    remedy: vote
    label: {fr: Après le vote, en: After the vote, nl: Na de stemming}
    says: {fr: "Le {{ payment.on }}.", en: "On {{ payment.on }}.", nl: "Op {{ payment.on }}."}
  within_amount:
    that: "payment.year_total <= amount and payment.amount <= law.rule.ceiling"
    law: rule.ceiling
    owed_by: agent
    remedy: amount
    label: {fr: Montant, en: Amount, nl: Bedrag}
    says:
      fr: "{{ payment.year_total | euros }} pour {{ amount }}."
      en: "{{ payment.year_total | euros }} for {{ amount }}."
      nl: "{{ payment.year_total | euros }} voor {{ amount }}."
  report_given:
    per: fiscal_year
    when: "known(due.report)"
    that: "due.report >= payment.on"
    law: rule.ceiling
    owed_by: structure
    remedy: accounts
    label: {fr: Comptes remis, en: Accounts given, nl: Rekeningen}
    says: {fr: "Dus le {{ due.report }}.", en: "Due on {{ due.report }}.", nl: "Op {{ due.report }}."}
  planned:
    when: "payment.first"
    that: "payment.year == year(planned_on)"
    level: warning
    law: rule.ceiling
    owed_by: agent
    remedy: planned_on
    label: {fr: Prévu, en: Planned, nl: Gepland}
    says: {fr: "Pas prévu.", en: "Not planned.", nl: "Niet gepland."}
deadlines:
"""
TEXT = WORKFLOW.replace("deadlines:\n", ASKED, 1) + RULES
PAYING = definition_from_bytes(TEXT.encode())
VOTE = date(2026, 10, 1)
ROUBAIX = Person("agent2", "Agent", "agent2@exemple.fr", frozenset({Role.AGENT}), authority="roubaix")


def paying(*authorities: str) -> Case:
    """A running file of these authorities: voted, with 150 euros a year."""
    case = Case(definition=PAYING)
    case.does(OpenFile("SMALL-2026-0001", "Essai", "culture", authorities or ("lille",), ("scic",)))
    votes: dict[tuple[str, str], Any] = {("vote", one): VOTE for one in authorities or ("lille",)}
    case.does(RecordFacts({("amount", ""): Decimal(150), ("planned_on", ""): date(2026, 12, 1), **votes}))
    case.does(RecordFacts({("mandate_end", ""): date(2030, 12, 31), ("kind", ""): "A"}))
    for person in (MISSION, SECOND):
        case.does(TakeStep("start"), person)
    assert case.now.state == "running"
    return case


def payment(number: int = 1, amount: str = "50.00", **other: Any) -> RecordPayment:
    """Fifty euros of Lille for 2026, paid yesterday."""
    what: dict[str, Any] = {
        "authority": "lille",
        "year": "2026",
        "kind": PaymentKind.CASH,
        "on": TODAY - timedelta(days=1),
    }
    return RecordPayment(id=f"p{number}", amount=Decimal(amount), **(what | other))
