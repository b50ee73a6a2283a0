"""What may become of a running file under another version of its workflow, and what a person decides about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from mandate_flow.domain.event import Draft


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person decided for a migration.

    `states`: where a state that is gone leads (old name to new name); `aside`: facts whose answers no longer fit and
    are put aside, kept under another name; `lapse`: proposals waiting for a second person are to be made again;
    `controls`: files with an open annual control, or another open thread, go too.
    """

    states: Mapping[str, str] = field(default_factory=dict)
    aside: frozenset[str] = frozenset()
    lapse: bool = False
    controls: bool = False


class About(StrEnum):
    """What a question is about."""

    STATE = "state"
    FACT = "fact"
    PROPOSAL = "proposal"
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class Question:
    """What must be decided before the file can move; `name`: the state, fact, step or fiscal year it is about."""

    about: About
    name: str
    words: str


class Turn(StrEnum):
    """What a migration does to a deadline."""

    OPENS = "opens"
    MOVES = "moves"
    CLOSES = "closes"
    CANCELS = "cancels"
    CHANGES = "changes"  # same day, but another debtor, cadence or computation


@dataclass(frozen=True, slots=True)
class DeadlineTurn:
    """One deadline that a migration touches; `before` is None for one that opens."""

    turn: Turn
    label: str
    occurrence: str
    before: date | None
    due: date
    owed_by: str


@dataclass(frozen=True, slots=True)
class Movable:
    """The file can move: the event to record, its deadlines in words, and what is kept without being asked any more."""

    draft: Draft
    deadlines: tuple[DeadlineTurn, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """The file cannot move, for these reasons (sentences)."""

    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeedsDecision:
    """The file can move once these questions are answered by `Choices`."""

    questions: tuple[Question, ...]


Verdict: TypeAlias = Movable | Refused | NeedsDecision
