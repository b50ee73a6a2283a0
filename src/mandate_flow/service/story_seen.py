"""What a story exercised: the requirements that refused, warned or held, the regimes and the texts in force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from mandate_flow.domain.command import Moment, RecordPayment, TakeStep
from mandate_flow.domain.deadline import UNSETTLED, DeadlineStatus
from mandate_flow.domain.deminimis import AidPicture
from mandate_flow.domain.file import FactKey, File
from mandate_flow.domain.refusal import Refused
from mandate_flow.domain.story import Expected
from mandate_flow.domain.workflow import explain
from mandate_flow.domain.workflow.granting import looks_at_aid
from mandate_flow.domain.workflow.judge import Judgement
from mandate_flow.domain.workflow.paying import explain_payment
from mandate_flow.domain.workflow.rated import looks_at_rates
from mandate_flow.service.act import Done
from mandate_flow.service.desk import Desk


@dataclass(frozen=True, slots=True)
class Seen:
    """Codes of requirements by what became of them; `met` only counts steps that were taken or proposed.

    `regimes` are those under which a step was asked for; `law` are (text, entry) that judged a step; `due` and
    `settled` are deadlines that the story named while they ran, and once they were met, waived or past.
    """

    refused: frozenset[str] = frozenset()
    warned: frozenset[str] = frozenset()
    met: frozenset[str] = frozenset()
    regimes: frozenset[str] = frozenset()
    law: frozenset[tuple[str, str]] = frozenset()
    due: frozenset[str] = frozenset()
    settled: frozenset[str] = frozenset()

    def __or__(self, other: Seen) -> Seen:
        """Both together."""
        return Seen(
            self.refused | other.refused,
            self.warned | other.warned,
            self.met | other.met,
            self.regimes | other.regimes,
            self.law | other.law,
            self.due | other.due,
            self.settled | other.settled,
        )


NOTHING_SEEN: Final = Seen()


def looked_at(expected: Expected, file: File, day: date, resolved: Callable[[FactKey], FactKey]) -> Seen:
    """The deadlines a story names, by where they stand on that day; one that is past is no longer seen running."""
    held = [file.deadlines.get(resolved((one.code, one.occurrence))) for one in expected.deadlines]
    kept = (one for one in held if one is not None and one.status is not DeadlineStatus.CANCELLED)
    stand = [(one.code, one.status in UNSETTLED and (one.due >= day or one.suspension is not None)) for one in kept]
    return Seen(
        due=frozenset(code for code, open_one in stand if open_one),
        settled=frozenset(code for code, open_one in stand if not open_one),
    )


def explained_payment(desk: Desk, file: File, command: RecordPayment, moment: Moment) -> Judgement:
    """How the payment stands before it is recorded. Raises BadInput for what no payment can be."""
    with desk.store.read() as unit:
        definition = desk.definition(unit, file.workflow)
    return explain_payment(definition, file, command, moment.day, desk.known).judgement


def explained(desk: Desk, file: File, command: TakeStep, moment: Moment) -> Judgement:
    """How the step stands before it is asked for. Raises BadInput for an unknown one."""
    with desk.store.read() as unit:
        definition, known = desk.definition(unit, file.workflow), desk.known
        if looks_at_rates(definition, definition.steps.get(command.step)):
            known = replace(known, rates=unit.rates.book())
        if looks_at_aid(definition, file, definition.steps.get(command.step), moment.day, known):
            known = replace(known, aid=AidPicture(unit.aid.ledger(file.structures[0])))
    return explain(definition, file, command.step, command.occurrence, moment.day, known).judgement


def seen_by(answer: object, judged: Judgement, file: File) -> Seen:
    """What asking for a step or a payment showed; `file` as it was before."""
    regime = file.facts.get(("regime", ""))
    seen = Seen(
        refused=frozenset(one.code for one in judged.blockers),
        warned=frozenset(one.code for one in judged.warnings),
        regimes=frozenset([str(regime.value)] if regime is not None else []),
        law=frozenset((cited.key.partition(".")[0], cited.entry) for cited, _ in judged.law),
    )
    if isinstance(answer, Done):
        return replace(seen, met=frozenset(one.requirement.code for one in judged.met))
    return seen if isinstance(answer, Refused) else NOTHING_SEEN
