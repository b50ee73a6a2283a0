"""How the deadlines of a workflow are computed, met and decided of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mandate_flow.domain.deadline import May, Period
from mandate_flow.domain.law import Text
from mandate_flow.domain.workflow.repetition import LawOn, Per

if TYPE_CHECKING:
    from mandate_flow.domain.expression import Expression


@dataclass(frozen=True, slots=True)
class Met:
    """What closes a deadline: a deposited document, a known fact or a step taken (kind, name)."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Another way to read the text of a deadline: `plus` as it counts then, `says` how it reads the text."""

    plus: Period
    says: Text


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """How one deadline is computed.

    `after` names a date (a fact, `entered.<state>`, `taken.<step>`, `opened_on`, `fiscal_year_end`), `or_after` others,
    of which the latest counts when it is known and later. `plus` is added to it, under the cautious reading where there
    is an `other_reading`. `after_end`: it still runs once the file has ended (keeping
    records); the others are cancelled then. `every`: it comes again, a period after the other, until the mandate ends;
    each bears the last fiscal year of its period. `id`: its number among the deadlines of the law. `may`: what a person
    may decide of it.
    """

    code: str
    label: Text
    after: str
    plus: Period
    owed_by: str
    met_by: Met | None
    cadence: str
    law: tuple[str, ...]
    fingerprint: str
    law_on: LawOn = LawOn.TRIGGER
    when: Expression | None = None
    per: Per | None = None
    after_end: bool = False
    help: Text = field(default_factory=dict)
    id: str = ""
    may: frozenset[May] = frozenset()
    other_reading: Reading | None = None
    every: bool = False
    or_after: tuple[str, ...] = ()
