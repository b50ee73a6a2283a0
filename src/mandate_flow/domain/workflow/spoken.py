"""The words for what a definition says in codes: types, periods, roles, levels, repetitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from mandate_flow.domain.deadline import May
from mandate_flow.domain.law import Text
from mandate_flow.domain.people import Role
from mandate_flow.domain.refusal import Level, Phrase
from mandate_flow.domain.said import N_, joined, said, worded
from mandate_flow.domain.value import FactType
from mandate_flow.domain.workflow.deadline_rule import DeadlineRule, Met
from mandate_flow.domain.workflow.definition import (
    STAY,
    Column,
    Definition,
    FactKind,
    Per,
    Step,
)
from mandate_flow.domain.workflow.payment_rule import PaymentRule

if TYPE_CHECKING:
    from mandate_flow.domain.deadline import Period
    from mandate_flow.domain.expression import Expression

TYPES: Final[Mapping[FactType, str]] = {
    FactType.TEXT: said("une ligne"),
    FactType.LONG_TEXT: said("un texte"),
    FactType.CHOICE: said("un choix"),
    FactType.CHOICES: said("plusieurs choix"),
    FactType.YES_NO: said("oui ou non"),
    FactType.DATE: said("une date"),
    FactType.MONEY: said("un montant"),
    FactType.PERCENTAGE: said("un pourcentage"),
    FactType.NUMBER: said("un nombre"),
    FactType.ORGANISATION: said("un organisme"),
    FactType.AUTHORITIES: said("plusieurs collectivités"),
    FactType.PERSON: said("une personne"),
    FactType.DOCUMENT: said("une pièce"),
    FactType.TABLE: said("un tableau"),
}
LEVELS: Final[Mapping[Level, str]] = {Level.BLOCKER: said("bloquante"), Level.WARNING: said("avertissement")}
ROLES: Final[Mapping[Role, str]] = {
    Role.MISSION: said("mission"),
    Role.AGENT: said("agent"),
    Role.JURIST: said("juriste"),
    Role.APPROVER: said("approbateur"),
    Role.STRUCTURE: said("structure"),
    Role.CONTROLLER: said("contrôleur"),
    Role.ADMINISTRATOR: said("administrateur"),
}
PERS: Final[Mapping[Per, str]] = {
    Per.AUTHORITY: said("collectivité"),
    Per.STRUCTURE: said("structure"),
    Per.FISCAL_YEAR: said("exercice"),
    Per.MEETING: said("séance"),
}
SWITCHES: Final[Mapping[str, tuple[str, str]]] = {
    "personal": (said("La réponse devient personnelle."), said("La réponse n’est plus personnelle.")),
    "carried_over": (said("Un renouvellement la reprend."), said("Un renouvellement ne la reprend plus.")),
    "given_late": (said("Elle peut encore être donnée après."), said("Elle ne peut plus être donnée après.")),
    "whole": (said("Un nombre entier est attendu."), said("Des décimales sont acceptées.")),
}
"""What is said of a question when one of these becomes true, and when it no longer is."""
_UNITS: Final[Mapping[str, tuple[str, str]]] = {
    "years": (N_("{n} an"), N_("{n} ans")),
    "months": (N_("1 mois"), N_("{n} mois")),
    "weeks": (N_("{n} semaine"), N_("{n} semaines")),
    "days": (N_("{n} jour"), N_("{n} jours")),
    "working_days": (N_("{n} jour ouvré"), N_("{n} jours ouvrés")),
    "clear_days": (N_("{n} jour franc"), N_("{n} jours francs")),
}
_FLAGS: Final = {
    "franc": said("délai franc"),
    "roll": said("reporté au jour ouvré"),
    "month_end": said("de fin de mois à fin de mois"),
}
MAY: Final[Mapping[May, str]] = {
    May.EXTEND: said("prolonger"),
    May.SUSPEND: said("suspendre"),
    May.RESTART: said("faire repartir de zéro"),
    May.WAIVE: said("dispenser"),
}
_MET: Final = {
    "document": said("la pièce"),
    "fact": said("la réponse"),
    "step": said("l’étape"),
    "state": said("l’état"),
}


def period(plus: Period) -> str:
    """« 6 mois et 60 jours », « 2 mois, délai franc », « le jour même »."""
    parts = asdict(plus)
    lengths = [said(words[parts[name] != 1], n=parts[name]) for name, words in _UNITS.items() if parts[name]]
    whole = lengths[0] if lengths else said("le jour même")
    for one in lengths[1:]:
        whole = said("{first} et {then}", first=whole, then=one)
    return joined((whole, *(words for name, words in _FLAGS.items() if parts[name])), ", ")


def per(repeats: Per | None) -> str:
    """« collectivité », or "" for what is given once."""
    return PERS[repeats] if repeats else ""


def roles(held: Iterable[Role]) -> tuple[str, ...]:
    """In the order of the product."""
    kept = frozenset(held)
    return tuple(words for role, words in ROLES.items() if role in kept)


def quoted(label: Text) -> str:
    """« Libellé »."""
    return said("« {label:words} »", label=label)


def state(definition: Definition, name: str) -> str:
    """The label of a state; its name when there is none."""
    found = definition.states.get(name)
    return worded(found.label) if found else name


def states(definition: Definition, names: Iterable[str]) -> tuple[str, ...]:
    """Their labels."""
    return tuple(state(definition, name) for name in names)


def requirements(definition: Definition, codes: Iterable[str]) -> tuple[str, ...]:
    """Their labels, in quotes."""
    return tuple(quoted(definition.requirements[code].label) for code in codes)


def asked_by(definition: Definition, code: str) -> tuple[str, ...]:
    """The labels of the steps that ask for a requirement, and payments where they do."""
    steps = tuple(quoted(one.label) for one in definition.steps.values() if code in one.requires)
    paid = definition.payments is not None and code in definition.payments.requires
    return (*steps, said("les versements")) if paid else steps


def leads(definition: Definition, step: Step) -> str:
    """Where a step leads, in words."""
    return said("là où est le dossier") if step.to == STAY else state(definition, step.to)


def thread(definition: Definition, name: str) -> str:
    """The label of a thread; its name when there is none."""
    found = definition.threads.get(name)
    return worded(found.label) if found else name


def section(definition: Definition, name: str) -> str:
    """The label of a section."""
    found = definition.sections.get(name)
    return quoted(found.label) if found else name


def columns(kind: FactKind) -> tuple[str, ...]:
    """The columns of a table: « Montant » (un montant, obligatoire)."""
    return tuple(
        said("{label} ({details})", label=quoted(one.label), details=joined(_column(one), ", ")) for one in kind.columns
    )


def _column(one: Column) -> Iterator[str]:
    yield TYPES[one.type]
    yield from choices(one)
    yield from (said("obligatoire"),) if one.required else ()
    yield from (said("entier"),) if one.whole else ()
    yield from (said("au moins {least}", least=one.least),) if one.least else ()
    yield from (said("au plus {most}", most=one.most),) if one.most is not None else ()


def choices(kind: FactKind | Column) -> tuple[str, ...]:
    """The labels of the answers that are proposed."""
    return tuple(quoted(one.label) for one in kind.choices)


def source(condition: Expression | None) -> str:
    """A condition as it is written."""
    return condition.source if condition is not None else ""


def bound(value: object) -> str:
    """A bound of a number, or "" when there is none."""
    return "" if value is None else str(value)


def met(by: Met | None) -> str:
    """What closes a deadline."""
    return joined((_MET.get(by.kind, by.kind), by.name)) if by is not None else ""


def may(allowed: Iterable[May]) -> tuple[str, ...]:
    """What may be decided of a deadline."""
    kept = frozenset(allowed)
    return tuple(words for one, words in MAY.items() if one in kept)


def readings(definition: Definition, lang: str = "fr") -> Mapping[str, str]:
    """How the other reading of a deadline reads the text, under the name a trace gives it."""
    return {
        f"other_reading.{code}": one.other_reading.says.get(lang, one.other_reading.says["fr"])
        for code, one in definition.deadlines.items()
        if one.other_reading is not None
    }


def other_reading(rule: DeadlineRule) -> str:
    """« 6 mois, de fin de mois à fin de mois (…) », or "" where a text is read in one way."""
    other = rule.other_reading
    return joined((period(other.plus), said("({says:words})", says=other.says))) if other else ""


def dates(definition: Definition) -> str:
    """Which facts choose the law."""
    return " ; ".join(f"{name} : {', '.join(facts)}" for name, facts in definition.dates.items())


def texts(phrase: Phrase) -> Mapping[str, str]:
    """The sentences of a phrase by language, where it keeps them."""
    found = getattr(phrase, "texts", None)
    return found if isinstance(found, Mapping) else {}


def payments(definition: Definition) -> Mapping[str, tuple[str, ...]]:
    """What a workflow says of payments, by what it is about; nothing at all for one that follows none."""
    rule = definition.payments or PaymentRule((), frozenset())
    return {
        said("Possibles depuis"): states(definition, rule.sources),
        said("Qui peut les enregistrer"): roles(rule.by),
        said("Qui peut constater un versement irrégulier"): roles(rule.irregular_by),
        said("Conditions"): requirements(definition, rule.requires),
    }
