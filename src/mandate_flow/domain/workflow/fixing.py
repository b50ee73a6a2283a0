"""Answers that a step has fixed: they rest under what two people confirmed, and change by going back or reopening."""

from __future__ import annotations

from collections.abc import Iterable

from mandate_flow.domain.file import FactKey, File
from mandate_flow.domain.refusal import Refusal
from mandate_flow.domain.workflow.definition import Definition, FactKind, Step
from mandate_flow.domain.workflow.sentences import shared


def is_fixed(definition: Definition, file: File, kind: FactKind, occurrence: str = "") -> bool:
    """True once the step that fixes the answer was taken.

    A step that moves the file on fixes while the file stands beyond it: going back frees the answer. A step that stays
    where it is (signing, deciding), or closes (a control), fixes for good, for its own occurrence when it repeats as
    the answer does. Either way the answer is free while the thread named by `unless_open` is open, and where it may be
    given late, until it is: so may all that a closed control had not been told.
    """
    step = _fixing(definition, kind)
    if step is None or file.open_ones(_reopened_by(definition, kind)):
        return False
    if (kind.given_late or step.closes) and (kind.name, occurrence) not in file.facts:
        return False
    if not step.stays and not step.closes:
        return file.rank >= definition.states[step.to].rank
    at = occurrence if step.per is not None and step.per is kind.per else None
    return any(name == step.name and at in (None, taken_for) for name, taken_for in file.taken)


def way_back(definition: Definition, file: File, kind: FactKind) -> Step | None:
    """The step, open from here, after which the answer can be changed; None when there is none."""
    step, thread = _fixing(definition, kind), _reopened_by(definition, kind)
    for one in definition.steps_from(file.state) if step else ():
        if thread and one.opens == thread:
            return one
        leads_back = step is not None and not step.stays and not one.stays and not one.closes
        if leads_back and step is not None and _rank(definition, one) < _rank(definition, step):
            return one
    return None


def refused_change(definition: Definition, file: File, keys: Iterable[FactKey]) -> tuple[Refusal, ...]:
    """Why some of these answers cannot be changed now, each with the way to do it."""
    return tuple(
        _refusal(definition, file, definition.facts[name], occurrence)
        for name, occurrence in keys
        if is_fixed(definition, file, definition.facts[name], occurrence)
    )


def _fixing(definition: Definition, kind: FactKind) -> Step | None:
    section = definition.sections.get(kind.section)
    return definition.steps.get(kind.fixed_after or (section.fixed_after if section else ""))


def _reopened_by(definition: Definition, kind: FactKind) -> str:
    section = definition.sections.get(kind.section)
    return kind.unless_open or (section.unless_open if section else "")


def _rank(definition: Definition, step: Step) -> int:
    return definition.states[step.to].rank


def _refusal(definition: Definition, file: File, kind: FactKind, occurrence: str) -> Refusal:
    back = way_back(definition, file, kind)
    if back is None:
        return shared("fixed_for_good", occurrence=occurrence, question=kind.label)
    return shared(
        "fixed_answer", remedy=("step", back.name), occurrence=occurrence, question=kind.label, step=back.label
    )
