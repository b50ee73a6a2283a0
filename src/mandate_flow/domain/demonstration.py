"""The demonstration as written: who is in it, what they do, and days told relative to the day it is played."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, TypeAlias

from mandate_flow.domain.people import Role
from mandate_flow.domain.workdays import Workdays

Written: TypeAlias = str | tuple[Mapping[str, str], ...]
"""A value as written: a text, or the rows of a table."""

ONE_DAY: Final = timedelta(days=1)
SINCE_START: Final = re.compile(r"[+-]\d+")
FROM_TODAY: Final = re.compile(r"J([+-]\d+)?")
MONTH: Final = re.compile(r"([MF])([+-]\d+)?")
YEAR: Final = re.compile(r"N([+-]\d+)?")
IN_YEAR: Final = re.compile(r"(N(?:[+-]\d{1,2})?)-(\d\d)-(\d\d)")
REPORTS_ARE_IN: Final = (7, 15)
"""N is the last year whose 15 July has passed: by then the accounts of N-1 should have been handed in."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person; `role` as scripts name it ("mission2" for a second one), `authority` the name of one, or ""."""

    role: str
    name: str
    email: str
    roles: frozenset[Role]
    authority: str = ""


@dataclass(frozen=True, slots=True)
class DemoStructure:
    """A fictitious structure, by the nickname files use."""

    nickname: str
    form: str
    name: str
    siret: str
    rna: str = ""
    email: str = ""
    contact: str = ""
    fiscal_year_end_month: int = 12


@dataclass(frozen=True, slots=True)
class Gesture:
    """What one person does on one day. `when`: marks the file must have, `unless`: marks it must not have.

    `record` maps "name" or "name@occurrence" to a value as written (to the rows of a table, each cell by its column),
    `deposit` to the name of the document; both may hold words in braces. The occurrence "each" stands for every
    authority of the file. `decision` is what is decided of a deadline (extend, suspend, resume, waive) and its words,
    as in a story. `plan` gives the share of the amount of the file that is to be paid each year, by form; `pay` what
    every authority pays now, as a share of that.
    """

    on: str
    by: str
    where: str
    record: Mapping[str, Written] = field(default_factory=dict)
    deposit: Mapping[str, str] = field(default_factory=dict)
    take: str = ""
    reason: str = ""
    when: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    decision: tuple[str, Mapping[str, str]] | None = None
    plan: Mapping[str, str] = field(default_factory=dict)
    pay: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A scene of a path: which one, from which day, for which fiscal year when it is about one, and its own words.

    Its day is that of the meeting, for a scene about one. `marks` hold in this scene alone.
    """

    scene: str
    on: str
    where: str
    year: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Path:
    """How far a file goes: its scenes one after the other, and the days they speak of."""

    name: str
    stretches: tuple[Stretch, ...]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DemoFile:
    """One file. `authorities` are names, `structure` a nickname or ""; `words` are its own texts, first to be used."""

    title: str
    theme: str
    workflow: str
    authorities: tuple[str, ...]
    structure: str
    path: str
    start: str
    amount: Decimal
    regime: str
    where: str
    words: Mapping[str, str] = field(default_factory=dict)
    marks: frozenset[str] = frozenset()


def one_each(pattern: DemoFile, authorities: Iterable[str], apart: int) -> list[DemoFile]:
    """The file once for each authority, each opened `apart` days before the last; {commune} in its title is its name.

    The pattern starts some days before today (J-340).
    """
    found = []
    for place, name in enumerate(authorities):
        start = f"J{int(pattern.start.removeprefix('J') or 0) - place * apart:+d}"
        title = pattern.title.replace("{commune}", name)
        found.append(replace(pattern, title=title, authorities=(name,), start=start))
    return found


@dataclass(frozen=True, slots=True)
class DemoLine:
    """A line of an inventory: `structure` is a nickname, else `name` says who receives; days as written.

    `economic` is yes, no or unknown; `act`: the reference of an act outside the register.
    """

    authority: str
    what: str
    instrument: str
    amount: Decimal
    granted: str
    where: str
    structure: str = ""
    name: str = ""
    siret: str = ""
    since: str = ""
    until: str = ""
    economic: str = "unknown"
    own_need: str = "unknown"
    local: str = "unknown"
    act: str = ""
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class DemoBase:
    """An invented base rate, from a day as written until the next one."""

    since: str
    rate: Decimal
    source: str
    where: str


@dataclass(frozen=True, slots=True)
class DemoRates:
    """Invented rates: the same `table` (by maturity) for each of the last half-years, and base rates."""

    source: str
    half_years: int
    table: Mapping[int, Decimal]
    bases: tuple[DemoBase, ...]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Everything the demonstration tells the front door to do; `themes` and `regimes` hold words by name."""

    people: tuple[DemoPerson, ...]
    structures: tuple[DemoStructure, ...]
    themes: Mapping[str, Mapping[str, str]]
    regimes: Mapping[str, Mapping[str, str]]
    scenes: Mapping[str, tuple[Gesture, ...]]
    paths: Mapping[str, Path]
    files: tuple[DemoFile, ...]
    inventory: tuple[DemoLine, ...] = ()
    rates: DemoRates | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Turns days as written into days, for a demonstration played on `today`."""

    today: date
    workdays: Workdays

    @property
    def year(self) -> int:
        """N."""
        return self.today.year if (self.today.month, self.today.day) >= REPORTS_ARE_IN else self.today.year - 1

    def day(self, text: str, start: date) -> date:
        """A day as written. `start` is what +35 counts from. Raises ValueError for anything else.

        +35, J-420, J: moved to a working day; one in the past stays in the past. M+2 and F+2: first and last day of
        the second month after this one. N-1-05-20 and 2012-01-31: as they are.
        """
        if SINCE_START.fullmatch(text):
            return self._working(start + timedelta(days=int(text)))
        if found := FROM_TODAY.fullmatch(text):
            return self._working(self.today + timedelta(days=int(found[1] or 0)))
        if found := MONTH.fullmatch(text):
            return self._month(int(found[2] or 0), last=found[1] == "F")
        if found := IN_YEAR.fullmatch(text):
            return date(self.fiscal_year(found[1]), int(found[2]), int(found[3]))
        return date.fromisoformat(text)

    def fiscal_year(self, text: str) -> int:
        """N-1 as a year; a year as it is. Raises ValueError for anything else."""
        found = YEAR.fullmatch(text)
        return self.year + int(found[1] or 0) if found else int(text)

    def done(self, day: date) -> date:
        """The day something was done: a working day, the eve of today at the latest."""
        return self._working(min(day, self.today - ONE_DAY))

    def _working(self, day: date) -> date:
        found = self.workdays.next_working(day)
        if day < self.today <= found:
            found = day
            while not self.workdays.is_working(found):
                found -= ONE_DAY
        return found

    def _month(self, after: int, *, last: bool) -> date:
        months = self.today.year * 12 + self.today.month - 1 + after
        year, month = months // 12, months % 12 + 1
        return date(year, month, monthrange(year, month)[1] if last else 1)


def filled(text: str, words: Mapping[str, str], unknown: Callable[[str], str]) -> str:
    """The text with its {words} replaced, as often as those hold words themselves; `unknown` answers for the others."""
    for _ in range(4):
        if "{" not in text:
            break
        text = re.sub(r"\{(\w+)\}", lambda found: words.get(found[1]) or unknown(found[1]), text)
    return text
