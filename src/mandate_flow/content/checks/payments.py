"""Payments: the states, roles and conditions they name exist, and what they compare with can be given."""

from __future__ import annotations

from typing import Final

from mandate_flow.content.checks.subject import Subject
from mandate_flow.domain.workflow.definition import Per
from mandate_flow.domain.workflow.payment_rule import PaymentRule

LOOKED_UP_BY_STEPS: Final = ("aid.", "rates.")
SCHEDULED: Final = frozenset({"payment.scheduled", "payment.kind_scheduled"})


def check_payments(subject: Subject) -> None:
    """Tell what is wrong with the `payments:` of a workflow."""
    rule = subject.definition.payments
    if rule is None:
        return
    for source in rule.sources:
        if subject.known("unknown-state", "L’état", source, subject.definition.states, "payments", "from"):
            _check_ending(subject, source)
    for code in rule.requires:
        where = ("payments", "requires")
        if subject.known("unknown-requirement", "L’exigence", code, subject.definition.requirements, *where):
            _check_requirement(subject, code)
    _check_schedule(subject, rule)


def _check_ending(subject: Subject, source: str) -> None:
    if subject.definition.states[source].ending:
        what = f"« {source} » est un état final : plus rien ne s’y enregistre, versements compris."
        subject.problems.add("payment-after-end", subject.line("payments", "from"), what, do="Retirez-le de « from ».")


def _check_requirement(subject: Subject, code: str) -> None:
    one = subject.definition.requirements[code]
    names = one.that.names | (one.when.names if one.when else frozenset())
    for name in sorted(name for name in names if name.startswith(LOOKED_UP_BY_STEPS)):
        what = f"L’exigence « {code} » lit « {name} », que personne ne cherche pour un versement."
        why = "Les registres des aides et des taux ne sont consultés que pour une étape."
        subject.problems.add(
            "aid-in-payment", subject.line("requirements", code), what, why, "Demandez-la à une étape."
        )
    if one.per is Per.MEETING:
        what = f"L’exigence « {code} » se répète par séance : un versement n’en a pas."
        subject.problems.add("per-mismatch", subject.line("requirements", code, "per"), what, do="Changez « per ».")


def _check_schedule(subject: Subject, rule: PaymentRule) -> None:
    """What is planned is read in a table per authority, by its name and the names of its columns."""
    definition = subject.definition
    asked = [definition.requirements[code] for code in rule.requires if code in definition.requirements]
    if not any(SCHEDULED & one.that.names or (one.when and SCHEDULED & one.when.names) for one in asked):
        return
    fact = definition.facts.get("payment_schedule")
    if fact is None or fact.per is not Per.AUTHORITY:
        what = "Un versement se compare à l’échéancier, mais aucun fait « payment_schedule » par collectivité n’existe."
        do = "Ajoutez le fait « payment_schedule », de type table, avec « per: authority »."
        subject.problems.add("missing-schedule", subject.line("payments"), what, do=do)
