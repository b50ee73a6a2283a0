"""A workflow as data: states, facts, documents, steps, requirements and deadlines of one published version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from mandate_flow.domain.file import FileKind
from mandate_flow.domain.law import Text
from mandate_flow.domain.people import Role
from mandate_flow.domain.refusal import Level, Phrase
from mandate_flow.domain.value import FactType
from mandate_flow.domain.workflow.deadline_rule import DeadlineRule
from mandate_flow.domain.workflow.payment_rule import PaymentRule
from mandate_flow.domain.workflow.repetition import LawOn, Per

if TYPE_CHECKING:
    from mandate_flow.domain.expression import Expression

__all__ = [
    "STAY",
    "Choice",
    "Column",
    "DeadlineRule",
    "Definition",
    "DocumentKind",
    "FactKind",
    "Figure",
    "LawOn",
    "Per",
    "Requirement",
    "Section",
    "State",
    "Step",
    "Thread",
]

STAY: Final = "stay"
"""The target of a step that leaves the file where it is, from whatever state it is taken."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed answer of a choice fact."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, its numbers bounded as those of a question; `required`: no row may leave its cell empty."""

    name: str
    type: FactType
    label: Text
    help: Text = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    required: bool = False
    least: Decimal | None = None
    most: Decimal | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class FactKind:
    """A question of the workflow. `personal`: its value stays out of hashed bytes.

    `least`, `most` and `whole` bound a number; an amount or a percentage is never below zero unless `least` says so.
    `fixed_after`: the step once which the answer no longer changes, unless the file goes back, or while a thread named
    by `unless_open` is open; `given_late`: it may still be given for the first time then. `carried_over`: a renewal
    takes the answer along to the next file. `columns`: those of a table.
    """

    name: str
    type: FactType
    section: str
    label: Text
    help: Text = field(default_factory=dict)
    example: Text = field(default_factory=dict)
    per: Per | None = None
    choices: tuple[Choice, ...] = ()
    law: str = ""
    unit: str = ""
    personal: bool = False
    least: Decimal | None = None
    most: Decimal | None = None
    whole: bool = False
    shown_when: Expression | None = None
    fixed_after: str = ""
    unless_open: str = ""
    carried_over: bool = False
    given_late: bool = False
    columns: tuple[Column, ...] = ()

    @property
    def typed_columns(self) -> tuple[tuple[str, FactType], ...]:
        """The columns as a table says them."""
        return tuple((one.name, one.type) for one in self.columns)


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document the workflow knows."""

    name: str
    section: str
    label: Text
    help: Text = field(default_factory=dict)
    per: Per | None = None
    law: str = ""
    owed_by: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """What is computed from the answers: `formula` over facts, shown on the page of its section, kept by steps.

    `type` says how it is written (money, percentage or number).
    """

    name: str
    type: FactType
    section: str
    label: Text
    formula: Expression
    help: Text = field(default_factory=dict)
    per: Per | None = None
    law: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A group of questions on the page of one state; `fixed_after`, `unless_open` hold for every question of it.

    `thread`: its questions are asked for each occurrence of that thread, wherever the file stands while one is open.
    `spreadsheet`: those that repeat by fiscal year can be filled in a spreadsheet.
    `throughout`: it is on the pages of the states after that one too, as meetings are all along a mission.
    """

    name: str
    state: str
    label: Text
    help: Text = field(default_factory=dict)
    fixed_after: str = ""
    unless_open: str = ""
    thread: str = ""
    spreadsheet: bool = False
    throughout: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """A state. `rank` is its place on the way (0 first); endings are states nobody leaves.

    `aside`: off the way, as a commune that declines; it has rank 0, so that coming back takes nothing away.
    """

    name: str
    label: Text
    structure_label: Text
    rank: int
    ending: bool = False
    help: Text = field(default_factory=dict)
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """A path inside a file, opened and closed, once or for each occurrence: a control, a recovery, an amendment."""

    name: str
    label: Text
    help: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """A way from some states to another, and what it asks for.

    `to`: a state, or STAY. `opens`/`closes`: the thread that the step opens or closes, for its occurrence; a closing
    step leads to `to` when no other occurrence is open, and stays where it is otherwise. `within`: it can be taken
    while that thread is open for its occurrence. `reason`: a reason must be given. `confirm_by`: with four eyes, who
    may be the second person (those of `by` when empty). `once`: once taken, a step that leads nowhere else (signing) is
    no longer open. `grants`: it confers the right to the aid, which enters the ledger when the regime of the file is de
    minimis. `renews`: the file that follows is opened with it.
    """

    name: str
    sources: tuple[str, ...]
    to: str
    by: frozenset[Role]
    label: Text
    requires: tuple[str, ...] = ()
    per: Per | None = None
    four_eyes: bool = False
    opens: str = ""
    closes: str = ""
    within: str = ""
    reason: bool = False
    once: bool = False
    confirm_by: frozenset[Role] = frozenset()
    help: Text = field(default_factory=dict)
    main: bool = True
    grants: bool = False
    renews: bool = False

    def leads(self, source: str) -> str:
        """The state the step leads to from `source`, other threads left aside."""
        return source if self.to == STAY else self.to

    @property
    def stays(self) -> bool:
        """True when it never moves the file."""
        return self.to == STAY or set(self.sources) == {self.to}

    @property
    def thread(self) -> str:
        """The thread it belongs to, "" for none."""
        return self.opens or self.closes or self.within

    @property
    def second_by(self) -> frozenset[Role]:
        """Who may be the second person of a step with four eyes."""
        return self.confirm_by or self.by


@dataclass(frozen=True, slots=True)
class Requirement:
    """A condition of a step: `that` must be true whenever `when` is not false."""

    code: str
    that: Expression
    label: Text
    says: Phrase
    level: Level
    law: tuple[str, ...]
    owed_by: str
    remedy: tuple[str, str]
    when: Expression | None = None
    law_on: LawOn = LawOn.ACT
    per: Per | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """One published version of a workflow; every mapping keeps the order of the file.

    `dates` says, for entrustment and grant, which facts give the day, best first: those named in `certain` settle
    it, the others are provisional.
    `reference` begins the references of its files (SIEG-2026-0001).
    """

    name: str
    version: int
    sha256: str
    title: Text
    starts: str
    states: Mapping[str, State]
    sections: Mapping[str, Section]
    facts: Mapping[str, FactKind]
    documents: Mapping[str, DocumentKind]
    steps: Mapping[str, Step]
    requirements: Mapping[str, Requirement]
    deadlines: Mapping[str, DeadlineRule]
    dates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    threads: Mapping[str, Thread] = field(default_factory=dict)
    certain: Mapping[str, frozenset[str]] = field(default_factory=dict)
    kind: FileKind = FileKind.SERVICE
    reference: str = ""
    payments: PaymentRule | None = None

    @property
    def prefix(self) -> str:
        """What the references of its files begin with."""
        return self.reference or self.name.upper()

    def on_the_way(self) -> tuple[State, ...]:
        """The states a file goes through in order: neither endings nor those off the way."""
        return tuple(state for state in self.states.values() if not state.ending and not state.aside)

    def sections_on(self, state: str) -> tuple[Section, ...]:
        """The groups of questions on the page of a state, those that stay on the pages after their own included."""
        here = self.states[state]
        return tuple(
            section
            for section in self.sections.values()
            if section.state == state
            or (section.throughout and (here.aside or self.states[section.state].rank <= here.rank))
        )

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """The steps one may ask for in `state`, in the order of the file."""
        return tuple(step for step in self.steps.values() if state in step.sources)
