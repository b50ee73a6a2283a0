"""Reads a fact's value as the workflow types it: what a story or a demonstration writes in YAML."""

from __future__ import annotations

from collections.abc import Callable

from mandate_flow.content.fields import Fields, as_day, as_number
from mandate_flow.content.problem import nearest
from mandate_flow.content.yaml_nodes import Node, Scalar
from mandate_flow.domain.value import FactType, Value
from mandate_flow.domain.workflow.definition import FactKind

FORMS: dict[FactType, tuple[Callable[[str], Value | None], str]] = {
    FactType.DATE: (as_day, "une date : 2027-01-31"),
    FactType.MONEY: (as_number, "un montant en euros : 1234.50"),
    FactType.PERCENTAGE: (as_number, "un pourcentage : 12.5"),
    FactType.NUMBER: (as_number, "un nombre : 3"),
    FactType.YES_NO: ({"true": True, "false": False}.get, "true ou false"),
}


def fact_value(kind: FactKind, row: Fields, key: str) -> Value | None:
    """The value written under `key`; None when it is null (the fact is cleared) or wrong, which is told."""
    if kind.type is FactType.CHOICES:
        chosen = row.words(key)
        for one in chosen:
            _among(kind, one, row, key)
        return chosen if row.has(key) else None
    node = row.get(key)
    if node is None:
        return None
    if not isinstance(node, Scalar):
        row.wrong(node, f"« {key} » attend une seule valeur")
        return None
    if kind.type is FactType.CHOICE:
        _among(kind, node.text, row, key)
    read, form = FORMS.get(kind.type, (None, ""))
    return node.text if read is None else _typed(read(node.text), row, node, form, key)


def _typed(value: Value | None, row: Fields, node: Node, form: str, key: str) -> Value | None:
    if value is None:
        row.wrong(node, f"« {key} » attend {form}")
    return value


def _among(kind: FactKind, value: str, row: Fields, key: str) -> None:
    known = [one.value for one in kind.choices]
    if value not in known:
        what = f"« {value} » n’est pas un choix de « {kind.name} »."
        row.problems.add("unknown-choice", row.line_of(key), what, do=nearest(value, known))
