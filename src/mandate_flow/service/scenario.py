"""Plays written deeds through the front door, on the day they are dated: what stories and the demonstration share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from mandate_flow.domain.command import (
    CancelPayment,
    Command,
    ExtendDeadline,
    Moment,
    OnDeadline,
    RecordFacts,
    RecordPayment,
    ResumeDeadline,
    SuspendDeadline,
    TakeStep,
    WaiveDeadline,
    WithdrawDocument,
)
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.file import FactKey, File
from mandate_flow.domain.people import Person
from mandate_flow.domain.refusal import Refused, Unchanged
from mandate_flow.domain.said import said
from mandate_flow.domain.story import CancelPaid, Decide, Deed, Deposit, Look, Pay, Record, Take, Withdraw
from mandate_flow.service.act import Done, act
from mandate_flow.service.deposit import deposit
from mandate_flow.service.desk import Desk
from mandate_flow.service.specimen import specimen

PARIS: Final = ZoneInfo("Europe/Paris")
MORNING: Final = time(9)


def morning(day: date, at: time = MORNING) -> datetime:
    """The instant, in UTC, when clocks in Lille show `at` on that day."""
    return datetime.combine(day, at, PARIS).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Cast:
    """The persons who act, by role: "jurist" is the first jurist, "jurist2" the second."""

    persons: Mapping[str, Person]

    def moment(self, by: str, day: date, at: time = MORNING) -> Moment:
        """That person, in the morning of that day. Raises BadInput for a role nobody plays."""
        person = self.persons.get(by)
        if person is None:
            raise BadInput(
                said("Personne ne joue le rôle « {by} ».", by=by),
                do=said("Rôles possibles : {names}.", names=", ".join(sorted(self.persons))),
            )
        return Moment(person, morning(day, at), day)


def decision(deed: Decide) -> OnDeadline:
    """What a story decides of a deadline, as a command. An extension that names no day leads to that of no day."""
    key = (deed.code, deed.occurrence)
    match deed.what:
        case "extend":
            return ExtendDeadline(*key, deed.day or date.min, deed.reason)
        case "suspend":
            return SuspendDeadline(*key, deed.reason, deed.day, deed.restarts)
        case "resume":
            return ResumeDeadline(*key, deed.reason, deed.day)
    return WaiveDeadline(*key, deed.reason)


def _paper(kind: str, occurrence: str, name: str) -> bytes:
    del occurrence, name
    return specimen("Pièce d’essai", kind)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where to play: `called` gives the id behind a nickname, `paper` the bytes of (kind, occurrence, name)."""

    desk: Desk
    cast: Cast
    called: Mapping[str, str] = field(default_factory=dict)
    paper: Callable[[str, str, str], bytes] = _paper

    def play(self, file: File, deed: Deed, by: str, day: date, at: time = MORNING) -> Done | Refused | Unchanged:
        """Carry out one deed on a file; Unchanged for one that only looks. Raises what `act` and `deposit` raise."""
        if isinstance(deed, Look):
            return Unchanged()
        moment = self.cast.moment(by, day, at)
        if isinstance(deed, Deposit):
            return self._deposit(file, deed, moment)
        if isinstance(deed, Decide):
            _, occurrence = self.resolved((deed.code, deed.occurrence))
            return act(self.desk, file.id, decision(replace(deed, occurrence=occurrence)), moment)
        return act(self.desk, file.id, self.command(file, deed), moment)

    def resolved(self, key: FactKey) -> FactKey:
        """(name, occurrence) with a nickname replaced by the id behind it."""
        name, occurrence = key
        return name, self.called.get(occurrence, occurrence)

    def payment(self, deed: Pay) -> RecordPayment:
        """The payment as it is asked for, under an id of its own."""
        _, authority = self.resolved(("", deed.authority))
        what = (authority, deed.year, deed.kind, deed.amount, deed.on)
        return RecordPayment(self.desk.new_id(), *what, irregular=deed.irregular, reason=deed.reason)

    def command(self, file: File, deed: Record | Take | Withdraw | Pay | CancelPaid) -> Command:
        """The command that a deed stands for."""
        if isinstance(deed, Pay):
            return self.payment(deed)
        if isinstance(deed, CancelPaid):
            return self._cancelling(file, deed)
        if isinstance(deed, Record):
            return RecordFacts({self.resolved(key): value for key, value in deed.facts.items()}, deed.reason)
        if isinstance(deed, Take):
            return TakeStep(*self.resolved((deed.step, deed.occurrence)), deed.reason)
        kind, occurrence = self.resolved((deed.kind, deed.occurrence))
        held = file.deposited(kind, occurrence)
        if not held:
            raise BadInput(said("Aucune pièce « {kind} » à retirer dans le dossier {ref}.", kind=kind, ref=file.ref))
        return WithdrawDocument(held[-1].id, deed.reason)

    def _cancelling(self, file: File, deed: CancelPaid) -> CancelPayment:
        _, authority = self.resolved(("", deed.authority))
        held = [
            one.id
            for one in file.payments.values()
            if (one.authority, one.year) == (authority, deed.year) and not one.cancelled
        ]
        if not held:
            raise BadInput(
                said("Aucun versement de {year} à annuler dans le dossier {ref}.", year=deed.year, ref=file.ref)
            )
        return CancelPayment(held[-1], deed.reason)

    def _deposit(self, file: File, deed: Deposit, moment: Moment) -> Done | Refused | Unchanged:
        """Each document is an act of its own; the first that is refused stops the others."""
        answer: Done | Refused | Unchanged = Unchanged()
        for key, name in deed.documents.items():
            kind, occurrence = self.resolved(key)
            answer = deposit(self.desk, file.id, kind, occurrence, name, [self.paper(kind, occurrence, name)], moment)
            if isinstance(answer, Refused):
                break
        return answer
