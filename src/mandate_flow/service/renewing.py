"""The file that follows a renewed one: opened with it, holding what the two have in common."""

from __future__ import annotations

from collections.abc import Iterator

from mandate_flow.domain.command import Moment, RecordFacts
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Draft
from mandate_flow.domain.file import FactKey, File
from mandate_flow.domain.value import Erased, Value
from mandate_flow.domain.workflow import decide
from mandate_flow.domain.workflow.answer import check_value
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.service.committing import commit
from mandate_flow.service.desk import Desk
from mandate_flow.service.opening import Opening, open_within
from mandate_flow.store.unit import Unit


def follow(desk: Desk, unit: Unit, old: File, moment: Moment) -> tuple[str, ...]:
    """Open the file that follows `old`, within the transaction that ends it; returns the content it cites.

    It has the title, theme and parties of `old`, and its answers to the questions that the latest version of the
    workflow carries over. Raises Forbidden for who may not open files, Stale when `old` has a follower.
    """
    opening = Opening(
        old.workflow.name,
        old.title,
        old.theme,
        old.authorities,
        old.structures,
        demonstration=old.demonstration,
        renews=old.id,
    )
    opened = open_within(desk, unit, opening, moment)
    definition = desk.library.latest(old.workflow.name)
    facts = dict(_carried(definition, old))
    draft = decide(definition, opened.file, RecordFacts(facts), moment, desk.known) if facts else None
    if isinstance(draft, Draft):
        commit(desk, unit, definition, opened.file, draft, moment)
        return (*opened.event.contents, *draft.contents)
    return opened.event.contents


def _carried(definition: Definition, old: File) -> Iterator[tuple[FactKey, Value]]:
    """The answers that still fit: an erased one is gone, one that is no longer a choice is asked again."""
    for key, fact in old.facts.items():
        kind = definition.facts.get(key[0])
        if kind is None or not kind.carried_over or kind.type is not fact.type or isinstance(fact.value, Erased):
            continue
        try:
            check_value(kind, fact.value)
        except BadInput:
            continue
        yield key, fact.value
