"""What a form that could not be received held, by the names its reader knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mandate_flow.domain.workflow.definition import FactKind
from mandate_flow.edge.web.dossier.tables.grid import CELL, whole_of
from mandate_flow.edge.web.language import in_language
from mandate_flow.edge.web.visit import Visit

ANSWER: Final = "fait."
OURS: Final = frozenset({"version", "brouillon", "occurrence", "suite", "groupe", "depot", "garder", "etape"})
"""Fields that nobody types."""


def given_back(here: Visit) -> tuple[tuple[str, str], ...]:
    """The question and what was typed, for every field one types in."""
    kinds = {kind.name: kind for one in here.desk.library.workflows for kind in one.facts.values()}
    return tuple(_rows(here, kinds))


def _rows(here: Visit, kinds: dict[str, FactKind]) -> Iterator[tuple[str, str]]:
    for name, values in here.form.typed.items():
        whole = whole_of(name)
        fact, _, occurrence = whole.removeprefix(ANSWER).partition("@")
        kind = kinds.get(fact) if whole.startswith(ANSWER) else None
        given = [value for value in values if value.strip()]
        table = kind is not None and kind.columns and not name.startswith(CELL)
        if name in OURS or not given or table:
            continue
        choices = {one.value: in_language(one.label) for one in kind.choices} if kind else {}
        label = in_language(kind.label) if kind else name.replace("_", " ").replace(".", " ").capitalize()
        place = f" ({occurrence})" if kind and occurrence.isdigit() else ""
        yield f"{label}{place}", ", ".join(choices.get(value, value) for value in given)
