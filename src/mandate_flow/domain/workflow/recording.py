"""Giving, changing and clearing facts: checked against what the workflow asks, never against a step."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from mandate_flow.domain.command import RecordFacts
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Action, Draft, Personal
from mandate_flow.domain.file import File
from mandate_flow.domain.refusal import Refused, Unchanged
from mandate_flow.domain.said import said
from mandate_flow.domain.value import Fact, Json, Table, Value, to_json
from mandate_flow.domain.workflow.answer import check_value
from mandate_flow.domain.workflow.definition import Definition, FactKind, Per
from mandate_flow.domain.workflow.fixing import refused_change
from mandate_flow.domain.workflow.meetings import day_of

YEAR: Final = re.compile(r"(19|20|21)\d\d")


def record(definition: Definition, file: File, command: RecordFacts) -> Draft | Refused | Unchanged:
    """The facts that differ from those held, as one event; proposals waiting for a second person lapse.

    Refused, as a whole, when one of them was fixed by a step (see `fixing`).
    """
    rows: list[dict[str, Any]] = []
    for (name, occurrence), value in command.facts.items():
        kind = definition.facts.get(name)
        if kind is None:
            raise BadInput(said("La question « {name} » n’existe pas dans ce parcours.", name=name), where=name)
        check_occurrence(file, kind.per, occurrence, name)
        held = file.facts.get((name, occurrence))
        if value is None and held is None:
            continue
        if value is not None:
            check_value(kind, value)
            if held is not None and same_answer(kind, held, value):
                continue
        rows.append({"name": name, "occurrence": occurrence, "type": kind.type.value, "value": _leaf(kind, value)})
    if not rows and command.comparison is None:
        return Unchanged()
    against = refused_change(definition, file, [(row["name"], row["occurrence"]) for row in rows])
    if against:
        return Refused(against)
    outcome: dict[str, Any] = {"facts": rows, "lapsed": lapsing(file)}
    if command.comparison is not None:
        outcome["comparison"] = dict(command.comparison)
    if command.reason.strip():
        outcome["reason"] = Personal(command.reason.strip())
    return Draft(Action.FACTS_RECORDED, outcome, command.documents, command.contents)


def same_answer(kind: FactKind, held: Fact, value: Value) -> bool:
    """Whether a value says what is held already; a table held under earlier columns is read under those of now."""
    was = held.value.under(kind.typed_columns) if isinstance(held.value, Table) else held.value
    return held.type is kind.type and was == value


def lapsing(file: File) -> list[list[str]]:
    """The proposals that a change of the file makes void: the second person must see what the first one saw."""
    return [list(key) for key in file.proposals]


def is_occurrence(file: File, per: Per | None, occurrence: str) -> bool:
    """Whether `occurrence` is one that `per` allows in this file."""
    return {
        None: occurrence == "",
        Per.AUTHORITY: occurrence in file.authorities,
        Per.STRUCTURE: occurrence in file.structures,
        Per.FISCAL_YEAR: YEAR.fullmatch(occurrence) is not None,
        Per.MEETING: day_of(occurrence) is not None,
    }[per]


def check_occurrence(file: File, per: Per | None, occurrence: str, where: str) -> None:
    """Raises BadInput unless `occurrence` is one that `per` allows in this file."""
    if not is_occurrence(file, per, occurrence):
        raise BadInput(
            said("« {value} » ne convient pas ici.", value=occurrence or said("sans précision")),
            why="Cette information se donne par collectivité, structure, exercice ou séance du dossier.",
            where=where,
        )


def _leaf(kind: FactKind, value: Value | None) -> Json | Personal:
    if value is None:
        return None
    raw = to_json(kind.type, value)
    return Personal(json.dumps(raw, ensure_ascii=False)) if kind.personal else raw
