"""The French words for what a definition says in codes: types, periods, roles, levels, repetitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from mandate_flow.domain.deadline import May
from mandate_flow.domain.people import Role
from mandate_flow.domain.refusal import Level, Phrase
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
    FactType.TEXT: "une ligne",
    FactType.LONG_TEXT: "un texte",
    FactType.CHOICE: "un choix",
    FactType.CHOICES: "plusieurs choix",
    FactType.YES_NO: "oui ou non",
    FactType.DATE: "une date",
    FactType.MONEY: "un montant",
    FactType.PERCENTAGE: "un pourcentage",
    FactType.NUMBER: "un nombre",
    FactType.ORGANISATION: "un organisme",
    FactType.AUTHORITIES: "plusieurs collectivités",
    FactType.PERSON: "une personne",
    FactType.DOCUMENT: "une pièce",
    FactType.TABLE: "un tableau",
}
LEVELS: Final[Mapping[Level, str]] = {Level.BLOCKER: "bloquante", Level.WARNING: "avertissement"}
ROLES: Final[Mapping[Role, str]] = {
    Role.MISSION: "mission",
    Role.AGENT: "agent",
    Role.JURIST: "juriste",
    Role.APPROVER: "approbateur",
    Role.STRUCTURE: "structure",
    Role.CONTROLLER: "contrôleur",
    Role.ADMINISTRATOR: "administrateur",
}
PERS: Final[Mapping[Per, str]] = {
    Per.AUTHORITY: "collectivité",
    Per.STRUCTURE: "structure",
    Per.FISCAL_YEAR: "exercice",
    Per.MEETING: "séance",
}
SWITCHES: Final[Mapping[str, tuple[str, str]]] = {
    "personal": ("La réponse devient personnelle.", "La réponse n’est plus personnelle."),
    "carried_over": ("Un renouvellement la reprend.", "Un renouvellement ne la reprend plus."),
    "given_late": ("Elle peut encore être donnée après.", "Elle ne peut plus être donnée après."),
    "whole": ("Un nombre entier est attendu.", "Des décimales sont acceptées."),
}
"""What is said of a question when one of these becomes true, and when it no longer is."""
_UNITS: Final = {
    "years": ("an", "ans"),
    "months": ("mois", "mois"),
    "weeks": ("semaine", "semaines"),
    "days": ("jour", "jours"),
    "working_days": ("jour ouvré", "jours ouvrés"),
    "clear_days": ("jour franc", "jours francs"),
}
_FLAGS: Final = {
    "franc": "délai franc",
    "roll": "reporté au jour ouvré",
    "month_end": "de fin de mois à fin de mois",
}
MAY: Final[Mapping[May, str]] = {
    May.EXTEND: "prolonger",
    May.SUSPEND: "suspendre",
    May.RESTART: "faire repartir de zéro",
    May.WAIVE: "dispenser",
}
_MET: Final = {"document": "la pièce", "fact": "la réponse", "step": "l’étape", "state": "l’état"}


def period(plus: Period) -> str:
    """« 6 mois et 60 jours », « 2 mois, délai franc », « le jour même »."""
    parts = asdict(plus)
    lengths = [f"{parts[name]} {words[abs(parts[name]) > 1]}" for name, words in _UNITS.items() if parts[name]]
    said = " et ".join(lengths) or "le jour même"
    return ", ".join((said, *(words for name, words in _FLAGS.items() if parts[name])))


def per(repeats: Per | None) -> str:
    """« collectivité », or "" for what is given once."""
    return PERS[repeats] if repeats else ""


def roles(held: Iterable[Role]) -> tuple[str, ...]:
    """In the order of the product."""
    kept = frozenset(held)
    return tuple(words for role, words in ROLES.items() if role in kept)


def state(definition: Definition, name: str) -> str:
    """The label of a state; its name when there is none."""
    found = definition.states.get(name)
    return found.label["fr"] if found else name


def states(definition: Definition, names: Iterable[str]) -> tuple[str, ...]:
    """Their labels."""
    return tuple(state(definition, name) for name in names)


def requirements(definition: Definition, codes: Iterable[str]) -> tuple[str, ...]:
    """Their labels, in quotes."""
    return tuple(f"« {definition.requirements[code].label['fr']} »" for code in codes)


def asked_by(definition: Definition, code: str) -> tuple[str, ...]:
    """The labels of the steps that ask for a requirement, and payments where they do."""
    steps = tuple(f"« {one.label['fr']} »" for one in definition.steps.values() if code in one.requires)
    paid = definition.payments is not None and code in definition.payments.requires
    return (*steps, "les versements") if paid else steps


def leads(definition: Definition, step: Step) -> str:
    """Where a step leads, in words."""
    return "là où est le dossier" if step.to == STAY else state(definition, step.to)


def thread(definition: Definition, name: str) -> str:
    """The label of a thread; its name when there is none."""
    found = definition.threads.get(name)
    return found.label["fr"] if found else name


def section(definition: Definition, name: str) -> str:
    """The label of a section."""
    found = definition.sections.get(name)
    return f"« {found.label['fr']} »" if found else name


def columns(kind: FactKind) -> tuple[str, ...]:
    """The columns of a table: « Montant » (un montant, obligatoire)."""
    return tuple(f"« {one.label['fr']} » ({', '.join(_column(one))})" for one in kind.columns)


def _column(one: Column) -> Iterator[str]:
    yield TYPES[one.type]
    yield from choices(one)
    yield from ("obligatoire",) if one.required else ()
    yield from ("entier",) if one.whole else ()
    yield from (f"au moins {one.least}",) if one.least else ()
    yield from (f"au plus {one.most}",) if one.most is not None else ()


def choices(kind: FactKind | Column) -> tuple[str, ...]:
    """The labels of the answers that are proposed."""
    return tuple(f"« {one.label['fr']} »" for one in kind.choices)


def source(condition: Expression | None) -> str:
    """A condition as it is written."""
    return condition.source if condition is not None else ""


def bound(value: object) -> str:
    """A bound of a number, or "" when there is none."""
    return "" if value is None else str(value)


def met(by: Met | None) -> str:
    """What closes a deadline."""
    return f"{_MET.get(by.kind, by.kind)} {by.name}" if by is not None else ""


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
    return f"{period(other.plus)} ({other.says['fr']})" if other else ""


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
        "Possibles depuis": states(definition, rule.sources),
        "Qui peut les enregistrer": roles(rule.by),
        "Qui peut constater un versement irrégulier": roles(rule.irregular_by),
        "Conditions": requirements(definition, rule.requires),
    }
