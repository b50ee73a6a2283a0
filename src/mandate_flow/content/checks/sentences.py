"""Every sentence (`says`) uses names that exist, and can be written whether or not the answers are given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import jinja2

from mandate_flow.content.checks.subject import Subject
from mandate_flow.content.phrases import ALWAYS, CompiledPhrase
from mandate_flow.content.problem import nearest
from mandate_flow.content.spoken import example_of
from mandate_flow.domain.compensation.names import NAMES as MONEY_NAMES
from mandate_flow.domain.deminimis.picture import NAMES as AID_NAMES
from mandate_flow.domain.errors import BadContent
from mandate_flow.domain.law import LawBook
from mandate_flow.domain.payment import NAMES as PAYMENT_NAMES
from mandate_flow.domain.workflow.rated import RateNames

RATES = tuple(name for name, one in vars(RateNames).items() if isinstance(one, property))
"""What a sentence may say of the rates."""


def check_sentences(subject: Subject) -> None:
    """Tell the sentences that could fail in front of a person."""
    for code, one in subject.definition.requirements.items():
        if isinstance(one.says, CompiledPhrase):
            check_phrase(subject, one.says, ("requirements", code, "says"))


def check_phrase(subject: Subject, phrase: CompiledPhrase, where: tuple[str | int, ...]) -> None:
    """Tell what is wrong with one sentence, written at `where`."""
    facts = subject.definition.facts
    try:
        unknown = list(phrase.unknown_names())
    except jinja2.TemplateSyntaxError as error:
        what = f"Cette phrase ne se lit pas : {error.message}"
        subject.problems.add("bad-sentence", subject.line(*where), what, do="Vérifiez les accolades {{ … }}.")
        return
    for lang, name in unknown:
        what = f"La phrase ({lang}) emploie « {name} », que le dossier ne connaît pas."
        subject.problems.add("unknown-name", subject.line(*where, lang), what, do=nearest(name, [*facts, *ALWAYS]))
    cited = [subject.law_known(key, *where) for key in sorted(phrase.law_cited())]
    aid = [f"aid.{name}" for name in AID_NAMES]
    told = [subject.known("unknown-aid", "Le total", f"aid.{name}", aid, *where) for name in sorted(phrase.aid_shown())]
    rates = [f"rates.{name}" for name in RATES]
    shown = sorted(phrase.rates_shown())
    told += [subject.known("unknown-rates", "Le taux", f"rates.{name}", rates, *where) for name in shown]
    paid = [f"payment.{name}" for name in PAYMENT_NAMES]
    for name in sorted(phrase.shown("payment")):
        told.append(subject.known("unknown-payment", "Le renseignement", f"payment.{name}", paid, *where))
    for name in sorted(phrase.shown("due")):
        told.append(subject.known("unknown-deadline", "L’échéance", name, subject.definition.deadlines, *where))
    money = [f"money.{name}" for name in MONEY_NAMES]
    for name in sorted(phrase.shown("money")):
        told.append(subject.known("unknown-money", "Le montant", f"money.{name}", money, *where))
    if not unknown and all(cited) and all(told):
        _render(subject, phrase, where)


def _render(subject: Subject, phrase: CompiledPhrase, where: tuple[str | int, ...]) -> None:
    full: dict[str, Any] = {name: example_of(kind) for name, kind in subject.definition.facts.items()}
    law = _latest(subject.law)
    aid = dict.fromkeys(AID_NAMES, Decimal(50_000))
    rates = dict.fromkeys(RATES, Decimal("2.45"))
    paid: dict[str, Any] = {**dict.fromkeys(PAYMENT_NAMES, Decimal(50_000)), "on": date(2027, 1, 1)}
    due = dict.fromkeys(subject.definition.deadlines, date(2027, 1, 1))
    money = dict.fromkeys(MONEY_NAMES, Decimal(50_000))
    everything = full | {"law": law, "aid": aid, "rates": rates, "payment": paid, "due": due, "money": money}
    everything |= {"missing": tuple(full)[:1], "occurrence": "2027"}
    for lang in phrase.texts:
        for names in (everything, {"law": law}):
            try:
                phrase(lang, names)
            except BadContent as error:
                what = f"La phrase ({lang}) ne peut pas être écrite quand une réponse manque ou est donnée."
                subject.problems.add(
                    "bad-sentence", subject.line(*where, lang), what, error.why, "Ajoutez un {% if %}."
                )
                break


def _latest(law: LawBook) -> Mapping[str, Mapping[str, Any]]:
    """Each text's quantities, the last entry winning."""
    return {
        text.name: {name: one.value for entry in text.entries for name, one in entry.quantities.items()}
        for text in law.texts.values()
    }
