"""Giving, changing and clearing facts: checked against what the workflow asks, never against a step."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any, Final

from mandate_flow.domain.command import RecordFacts
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Action, Draft, Personal
from mandate_flow.domain.file import File
from mandate_flow.domain.refusal import Refused, Unchanged
from mandate_flow.domain.value import Fact, FactType, Json, Value, to_json
from mandate_flow.domain.workflow.definition import Definition, FactKind, Per
from mandate_flow.domain.workflow.fixing import refused_change

YEAR: Final = re.compile(r"(19|20|21)\d\d")
LONGEST: Final = 20_000
_PYTHON: Final[dict[FactType, type | tuple[type, ...]]] = {
    FactType.YES_NO: bool,
    FactType.DATE: date,
    FactType.MONEY: Decimal,
    FactType.PERCENTAGE: Decimal,
    FactType.NUMBER: Decimal,
    FactType.CHOICES: tuple,
}


def record(definition: Definition, file: File, command: RecordFacts) -> Draft | Refused | Unchanged:
    """The facts that differ from those held, as one event; proposals waiting for a second person lapse.

    Refused, as a whole, when one of them was fixed by a step (see `fixing`).
    """
    rows: list[dict[str, Any]] = []
    for (name, occurrence), value in command.facts.items():
        kind = definition.facts.get(name)
        if kind is None:
            raise BadInput(f"La question « {name} » n’existe pas dans ce parcours.", where=name)
        check_occurrence(file, kind.per, occurrence, name)
        held = file.facts.get((name, occurrence))
        if value is None and held is None:
            continue
        if value is not None:
            check_value(kind, value)
            if held == Fact(kind.type, value):
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
    return Draft(Action.FACTS_RECORDED, outcome, contents=command.contents)


def lapsing(file: File) -> list[list[str]]:
    """The proposals that a change of the file makes void: the second person must see what the first one saw."""
    return [list(key) for key in file.proposals]


def check_occurrence(file: File, per: Per | None, occurrence: str, where: str) -> None:
    """Raises BadInput unless `occurrence` is one that `per` allows in this file."""
    fits = {
        None: occurrence == "",
        Per.AUTHORITY: occurrence in file.authorities,
        Per.STRUCTURE: occurrence in file.structures,
        Per.FISCAL_YEAR: YEAR.fullmatch(occurrence) is not None,
        Per.MEETING: _is_day(occurrence),
    }[per]
    if not fits:
        raise BadInput(
            f"« {occurrence or 'sans précision'} » ne convient pas ici.",
            why="Cette information se donne par collectivité, structure, exercice ou séance du dossier.",
            where=where,
        )


def check_value(kind: FactKind, value: Value) -> None:
    """Raises BadInput unless `value` is of the kind's type and among its choices."""
    if not isinstance(value, _PYTHON.get(kind.type, str)):
        raise BadInput("Cette réponse n’est pas de la forme attendue.", where=kind.name)
    given = value if isinstance(value, tuple) else (value,)
    allowed = {choice.value for choice in kind.choices}
    if kind.type in (FactType.CHOICE, FactType.CHOICES) and not allowed.issuperset(map(str, given)):
        raise BadInput(
            "Cette réponse n’est pas dans la liste proposée.", do="Choisissez dans la liste.", where=kind.name
        )
    if isinstance(value, str) and len(value) > LONGEST:
        raise BadInput(
            f"Ce texte dépasse {LONGEST} caractères.", do="Déposez-le plutôt en pièce jointe.", where=kind.name
        )
    if isinstance(value, Decimal):
        _check_number(kind, value)


def _check_number(kind: FactKind, value: Decimal) -> None:
    if not value.is_finite():
        raise BadInput("Ce nombre n’est pas utilisable.", where=kind.name)
    if kind.whole and value != value.to_integral_value():
        raise BadInput("Un nombre entier est attendu ici.", where=kind.name)
    if kind.least is not None and value < kind.least:
        raise BadInput(f"Ce nombre ne peut pas être inférieur à {kind.least}.", where=kind.name)
    if kind.most is not None and value > kind.most:
        raise BadInput(f"Ce nombre ne peut pas dépasser {kind.most}.", where=kind.name)


def _leaf(kind: FactKind, value: Value | None) -> Json | Personal:
    if value is None:
        return None
    raw = to_json(kind.type, value)
    return Personal(json.dumps(raw, ensure_ascii=False)) if kind.personal else raw


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
