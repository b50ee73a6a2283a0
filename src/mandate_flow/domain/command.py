"""What a person asks of a file: one frozen command per act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from mandate_flow.domain.file import FactKey
from mandate_flow.domain.payment import PaymentKind
from mandate_flow.domain.people import Person
from mandate_flow.domain.value import Value


@dataclass(frozen=True, slots=True)
class Moment:
    """When and by whom, told by the edge: `at` an aware UTC instant, `day` the local day in Europe/Paris."""

    by: Person
    at: datetime
    day: date


@dataclass(frozen=True, slots=True)
class OpenFile:
    """Open a file. `authorities` and `structures` are ids; at least one authority. `renews`: the file it follows."""

    ref: str
    title: str
    theme: str
    authorities: tuple[str, ...]
    structures: tuple[str, ...]
    demonstration: bool = False
    renews: str = ""


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """Give, change or (with None) clear facts. Never depends on a step's requirements.

    `contents`: sha256 (hex) of the content these answers rest on; `documents`: those of deposited documents they were
    read from; `comparison`: how the regimes compared when one was chosen, as a JSON tree. The event keeps all three.
    """

    facts: Mapping[FactKey, Value | None]
    reason: str = ""
    contents: tuple[str, ...] = ()
    comparison: Mapping[str, Any] | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakeStep:
    """Take a step, for one occurrence where the step repeats (a fiscal year)."""

    step: str
    occurrence: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AddDocument:
    """Deposit a document already stored under its sha256 (hex). `replaces`: the id of the version it takes over."""

    id: str
    kind: str
    occurrence: str
    name: str
    sha256: str
    size: int
    media_type: str
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawDocument:
    """Withdraw a document, with a reason; its bytes are kept."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChangeParties:
    """Say anew what a file is about and who is in it; None leaves as it is. Ids in order, the first authority leads."""

    title: str | None = None
    theme: str | None = None
    authorities: tuple[str, ...] | None = None
    structures: tuple[str, ...] | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AssignFile:
    """Put a person (id) in charge of the file; "" leaves it to nobody in particular."""

    person: str


@dataclass(frozen=True, slots=True)
class AddComment:
    """Say something about the file, or answer a comment (its id); `mentions`: ids of the persons who are asked."""

    id: str
    text: str
    mentions: tuple[str, ...] = ()
    answers: str = ""


@dataclass(frozen=True, slots=True)
class SettleComment:
    """Say that a comment needs nothing more, or (`settled` False) that it does after all."""

    id: str
    settled: bool = True


@dataclass(frozen=True, slots=True)
class WithdrawComment:
    """Take back what one said oneself; its words go, that it was said stays."""

    id: str


CommentCommand: TypeAlias = AddComment | SettleComment | WithdrawComment


@dataclass(frozen=True, slots=True)
class ExtendDeadline:
    """Put a deadline off to a later last day."""

    code: str
    occurrence: str
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class SuspendDeadline:
    """Stop its clock `since` a day (None: the day of the act); `restarts`: it will run again from zero."""

    code: str
    occurrence: str
    reason: str
    since: date | None = None
    restarts: bool = False


@dataclass(frozen=True, slots=True)
class ResumeDeadline:
    """Let it run again `since` a day (None: the day of the act); or expect again what had been waived."""

    code: str
    occurrence: str
    reason: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class WaiveDeadline:
    """Expect no longer what it awaits."""

    code: str
    occurrence: str
    reason: str


OnDeadline: TypeAlias = ExtendDeadline | SuspendDeadline | ResumeDeadline | WaiveDeadline


@dataclass(frozen=True, slots=True)
class RecordPayment:
    """Record what an authority paid for a fiscal year, or the value of what it gave in kind.

    `irregular`: it was made although the rules stand against it, which the person knows; then `reason` says how.
    """

    id: str
    authority: str
    year: str
    kind: PaymentKind
    amount: Decimal
    on: date
    label: str = ""
    irregular: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CancelPayment:
    """A payment no longer counts (recorded by mistake, or given back), with a reason; it is kept."""

    id: str
    reason: str


PaymentCommand: TypeAlias = RecordPayment | CancelPayment
Command: TypeAlias = (
    OpenFile
    | RecordFacts
    | TakeStep
    | AddDocument
    | WithdrawDocument
    | ChangeParties
    | AssignFile
    | CommentCommand
    | OnDeadline
    | PaymentCommand
)
