"""Nothing that a definition says can change without the comparison telling it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from mandate_flow.content.library import load
from mandate_flow.content.phrases import CompiledPhrase
from mandate_flow.content.where import find_content
from mandate_flow.domain.deadline import May, Period
from mandate_flow.domain.expression import parse
from mandate_flow.domain.people import Role
from mandate_flow.domain.refusal import Level
from mandate_flow.domain.value import FactType
from mandate_flow.domain.workflow.change import Kind
from mandate_flow.domain.workflow.deadline_rule import Met, Reading
from mandate_flow.domain.workflow.definition import Choice, Column, Definition, LawOn, Per
from mandate_flow.domain.workflow.difference import difference
from mandate_flow.domain.workflow.moves import renamed

SIEG = load(find_content()).definitions["sieg", 1]
IDENTITY = {"name", "code", "fingerprint", "rank"}  # what a part is; the order of states is told as a move
OTHERS: dict[str, Any] = {
    "per": Per.MEETING,
    "by": frozenset({Role.CONTROLLER}),
    "confirm_by": frozenset({Role.CONTROLLER}),
    "that": parse("state == 'x'"),
    "when": parse("state == 'x'"),
    "shown_when": parse("state == 'x'"),
    "level": Level.WARNING,
    "law_on": LawOn.GRANT,
    "type": FactType.PERSON,
    "choices": (Choice("x", {"fr": "X"}),),
    "columns": (Column("x", FactType.TEXT, {"fr": "X"}),),
    "plus": Period(days=17),
    "met_by": Met("fact", "x"),
    "law": ("x.y",),
    "remedy": ("fact", "x"),
    "sources": ("deliberation",),
    "to": "abandoned",
    "requires": (),
    "cadence": "x",
    "may": frozenset((May.WAIVE,)),
    "other_reading": Reading(Period(days=1), {"fr": "autrement"}),
}
PARTS = {
    "states": "mandate", "steps": "analyse", "requirements": "service_described", "facts": "territory",
    "documents": "statutes", "deadlines": "application_silence",
}  # fmt: skip


def other(name: str, value: Any) -> Any:
    """Another value for a field."""
    if isinstance(value, bool):
        return not value
    if name == "law" and isinstance(value, str):
        return "x.y"
    if name in OTHERS:
        return OTHERS[name]
    return {"fr": "Autre"} if isinstance(value, dict) else "autre"


def changed(part: str, field: str) -> Definition:
    held = getattr(SIEG, part)
    one = held[PARTS[part]]
    if field == "says":
        new = replace(one, says=CompiledPhrase({"fr": "Autre"}, {}))
    else:
        new = replace(one, **{field: other(field, getattr(one, field))})
    parts: dict[str, Any] = {part: {**held, PARTS[part]: new}}
    return replace(SIEG, **parts)


CASES = [
    (part, field.name)
    for part, name in PARTS.items()
    for field in fields(getattr(SIEG, part)[name])
    if field.name not in IDENTITY
]


@pytest.mark.parametrize(("part", "field"), CASES)
def test_no_field_changes_unseen(part: str, field: str) -> None:
    found = difference(SIEG, changed(part, field))
    one = next(each for each in found if each.name == PARTS[part])
    assert one.kind in (Kind.CHANGED, Kind.MOVED)
    assert one.details


def test_the_same_is_the_same() -> None:
    assert difference(SIEG, SIEG) == ()


def test_states_that_change_places_are_moved() -> None:
    names = list(SIEG.states)
    names[1], names[2] = names[2], names[1]
    found = difference(SIEG, replace(SIEG, states={name: SIEG.states[name] for name in names}))
    assert {(one.name, one.kind) for one in found} == {("legal_analysis", Kind.MOVED), ("deliberation", Kind.MOVED)}
    assert renamed(SIEG, SIEG) == {}


@pytest.mark.parametrize("field", [one.name for one in fields(Column)])
def test_no_change_of_a_column_is_unseen(field: str) -> None:
    kind = SIEG.facts["indicators"]
    first = kind.columns[0]
    columns = (replace(first, **{field: other(field, getattr(first, field))}), *kind.columns[1:])
    new = replace(SIEG, facts={**SIEG.facts, "indicators": replace(kind, columns=columns)})
    (told,) = difference(SIEG, new)
    assert told.details[0].startswith("Colonnes :"), told.details
