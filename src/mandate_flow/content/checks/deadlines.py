"""Deadlines start from dates that exist, last as long as the law they cite says, and can be met."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from mandate_flow.content.checks.names import PARTIES, check_source
from mandate_flow.content.checks.subject import Subject
from mandate_flow.content.deadlines_reader import LENGTHS
from mandate_flow.domain.law import LawBook
from mandate_flow.domain.value import FactType
from mandate_flow.domain.workflow.deadline_rule import DeadlineRule
from mandate_flow.domain.workflow.definition import Per

MET_BY: Final = {
    "fact": ("facts", "Le fait"),
    "document": ("documents", "Le document"),
    "step": ("steps", "L’étape"),
    "state": ("states", "L’état"),
}
REPEATED_DAYS: Final = {"fiscal_year_end": Per.FISCAL_YEAR, "meeting_day": Per.MEETING}
"""The days that belong to an occurrence rather than to an answer."""


def check_deadlines(subject: Subject) -> None:
    """Tell what is wrong with each deadline."""
    for one in subject.definition.deadlines.values():
        where = ("deadlines", one.code)
        check_source(subject, one.law, "L’échéance", *where)
        if one.owed_by:
            subject.known("unknown-party", "La partie", one.owed_by, PARTIES, *where, "owed_by")
        if one.cadence:
            subject.known("unknown-cadence", "La cadence", one.cadence, subject.book.cadences, *where, "cadence")
        _check_met(subject, one)
        _check_trigger(subject, one)
        _check_length(subject, one)
        if one.every and (one.per is not Per.FISCAL_YEAR or one.plus.years < 1):
            what = f"L’échéance « {one.code} » revient à chaque période, sans durée en années ou sans exercice."
            do = "Ajoutez « per: fiscal_year » et « plus: {years: 3} »."
            subject.problems.add("every-without-years", subject.line(*where, "every"), what, do=do)


def _check_met(subject: Subject, one: DeadlineRule) -> None:
    if one.met_by is None:
        return
    where, (names, what) = ("deadlines", one.code, "met_by"), MET_BY[one.met_by.kind]
    things = getattr(subject.definition, names)
    if subject.known("unknown-met-by", what, one.met_by.name, things, *where):
        _check_per(subject, one, one.met_by.name, getattr(things[one.met_by.name], "per", None), *where)


def _check_trigger(subject: Subject, one: DeadlineRule) -> None:
    for key, names in (("after", (one.after,)), ("or_after", one.or_after)):
        for name in names:
            _check_one_trigger(subject, one, name, "deadlines", one.code, key)


def _check_one_trigger(subject: Subject, one: DeadlineRule, after: str, *where: str) -> None:
    definition = subject.definition
    head, _, rest = after.partition(".")
    if head == "entered" and rest:
        subject.known("unknown-state", "L’état", rest, definition.states, *where)
        return
    if head == "taken" and rest:
        if subject.known("unknown-step", "L’étape", rest, definition.steps, *where):
            _check_per(subject, one, after, definition.steps[rest].per, *where)
        return
    dates = [name for name, fact in definition.facts.items() if fact.type is FactType.DATE]
    known = [*dates, "opened_on", "last_payment_on", *REPEATED_DAYS, *(f"entered.{name}" for name in definition.states)]
    if after and subject.known("unknown-trigger", "La date de départ", after, known, *where):
        fact = definition.facts.get(after)
        per = fact.per if fact else REPEATED_DAYS.get(after)
        _check_per(subject, one, after, per, *where)


def _check_per(subject: Subject, one: DeadlineRule, name: str, per: Per | None, *where: str) -> None:
    if per is not None and one.per is not per:
        what = f"« {name} » existe par {per} ; l’échéance « {one.code} » {_repeats(one.per)}."
        subject.problems.add("per-mismatch", subject.line(*where), what, do=f"Ajoutez « per: {per} » à l’échéance.")


def _check_length(subject: Subject, one: DeadlineRule) -> None:
    """A cited quantity in months, days … is the length of the deadline: the law is not written twice differently."""
    for key in one.law:
        unit, values = lengths(subject.law, key)
        length = abs(getattr(one.plus, unit)) if unit else 0
        if unit and Decimal(length) not in values:
            said = " ou ".join(format(value, "f") for value in sorted(values))
            what = f"L’échéance « {one.code} » compte {unit}: {length} ; « {key} » dit {said}."
            do = "Corrigez « plus », ou citez un autre texte."
            subject.problems.add("length-differs", subject.line("deadlines", one.code, "plus"), what, do=do)


def lengths(law: LawBook, key: str) -> tuple[str, frozenset[Decimal]]:
    """The unit of a quantity that is a length of time, and its values at all dates; ("", …) for other quantities."""
    name, _, quantity = key.partition(".")
    entries = law.texts[name].entries if name in law.texts else ()
    found = [entry.quantities[quantity] for entry in entries if quantity in entry.quantities]
    timed = [one for one in found if one.unit in LENGTHS and isinstance(one.value, Decimal)]
    values = frozenset(one.value for one in timed if isinstance(one.value, Decimal))
    return (timed[-1].unit, values) if timed else ("", frozenset())


def _repeats(per: Per | None) -> str:
    return f"se répète par {per}" if per else "ne se répète pas"
