"""The checklist of a file: what must be seen to in each state, and which requirements see to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mandate_flow.domain.deadline import May
from mandate_flow.domain.law import Text
from mandate_flow.domain.refusal import Level
from mandate_flow.domain.workflow.deadline_rule import DeadlineRule
from mandate_flow.domain.workflow.definition import Definition, Requirement


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a state.

    `met_by`: codes of requirements or deadlines of any workflow; `absent`: by workflow, why it is not concerned.
    """

    id: str
    state: str
    level: Level
    label: Text
    met_by: tuple[str, ...]
    absent: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Checklist:
    """All points in order; `states` names each state."""

    version: int
    title: Text
    states: Mapping[str, Text]
    items: Mapping[str, Item]


def met_by(item: Item, definition: Definition) -> tuple[Requirement, ...]:
    """The requirements of a workflow that see to a point, those only that a step or a payment asks for."""
    asked = {code for step in definition.steps.values() for code in step.requires}
    asked.update(definition.payments.requires if definition.payments else ())
    return tuple(definition.requirements[code] for code in item.met_by if code in asked)


def kept_by(item: Item, definition: Definition) -> tuple[DeadlineRule, ...]:
    """The deadlines of a workflow that see to a point."""
    return tuple(definition.deadlines[code] for code in item.met_by if code in definition.deadlines)


def shortcomings(checklist: Checklist, definitions: tuple[Definition, ...]) -> Iterator[str]:
    """What a workflow lacks: a point nobody sees to, one that blocks nowhere though it should, a code nobody knows."""
    known = {code for one in definitions for code in (*one.requirements, *one.deadlines)}
    for item in checklist.items.values():
        yield from (f"{item.id}: {code} is no requirement and no deadline" for code in item.met_by if code not in known)
        for definition in definitions:
            if definition.name in item.absent:
                continue
            found, kept = met_by(item, definition), kept_by(item, definition)
            if not found and not kept:
                yield f"{item.id}: nothing in {definition.name}"
            elif item.level is Level.BLOCKER and not _holds(found, kept):
                yield f"{item.id}: blocks nowhere in {definition.name}"


def _holds(found: tuple[Requirement, ...], kept: tuple[DeadlineRule, ...]) -> bool:
    """Whether one requirement stops a step, or one deadline cannot be waived."""
    return any(one.level is Level.BLOCKER for one in found) or any(May.WAIVE not in one.may for one in kept)
