"""One part of a workflow that differs from one version to another, and the sentence that tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mandate_flow.domain.said import N_, said


class Kind(StrEnum):
    """What happened to a part of the workflow."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


class Part(StrEnum):
    """The parts that are compared, in the order they are told."""

    WORKFLOW = "workflow"
    STATE = "state"
    STEP = "step"
    REQUIREMENT = "requirement"
    FACT = "fact"
    DOCUMENT = "document"
    DEADLINE = "deadline"
    PAYMENTS = "payments"


@dataclass(frozen=True, slots=True)
class Change:
    """One part that differs. `words`: what happened, in one sentence; `details`: each thing that changed."""

    part: Part
    kind: Kind
    name: str
    label: str
    words: str
    details: tuple[str, ...] = ()


_NOUNS: Final[Mapping[Part, str]] = {
    Part.STATE: said("L’état"),
    Part.STEP: said("L’étape"),
    Part.REQUIREMENT: said("La condition"),
    Part.FACT: said("La question"),
    Part.DOCUMENT: said("La pièce"),
    Part.DEADLINE: said("L’échéance"),
}
_VERBS: Final = {
    Kind.ADDED: (N_("{noun} « {label} » est ajouté."), N_("{noun} « {label} » est ajoutée.")),
    Kind.REMOVED: (N_("{noun} « {label} » est supprimé."), N_("{noun} « {label} » est supprimée.")),
    Kind.MOVED: (N_("{noun} « {label} » est déplacé."), N_("{noun} « {label} » est déplacée.")),
    Kind.CHANGED: (N_("{noun} « {label} » est modifié."), N_("{noun} « {label} » est modifiée.")),
}


def sentence(part: Part, kind: Kind, label: str) -> str:
    """« L’étape … est ajoutée. »"""
    return said(_VERBS[kind][part is not Part.STATE], noun=_NOUNS[part], label=label)
