"""Answers and documents that a step has fixed: what two people confirmed rests on them.

They change by going back or reopening.
"""

from __future__ import annotations

from collections.abc import Iterable

from mandate_flow.domain.file import Document, FactKey, File
from mandate_flow.domain.refusal import Refusal
from mandate_flow.domain.workflow.definition import Definition, DocumentKind, FactKind, Step
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
    return _is_behind(definition, file, step, kind, occurrence)


def is_settled(definition: Definition, file: File, kind: DocumentKind, occurrence: str) -> bool:
    """True once the step that fixes the documents of its section was taken, as for answers."""
    step = _fixing(definition, kind)
    if step is None or file.open_ones(_reopened_by(definition, kind)):
        return False
    return _is_behind(definition, file, step, kind, occurrence)


def refused_document(definition: Definition, file: File, document: Document) -> Refusal | None:
    """Why a document can be neither withdrawn nor replaced now; what came once the step was taken can."""
    kind = definition.documents.get(document.kind)
    if kind is None or document.late or not is_settled(definition, file, kind, document.occurrence):
        return None
    back, fixing = way_back(definition, file, kind), _fixing(definition, kind)
    if back is not None:
        remedy = ("step", back.name)
        return shared("fixed_document", remedy=remedy, occurrence=document.occurrence, step=back.label)
    words = fixing.label if fixing is not None else {}
    return shared("document_fixed_for_good", occurrence=document.occurrence, step=words)


def _is_behind(definition: Definition, file: File, step: Step, kind: FactKind | DocumentKind, occurrence: str) -> bool:
    """Whether the file stands beyond a step that moves it on, or went through one that stays or closes."""
    if not step.stays and not step.closes:
        return file.rank >= definition.states[step.to].rank
    at = occurrence if step.per is not None and step.per is kind.per else None
    return any(name == step.name and at in (None, taken_for) for name, taken_for in file.taken)


def way_back(definition: Definition, file: File, kind: FactKind | DocumentKind) -> Step | None:
    """The step, open from here, after which the answer or document can be changed; None when there is none."""
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


def _fixing(definition: Definition, kind: FactKind | DocumentKind) -> Step | None:
    section, own = definition.sections.get(kind.section), kind.fixed_after if isinstance(kind, FactKind) else ""
    return definition.steps.get(own or (section.fixed_after if section else ""))


def _reopened_by(definition: Definition, kind: FactKind | DocumentKind) -> str:
    section, own = definition.sections.get(kind.section), kind.unless_open if isinstance(kind, FactKind) else ""
    return own or (section.unless_open if section else "")


def _rank(definition: Definition, step: Step) -> int:
    return definition.states[step.to].rank


def _refusal(definition: Definition, file: File, kind: FactKind, occurrence: str) -> Refusal:
    back = way_back(definition, file, kind)
    if back is None:
        return shared("fixed_for_good", occurrence=occurrence, question=kind.label)
    return shared(
        "fixed_answer", remedy=("step", back.name), occurrence=occurrence, question=kind.label, step=back.label
    )
