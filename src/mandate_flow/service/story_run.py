"""One story under way: each act is carried out on its day, and what is found is compared with what is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from mandate_flow.domain.cadence import due_offsets
from mandate_flow.domain.command import TakeStep
from mandate_flow.domain.deadline import DeadlineStatus
from mandate_flow.domain.errors import MandateFlowError
from mandate_flow.domain.event import Action
from mandate_flow.domain.file import FactKey, File
from mandate_flow.domain.notice import Queued, queued_by, reminded_by
from mandate_flow.domain.refusal import Refused, Unchanged
from mandate_flow.domain.story import Act, Expected, Look, Pay, Take
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.service.act import Done
from mandate_flow.service.expectations import Found, Notices, differs, listed, unmet
from mandate_flow.service.scenario import Stage
from mandate_flow.service.story_seen import NOTHING_SEEN, Seen, explained, explained_payment, looked_at, seen_by

ONE_DAY: Final = timedelta(days=1)


@dataclass(slots=True)
class Run:
    """One story under way: its file as the last deed left it, and the notices that left so far."""

    stage: Stage
    file: File
    reached: date
    queued: list[Queued] = field(default_factory=list)
    seen: Seen = NOTHING_SEEN

    def act(self, one: Act) -> Iterator[str]:
        """Let the days come, carry out the deed, and compare."""
        self._until(one.on)
        try:
            found = self._played(one)
        except MandateFlowError as error:
            yield differs(one.where, "un acte possible", str(error))
            return
        if found.blockers and one.expected.refused is None:
            yield differs(one.where, "un acte accepté", f"un refus : {listed(code for code, _ in found.blockers)}")
        if not found.blockers and one.expected.refused:
            wanted = f"refused {listed(one.expected.refused)}"
            yield differs(one.expected.lines.get("refused", one.where), wanted, "un acte accepté")
            yield from self._compared(replace(one.expected, refused=None), found, one.where)
            return
        yield from self._compared(one.expected, found, one.where)

    def end(self, expected: Expected, where: str) -> Iterator[str]:
        """Compare the file as the story leaves it."""
        yield from self._compared(expected, Found(proposed=bool(self.file.proposals)), where)

    def _compared(self, expected: Expected, found: Found, where: str) -> Iterator[str]:
        self.seen |= looked_at(expected, self.file, self.reached, self.stage.resolved)
        yield from unmet(expected, found, self.file, self.stage.resolved, where)
        for mail in expected.mails:
            left = (*self.queued, *self._reminders(mail.on + ONE_DAY))
            instead = Notices(left, lambda name: self.stage.resolved(("", name))[1]).miss(mail)
            if instead is not None:
                yield differs(mail.where, f"le {mail.on}, {mail.notice} à {mail.to}", instead)

    def _played(self, one: Act) -> Found:
        if isinstance(one.deed, Look):
            return Found(proposed=bool(self.file.proposals))
        answer = self._answer(one)
        if isinstance(answer, Refused):
            codes = {level: tuple(_keys(answer, level)) for level in ("blocker", "warning")}
            return Found(codes["blocker"], codes["warning"], bool(self.file.proposals))
        with self.stage.desk.store.read() as unit:
            self.file = unit.files.get(self.file.id)
        if not isinstance(answer, Done):
            return Found()
        self.queued += queued_by(self.stage.desk.library.notices, self._definition, self.file, answer.event)
        warnings = tuple((str(code), "") for code in answer.event.outcome.get("warnings", ()))
        return Found((), warnings, answer.event.action is Action.STEP_PROPOSED)

    def _answer(self, one: Act) -> Done | Refused | Unchanged:
        """What the front door says; how a step stood is seen just before it is asked for."""
        if not isinstance(one.deed, Take | Pay):
            return self.stage.play(self.file, one.deed, one.by, one.on)
        moment = self.stage.cast.moment(one.by, one.on)
        if isinstance(one.deed, Pay):
            stood = explained_payment(self.stage.desk, self.file, self.stage.payment(one.deed), moment)
        else:
            stood = explained(self.stage.desk, self.file, TakeStep(one.deed.step, one.deed.occurrence), moment)
        answer = self.stage.play(self.file, one.deed, one.by, one.on)
        self.seen |= seen_by(answer, stood, self.file)
        return answer

    @property
    def _definition(self) -> Definition:
        return self.stage.desk.library.definitions[self.file.workflow.name, self.file.workflow.version]

    def _until(self, day: date) -> None:
        self.queued += self._reminders(day)
        self.reached = max(day, self.reached)

    def _reminders(self, day: date) -> Iterator[Queued]:
        """Those of every day from the one reached up to the eve of `day`: on each day acts come first, mails last."""
        cadences = self.stage.desk.library.notices.cadences
        for deadline in self.file.deadlines.values():
            cadence = cadences.get(deadline.cadence)
            if deadline.status is not DeadlineStatus.OPEN or cadence is None:
                continue
            for offset in due_offsets(cadence, deadline.due, self.reached - ONE_DAY, day - ONE_DAY):
                yield from reminded_by(self._definition, self.file, deadline, offset, offset.day(deadline.due))


def _keys(refused: Refused, level: str) -> Iterator[FactKey]:
    return ((one.code, one.occurrence) for one in refused.refusals if one.level == level)
