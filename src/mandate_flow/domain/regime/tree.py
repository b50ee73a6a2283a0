"""The decision tree as data: what is asked, in which order, and what makes each regime and instrument eligible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mandate_flow.domain.law import Text
from mandate_flow.domain.refusal import Phrase
from mandate_flow.domain.workflow.definition import LawOn

if TYPE_CHECKING:
    from mandate_flow.domain.expression import Expression


@dataclass(frozen=True, slots=True)
class Asked:
    """One question in plain words about a fact of the workflow; `when`: asked only while that holds."""

    fact: str
    question: Text
    help: Text = field(default_factory=dict)
    examples: Text = field(default_factory=dict)
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Questions asked together, on one page."""

    name: str
    label: Text
    help: Text
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: `that` holds, or the law says something under `in_force` on the day that counts.

    `when`: it is not asked for otherwise. `says` is shown when it is not met or not known; `remedy` is ("fact", name)
    or ("document", kind).
    """

    code: str
    label: Text
    says: Phrase
    law: tuple[str, ...]
    remedy: tuple[str, str]
    that: Expression | None = None
    in_force: str = ""
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """A sentence shown whenever `when` holds."""

    when: Expression
    says: Phrase
    law: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """A regime or an instrument: eligible when all its conditions hold; of several, the lowest `rank` is recommended.

    `law_on` says whose day chooses the law it is judged by.
    """

    code: str
    rank: int
    label: Text
    about: Text
    why: Text
    law_on: LawOn
    conditions: tuple[Condition, ...]
    cautions: tuple[Advice, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the Altmark table: the conditions it gathers and what the file must hold as evidence."""

    code: str
    label: Text
    evidence: Text
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contrast:
    """One line of the table of instruments: what each of them supposes, by column."""

    code: str
    label: Text
    cells: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Tree:
    """One version of the tree, for the files of one workflow. `sha256` (hex) is that of its file.

    `regime_fact` and `instrument_fact` are the choices of the workflow that it judges.
    """

    version: int
    workflow: str
    sha256: str
    groups: tuple[Group, ...]
    regimes: tuple[Option, ...]
    general_deminimis: tuple[Advice, ...]
    altmark: tuple[Criterion, ...]
    instruments: tuple[Option, ...]
    contrasts: tuple[Contrast, ...]
    requalification: tuple[Advice, ...]
    regime_fact: str = "regime"
    instrument_fact: str = "instrument"

    @property
    def questions(self) -> tuple[Asked, ...]:
        """All questions, in the order they are asked."""
        return tuple(one for group in self.groups for one in group.questions)
