"""Reads what a workflow allows and asks: steps, requirements and deadlines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, Final

from mandate_flow.content.fields import Fields
from mandate_flow.content.phrases import CompiledPhrase
from mandate_flow.domain.deadline import Period
from mandate_flow.domain.expression import parse
from mandate_flow.domain.file import CONTROL
from mandate_flow.domain.law import Text
from mandate_flow.domain.people import Role
from mandate_flow.domain.refusal import Level
from mandate_flow.domain.workflow.definition import (
    DeadlineRule,
    FactKind,
    LawOn,
    Met,
    Per,
    Requirement,
    Step,
    Thread,
)

SWITCHES: Final = ("franc", "roll", "month_end")
LENGTHS: Final = tuple(one.name for one in fields(Period) if one.name not in SWITCHES)
_CONTROL_LABEL: Final[Text] = {"fr": "Contrôle annuel", "en": "Annual control", "nl": "Jaarlijkse controle"}
MET_BY: Final = ("document", "fact", "step", "state")


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


def read_deadlines(root: Fields) -> dict[str, DeadlineRule]:
    """The rules of deadlines. The fingerprint covers what moves a due date, so that a new label changes nothing."""
    found: dict[str, DeadlineRule] = {}
    for code, one in root.each("deadlines", "l’échéance"):
        after, plus = one.word("after"), read_period(one)
        when, law_on = one.expression("when"), one.one_of("law_on", LawOn) or LawOn.TRIGGER
        found[code] = DeadlineRule(
            code,
            one.translated("label", required=True),
            after,
            plus,
            one.word("owed_by"),
            _met_by(one),
            one.word("cadence", ""),
            one.words("law"),
            fingerprint(after, plus),
            law_on=law_on,
            when=when,
            per=one.one_of("per", Per),
            after_end=one.yes("after_end"),
            help=one.translated("help"),
        )
        one.done()
    return found


def fingerprint(after: str, plus: Period) -> str:
    """16 hex digits that change when the trigger or the length of the deadline changes."""
    body = json.dumps([after, asdict(plus)], sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def _thread(one: Fields, key: str) -> str:
    """The name of a thread; `true` stands for the annual control."""
    word = one.word(key, "")
    return {"true": CONTROL, "false": ""}.get(word, word)


def _roles(one: Fields, key: str, *, required: bool = False) -> frozenset[Role]:
    found = set()
    for word in one.words(key, required=required):
        try:
            found.add(Role(word))
        except ValueError:
            one.problems.add(
                "unknown-role",
                one.line_of(key),
                f"Rôle inconnu « {word} » dans {one.of}.",
                do=f"Rôles : {', '.join(Role)}.",
            )
    return frozenset(found)


def _remedy(
    name: str, facts: Mapping[str, object], documents: Mapping[str, object], steps: Mapping[str, object]
) -> tuple[str, str]:
    kinds = (("fact", facts), ("document", documents), ("step", steps))
    return next(((kind, name) for kind, names in kinds if name in names), ("", name))


def read_period(one: Fields) -> Period:
    """The length under `plus`; nothing is added where there is none."""
    node = one.get("plus")
    if node is None:
        return Period()
    inner = Fields(node, one.problems, f"« plus » de {one.of}")
    lengths: dict[str, Any] = {name: inner.integer(name, 0) for name in LENGTHS}
    switches: dict[str, Any] = {name: inner.yes(name) for name in SWITCHES}
    inner.done()
    return Period(**lengths, **switches)


def _met_by(one: Fields) -> Met | None:
    node = one.get("met_by")
    if node is None:
        return None
    inner = Fields(node, one.problems, f"« met_by » de {one.of}")
    given = [(kind, inner.word(kind)) for kind in MET_BY if inner.has(kind)]
    inner.done()
    if len(given) == 1:
        return Met(*given[0])
    inner.wrong(node, f"« met_by » de {one.of} nomme un document, un fait, une étape ou un état, un seul")
    return None
