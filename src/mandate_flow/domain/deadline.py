"""What must be done by when: a deadline with the trace of its computation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

TO_KNOW: Final = "info"
"""The cadence of a date to know, such as the end of a period of appeal: once past it is behind, and nobody is late."""

DeadlineKey: TypeAlias = tuple[str, str]
"""(code, occurrence)"""


class DeadlineStatus(StrEnum):
    """Where a deadline stands; lateness is not a status, it is `due` before today."""

    OPEN = "open"
    SUSPENDED = "suspended"  # the clock stands still: nobody is reminded, nobody is late
    MET = "met"
    WAIVED = "waived"  # a person dispensed with it
    CANCELLED = "cancelled"


UNSETTLED: Final = frozenset({DeadlineStatus.OPEN, DeadlineStatus.SUSPENDED})
"""Statuses of a deadline that is not settled yet."""


class May(StrEnum):
    """What a person may decide of a deadline; `restart`: suspended, the whole period runs again once it resumes."""

    EXTEND = "extend"
    SUSPEND = "suspend"
    RESTART = "restart"
    WAIVE = "waive"


@dataclass(frozen=True, slots=True)
class Suspension:
    """The clock stands still since a day; `restarts`: it runs again from zero, and not for what was left."""

    since: date
    restarts: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time added to a trigger, and how to count it.

    `franc`: délai franc, the day of the trigger and the last day do not count: one more day, then the next working day
    (CJA R421-1). `working_days`: Regulation (EEC, Euratom) 1182/71. `clear_days`: whole days between. A negative length
    counts backwards. `roll`: move a last day that is not a working day to the next one (the previous one when counting
    backwards). Months and years lead to the same day of the month, or to its last one where it is shorter. `month_end`:
    the last day of a month leads to the last day of a month, as after a fiscal year: from 30 June to 31 December.
    """

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    working_days: int = 0
    clear_days: int = 0
    franc: bool = False
    roll: bool = False
    month_end: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline of one file.

    `basis` names the trigger's date and the rule's fingerprint: as long as it does not change, the stored `due` and
    `trace` stand, whatever later calendars say. `trace` lines are ("code", "ISO day") pairs, oldest first, e.g.
    ("trigger:published_on", "2026-11-23"), ("plus:2 months", "2027-01-23"), ("franc", "2027-01-24"),
    ("roll:sunday", "2027-01-25"). What a person decided of it (extension, suspension, waiver) adds lines and never
    computes the others anew; it stands as long as the basis does.
    """

    code: str
    occurrence: str
    due: date
    basis: str
    trace: tuple[tuple[str, str], ...]
    owed_by: str
    cadence: str
    status: DeadlineStatus = DeadlineStatus.OPEN
    closed_on: date | None = None
    provisional: bool = False
    suspension: Suspension | None = None
    waived_on: date | None = None

    @property
    def key(self) -> DeadlineKey:
        """(code, occurrence)"""
        return (self.code, self.occurrence)
