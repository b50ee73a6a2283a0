"""Recording and cancelling payments: judged like a step, every reason against one at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from mandate_flow.domain.command import CancelPayment, Moment, RecordPayment
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Action, Draft, Personal
from mandate_flow.domain.file import File, ThreadStatus
from mandate_flow.domain.payment import Payment, cents
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.refusal import Refusal, Refused, Unchanged
from mandate_flow.domain.said import said
from mandate_flow.domain.value import CENT
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.judge import Judgement, judge_payment
from mandate_flow.domain.workflow.known import Known
from mandate_flow.domain.workflow.payment_rule import PaymentRule
from mandate_flow.domain.workflow.recording import YEAR, lapsing
from mandate_flow.domain.workflow.sentences import shared

MOST: Final = Decimal(10) ** 11
LONGEST_LABEL: Final = 200
STARTS: Final = ("mandate_start", "sign_date", "first_payment_on")


@dataclass(frozen=True, slots=True)
class PaymentExplanation:
    """What stands between a file and a payment; `closed`: none may be made at this stage."""

    payment: Payment
    judgement: Judgement
    closed: bool


def explain_payment(
    definition: Definition, file: File, command: RecordPayment, day: date, known: Known
) -> PaymentExplanation:
    """Every requirement of the payment, met or not, whoever asks. Raises BadInput."""
    rule, payment = _rule(definition), _payment(file, command)
    judgement = judge_payment(definition, file, rule.requires, payment, day, known)
    return PaymentExplanation(payment, judgement, file.state not in rule.sources)


def record_payment(
    definition: Definition, file: File, command: RecordPayment, moment: Moment, known: Known
) -> Draft | Refused:
    """`payment:recorded`, or all refusals, warnings included.

    What was paid although the rules stood against it is recorded as irregular, with those refusals and a reason, by
    those who may; nobody records what has not happened yet.
    """
    stood = explain_payment(definition, file, command, moment.day, known)
    lawful = (*((shared("payments_not_open"),) if stood.closed else ()), *stood.judgement.blockers)
    formal = tuple(formal_refusals(definition, file, command, moment))
    irregular = command.irregular and bool(lawful)
    if formal or (lawful and not irregular):
        return Refused((*formal, *lawful, *stood.judgement.warnings))
    payment = replace(stood.payment, irregular=irregular)
    return _recorded(definition, file, payment, command, stood.judgement, lawful if irregular else ())


def cancel_payment(
    definition: Definition, file: File, command: CancelPayment, moment: Moment
) -> Draft | Refused | Unchanged:
    """`payment:cancelled`, or why not."""
    rule = _rule(definition)
    held = file.payments.get(command.id)
    if held is None:
        raise BadInput("Ce versement n’est pas dans le dossier.", where="payment")
    if held.cancelled:
        return Unchanged()
    reasons = list(_against_person(rule, moment.by, held.authority))
    if file.controls.get(held.year) is ThreadStatus.CLOSED:
        reasons.append(shared("control_closed", occurrence=held.year))
    if not command.reason.strip():
        reasons.append(shared("reason_missing"))
    if reasons:
        return Refused(tuple(reasons))
    outcome = {"id": held.id, "reason": Personal(command.reason.strip()), "lapsed": lapsing(file)}
    return Draft(Action.PAYMENT_CANCELLED, outcome)


def earliest_payment(file: File) -> date:
    """The first day a payment of this file can have been made: in the year before its mandate or the file began."""
    starts = (fact.value for name in STARTS if (fact := file.fact(name)) is not None)
    known = (file.opened_on, *(one for one in starts if isinstance(one, date)))
    return date(min(known).year - 1, 1, 1)


def pays_for(person: Person, authority: str) -> bool:
    """The mission records the payments of every authority, others those of their own."""
    return Role.MISSION in person.roles or person.authority == authority


def _rule(definition: Definition) -> PaymentRule:
    if definition.payments is None:
        raise BadInput("Ce parcours ne suit pas de versements.", where="payment")
    return definition.payments


def _against_person(rule: PaymentRule, person: Person, authority: str) -> Iterator[Refusal]:
    if not person.is_any(rule.by):
        yield shared("not_your_role")
    elif not pays_for(person, authority):
        yield shared("payment_of_another", occurrence=authority)


def formal_refusals(definition: Definition, file: File, command: RecordPayment, moment: Moment) -> Iterator[Refusal]:
    """What nobody can pass over: whose payment it is, that it has happened, and in the time of this file."""
    rule = _rule(definition)
    if command.irregular and not moment.by.is_any(rule.irregular_by):
        yield shared("not_your_role")
    else:
        yield from _against_person(rule, moment.by, command.authority)
    if command.on > moment.day:
        yield shared("payment_to_come")
    if command.on < earliest_payment(file):
        yield shared("payment_too_early")
    if command.irregular and not command.reason.strip():
        yield shared("reason_missing")


def _payment(file: File, command: RecordPayment) -> Payment:
    """The payment as it would stand. Raises BadInput for what no payment can be."""
    if command.id in file.payments:
        raise BadInput("Ce versement est déjà enregistré.", do="Rechargez la page du dossier.", where="payment")
    if command.authority not in file.authorities:
        raise BadInput(
            "Cette collectivité n’est pas dans le dossier.", do="Choisissez dans la liste.", where="authority"
        )
    if YEAR.fullmatch(command.year) is None:
        raise BadInput("L’exercice manque.", do="Écrivez-le en quatre chiffres, par exemple 2027.", where="year")
    amount = command.amount
    if not amount.is_finite() or not 0 < amount < MOST or amount != amount.quantize(CENT):
        raise BadInput(
            "Le montant d’un versement est plus grand que zéro, en euros et centimes.",
            do="Pour reprendre un versement, annulez-le.",
            where="amount",
        )
    if len(command.label) > LONGEST_LABEL:
        raise BadInput(
            said("Ce libellé dépasse {most} caractères.", most=LONGEST_LABEL), do="Raccourcissez-le.", where="label"
        )
    label = " ".join(command.label.split())
    return Payment(command.id, command.authority, command.year, command.kind, amount, command.on, label=label)


def _recorded(
    definition: Definition,
    file: File,
    payment: Payment,
    command: RecordPayment,
    judgement: Judgement,
    against: tuple[Refusal, ...],
) -> Draft:
    outcome: dict[str, Any] = {
        "id": payment.id,
        "authority": payment.authority,
        "year": payment.year,
        "kind": payment.kind.value,
        "cents": cents(payment.amount),
        "on": payment.on.isoformat(),
        "warnings": [one.code for one in judgement.warnings],
        "law": judgement.law_rows,
        "lapsed": lapsing(file),
    }
    if payment.label:
        outcome["label"] = Personal(str(payment.label))
    if payment.irregular:
        outcome["irregular"] = True
        outcome["against"] = [[one.code, one.occurrence] for one in against]
    if command.reason.strip():
        outcome["reason"] = Personal(command.reason.strip())
    texts = dict.fromkeys(cited.sha256 for cited, _ in judgement.law)
    return Draft(Action.PAYMENT_RECORDED, outcome, contents=(definition.sha256, *texts))
