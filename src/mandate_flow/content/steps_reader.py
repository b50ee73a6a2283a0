"""Reads what a workflow allows and asks: steps, threads and requirements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mandate_flow.content.fields import Fields
from mandate_flow.content.phrases import CompiledPhrase
from mandate_flow.domain.expression import parse
from mandate_flow.domain.file import CONTROL
from mandate_flow.domain.law import Text
from mandate_flow.domain.people import Role
from mandate_flow.domain.refusal import Level
from mandate_flow.domain.workflow.definition import (
    FactKind,
    LawOn,
    Per,
    Requirement,
    Step,
    Thread,
)
from mandate_flow.domain.workflow.payment_rule import PaymentRule

_CONTROL_LABEL: Final[Text] = {"fr": "Contrôle annuel", "en": "Annual control", "nl": "Jaarlijkse controle"}


def read_steps(root: Fields) -> dict[str, Step]:
    """The ways between states."""
    found: dict[str, Step] = {}
    for name, one in root.each("steps", "l’étape", required=True):
        found[name] = Step(
            name,
            one.words("from", required=True),
            one.word("to"),
            _roles(one, "by", required=True),
            one.translated("label", required=True),
            requires=one.words("requires"),
            per=one.one_of("per", Per),
            four_eyes=one.yes("four_eyes"),
            opens=_thread(one, "opens"),
            closes=_thread(one, "closes"),
            within=_thread(one, "within"),
            reason=one.yes("reason"),
            once=one.yes("once"),
            confirm_by=_roles(one, "confirm_by"),
            help=one.translated("help"),
            main=one.yes("main", default=True),
            grants=one.yes("grants"),
            renews=one.yes("renews"),
        )
        one.done()
    return found


def read_threads(root: Fields, steps: Mapping[str, Step]) -> dict[str, Thread]:
    """The paths inside a file; that of the annual controls needs no name of its own."""
    found: dict[str, Thread] = {}
    for name, one in root.each("threads", "le fil"):
        found[name] = Thread(name, one.translated("label", required=True), one.translated("help"))
        one.done()
    if CONTROL not in found and any(step.thread == CONTROL for step in steps.values()):
        found[CONTROL] = Thread(CONTROL, _CONTROL_LABEL)
    return found


def read_payments(root: Fields) -> PaymentRule | None:
    """When payments may be recorded, and what must hold first; None for a workflow without payments."""
    if not root.has("payments"):
        return None
    one = root.inner("payments", "« payments »")
    found = PaymentRule(
        one.words("from", required=True),
        _roles(one, "by", required=True),
        one.words("requires", required=True),
        _roles(one, "irregular_by"),
    )
    one.done()
    return found


def read_requirements(
    root: Fields, facts: Mapping[str, FactKind], documents: Mapping[str, object], steps: Mapping[str, Step]
) -> dict[str, Requirement]:
    """The conditions; a remedy is the fact, the document or else the step of that name."""
    found: dict[str, Requirement] = {}
    for code, one in root.each("requirements", "l’exigence"):
        where = f"{one.problems.file}:{one.line_of('says')}"
        found[code] = Requirement(
            code,
            one.expression("that", required=True) or parse("1 == 1"),
            one.translated("label", required=True),
            CompiledPhrase(one.translated("says", required=True), facts, where),
            one.one_of("level", Level) or Level.BLOCKER,
            one.words("law"),
            one.word("owed_by"),
            _remedy(one.word("remedy", ""), facts, documents, steps),
            when=one.expression("when"),
            law_on=one.one_of("law_on", LawOn) or LawOn.ACT,
            per=one.one_of("per", Per),
        )
        one.done()
    return found


def _thread(one: Fields, key: str) -> str:
    """The name of a thread; `true` stands for the annual control."""
    word = one.word(key, "")
    return {"true": CONTROL, "false": ""}.get(word, word)


def _roles(one: Fields, key: str, *, required: bool = False) -> frozenset[Role]:
    return frozenset(one.members(key, Role, ("unknown-role", "Rôle inconnu", "Rôles"), required=required))


def _remedy(
    name: str, facts: Mapping[str, object], documents: Mapping[str, object], steps: Mapping[str, object]
) -> tuple[str, str]:
    kinds = (("fact", facts), ("document", documents), ("step", steps))
    return next(((kind, name) for kind, names in kinds if name in names), ("", name))
