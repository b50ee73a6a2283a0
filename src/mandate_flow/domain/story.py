"""A story: what people do day after day with one file, and what they must find; written by a jurist, run as a test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from mandate_flow.domain.deadline import DeadlineStatus
from mandate_flow.domain.file import FactKey
from mandate_flow.domain.law import Text
from mandate_flow.domain.payment import PaymentKind
from mandate_flow.domain.rates import Rate
from mandate_flow.domain.value import Value


@dataclass(frozen=True, slots=True)
class Record:
    """Facts are given, or cleared (None), by (name, occurrence)."""

    facts: Mapping[FactKey, Value | None]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Deposit:
    """Documents are deposited: (kind, occurrence) to the name of the file."""

    documents: Mapping[FactKey, str]


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The last document of a kind that counts is withdrawn."""

    kind: str
    occurrence: str
    reason: str


@dataclass(frozen=True, slots=True)
class Take:
    """A step is asked for."""

    step: str
    occurrence: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Pay:
    """A payment is recorded; `irregular`: as one that was made although the rules stood against it."""

    authority: str
    year: str
    kind: PaymentKind
    amount: Decimal
    on: date
    irregular: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CancelPaid:
    """The last payment of an authority for a year that counts is cancelled."""

    authority: str
    year: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decide:
    """A deadline is extended, suspended, resumed or waived (`what`), until or since `day`."""

    what: str
    code: str
    occurrence: str
    reason: str
    day: date | None = None
    restarts: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """Nothing is done: the day comes, and what is expected is looked at."""


Deed: TypeAlias = Record | Deposit | Withdraw | Take | Decide | Pay | CancelPaid | Look


@dataclass(frozen=True, slots=True)
class ExpectedDeadline:
    """A deadline as it must stand. `due`, `status` None: not looked at; `absent`: there is none, or a cancelled one."""

    code: str
    occurrence: str
    where: str
    due: date | None = None
    status: DeadlineStatus | None = None
    absent: bool = False


@dataclass(frozen=True, slots=True)
class ExpectedMail:
    """A notice that must have been sent on that day to that party (structure, agent, mission …)."""

    on: date
    to: str
    notice: str
    where: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be found; None: not looked at. `lines`: file:line of "state", "refused", "warned", "proposed"."""

    state: str | None = None
    refused: frozenset[str] | None = None
    warned: frozenset[str] | None = None
    proposed: bool | None = None
    deadlines: tuple[ExpectedDeadline, ...] = ()
    mails: tuple[ExpectedMail, ...] = ()
    lines: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Act:
    """One deed of one person on one day. `by` is a role, with a digit for a second person of that role ("jurist2").

    Without `expected.refused` the deed must succeed; with it, exactly these codes must block it. `where` is file:line.
    """

    on: date
    by: str
    deed: Deed
    expected: Expected
    where: str


@dataclass(frozen=True, slots=True)
class Party:
    """A structure or authority of the story, by its nickname; `fields` as in its register."""

    nickname: str
    fields: Mapping[str, str]
    where: str


@dataclass(frozen=True, slots=True)
class Given:
    """The file as it is opened. `structures` are nicknames of `parties`, or ids.

    `rates` are in the register while the story runs, and only then.
    """

    title: str
    theme: str
    authorities: tuple[str, ...]
    structures: tuple[str, ...]
    parties: Mapping[str, Party]
    by: str = "mission"
    rates: tuple[Rate, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """One story. `version` None: the latest of the workflow. `file` is its path in the content folder."""

    file: str
    title: Text
    workflow: str
    version: int | None
    on: date
    given: Given
    acts: tuple[Act, ...]
    expected: Expected
    where: str
