"""What the calendars of structures, authorities and the system hold, as `workflows/calendars.v<n>.yaml` says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from mandate_flow.domain.deadline import Period
from mandate_flow.domain.event import Stream, StreamKind
from mandate_flow.domain.law import Text
from mandate_flow.domain.value import FactType

if TYPE_CHECKING:
    from mandate_flow.domain.expression import Expression

SYSTEM_CALENDAR: Final = Stream(StreamKind.SYSTEM, "calendar")
"""The calendar of whoever keeps the product; the others stand in the stream of their structure or authority."""
FISCAL_YEAR: Final = "fiscal_year"
DATE: Final = "date"
BACK: Final = 366
"""A deadline that was over for longer than this when it came to light is not opened: it would help nobody."""


class OwnerKind(StrEnum):
    """Whose calendar it is; the value is the kind of the owner's stream."""

    STRUCTURE = "structure"
    AUTHORITY = "authority"
    SYSTEM = "system"


class Basis(StrEnum):
    """From where a last day is counted."""

    AFTER = "after"  # a date of the owner, for each fiscal year
    EACH = "each"  # days of the year, each year, or the year after a fiscal year
    EACH_OF = "each_of"  # a list of days of the owner
    END_OF = "end_of"  # the last day of a text of law


NOTHING: Final = Period()


@dataclass(frozen=True, slots=True)
class DueRule:
    """How the last day is found: `name` (of a date, of days, of a text) or `days` (month, day), then `plus`.

    `plus_law`: a quantity of the law gives the length instead. `years_later`: how long after the fiscal year;
    `step` and `first`: every so many years, counted from that one. `fingerprint` changes when any of these does.
    """

    basis: Basis
    name: str = ""
    days: tuple[tuple[int, int], ...] = ()
    plus: Period = NOTHING
    plus_law: str = ""
    years_later: int = 0
    step: int = 1
    first: int = 0
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class CalendarFact:
    """What people write in a calendar so that it can be computed: a date or an amount, for each fiscal year."""

    name: str
    owner: OwnerKind
    type: FactType
    label: Text
    help: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CalendarRule:
    """One deadline of a calendar.

    `per`: FISCAL_YEAR, DATE or "" (once). `by_act`: a person may say that it is done; `met_when`: it is done by itself
    when this is true. With neither it is a date to know. `ahead` and `back`: it opens that many days before its last
    day (0: as soon as it is known), and not at all when it was over for more than `back` days.
    """

    code: str
    owner: OwnerKind
    label: Text
    due: DueRule
    owed_by: str
    cadence: str
    law: tuple[str, ...]
    per: str = ""
    when: Expression | None = None
    by_act: bool = True
    met_when: Expression | None = None
    ahead: int = 0
    back: int = BACK
    help: Text = field(default_factory=dict)

    @property
    def awaited(self) -> bool:
        """False for a date that nobody has to meet."""
        return self.by_act or self.met_when is not None


@dataclass(frozen=True, slots=True)
class CalendarDefinition:
    """One version of the calendars; every mapping keeps the order of the file."""

    version: int
    sha256: str
    title: Text
    facts: Mapping[str, CalendarFact]
    rules: Mapping[str, CalendarRule]

    def rules_of(self, owner: Stream) -> tuple[CalendarRule, ...]:
        """The rules of that kind of owner."""
        return tuple(one for one in self.rules.values() if one.owner.value == owner.kind.value)

    def facts_of(self, owner: Stream) -> tuple[CalendarFact, ...]:
        """What people may write in that kind of calendar."""
        return tuple(one for one in self.facts.values() if one.owner.value == owner.kind.value)


NO_CALENDARS: Final = CalendarDefinition(0, "", {"fr": "Calendriers"}, {}, {})


def day_of_year(year: int, month: int, day: int) -> date:
    """That day of that year; 29 February is the 28th where there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 28)
