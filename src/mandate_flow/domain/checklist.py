"""The checklist of a file: what must be seen to in each state, and which requirements see to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mandate_flow.domain.law import Text
from mandate_flow.domain.refusal import Level
from mandate_flow.domain.workflow.definition import Definition, Requirement


@dataclass(frozen=True, slots=True)
class Item:
    """One point. `met_by`: codes of requirements of any workflow; `absent`: by workflow, why it is not concerned."""

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
    """The requirements of a workflow that see to a point, those only that one of its steps asks for."""
    asked = {code for step in definition.steps.values() for code in step.requires}
    return tuple(definition.requirements[code] for code in item.met_by if code in asked)


def shortcomings(checklist: Checklist, definitions: tuple[Definition, ...]) -> Iterator[str]:
    """What a workflow lacks: a point nobody sees to, one that blocks nowhere though it should, a code nobody knows."""
    known = {code for one in definitions for code in one.requirements}
    for item in checklist.items.values():
        yield from (f"{item.id}: {code} is no requirement" for code in item.met_by if code not in known)
        for definition in definitions:
            found = met_by(item, definition)
            if definition.name in item.absent:
                continue
            if not found:
                yield f"{item.id}: nothing in {definition.name}"
            elif item.level is Level.BLOCKER and all(one.level is Level.WARNING for one in found):
                yield f"{item.id}: blocks nowhere in {definition.name}"
