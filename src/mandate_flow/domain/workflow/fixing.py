"""Answers that a step has fixed: they rest under what two people confirmed, and change only by going back."""

from __future__ import annotations

from collections.abc import Iterable

from mandate_flow.domain.file import FactKey, File
from mandate_flow.domain.refusal import Refusal
from mandate_flow.domain.workflow.definition import Definition, FactKind, Step
from mandate_flow.domain.workflow.sentences import shared


def fixed_from_rank(definition: Definition, kind: FactKind) -> int | None:
    """The rank from which the answer no longer changes; None when no step fixes it."""
    section = definition.sections.get(kind.section)
    step = definition.steps.get(kind.fixed_after or (section.fixed_after if section else ""))
    return definition.states[step.to].rank if step else None


def is_fixed(definition: Definition, file: File, kind: FactKind) -> bool:
    """True while the file stands beyond the step that fixes the answer; going back frees it again."""
    rank = fixed_from_rank(definition, kind)
    return rank is not None and file.rank >= rank


def way_back(definition: Definition, file: File, kind: FactKind) -> Step | None:
    """The step, open from here, that leads to where the answer can be changed; None when there is none."""
    rank = fixed_from_rank(definition, kind)
    if rank is None:
        return None
    return next((step for step in definition.steps_from(file.state) if definition.states[step.to].rank < rank), None)


def refused_change(definition: Definition, file: File, keys: Iterable[FactKey]) -> tuple[Refusal, ...]:
    """Why some of these answers cannot be changed now, each with the way to do it."""
    return tuple(
        _refusal(definition, file, definition.facts[name], occurrence)
        for name, occurrence in keys
        if is_fixed(definition, file, definition.facts[name])
    )


def _refusal(definition: Definition, file: File, kind: FactKind, occurrence: str) -> Refusal:
    back = way_back(definition, file, kind)
    if back is None:
        return shared("fixed_for_good", occurrence=occurrence, question=kind.label)
    return shared(
        "fixed_answer", remedy=("step", back.name), occurrence=occurrence, question=kind.label, step=back.label
    )
