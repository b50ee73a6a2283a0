"""Taking a step: every reason against it at once, then the event, by one person or by two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from mandate_flow.domain.command import Moment, TakeStep
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Action, Draft, Personal
from mandate_flow.domain.file import CONTROL, File, Proposal, ThreadStatus
from mandate_flow.domain.refusal import Refusal, Refused
from mandate_flow.domain.said import said
from mandate_flow.domain.workflow.closing import closing
from mandate_flow.domain.workflow.definition import Definition, LawOn, Per, Step
from mandate_flow.domain.workflow.figures import Computed, compute
from mandate_flow.domain.workflow.granting import granting
from mandate_flow.domain.workflow.judge import Judgement, judge
from mandate_flow.domain.workflow.known import Known
from mandate_flow.domain.workflow.machine import routes
from mandate_flow.domain.workflow.rated import keeping
from mandate_flow.domain.workflow.recording import is_occurrence
from mandate_flow.domain.workflow.scope import fiscal_years, law_day
from mandate_flow.domain.workflow.sentences import shared


@dataclass(frozen=True, slots=True)
class Explanation:
    """What stands between a file and a step, for one occurrence; `proposal` waits for its second person.

    `figures` are those a control is closed on.
    """

    step: Step
    occurrence: str
    judgement: Judgement
    proposal: Proposal | None = None
    figures: tuple[Computed, ...] = ()


def explain(definition: Definition, file: File, step: str, occurrence: str, day: date, known: Known) -> Explanation:
    """Every requirement of the step, met or not, whoever asks. Raises BadInput for an unknown step."""
    asked = _step(definition, step)
    judgement = judge(definition, file, asked, occurrence, day, known)
    figures = tuple(compute(definition, file, occurrence, day, known)) if asked.closes == CONTROL else ()
    return Explanation(asked, occurrence, judgement, file.proposals.get((step, occurrence)), figures)


def take(definition: Definition, file: File, command: TakeStep, moment: Moment, known: Known) -> Draft | Refused:
    """`step:taken`, or `step:proposed` by the first of two persons, or all refusals (warnings included)."""
    step = _step(definition, command.step)
    target = _target(definition, file, step, command.occurrence)
    judgement = judge(definition, file, step, command.occurrence, moment.day, known)
    proposal = file.proposals.get((step.name, command.occurrence))
    against = (*_formal(definition, file, step, command, moment, target, proposal), *judgement.refusals)
    if target is None or len(against) > len(judgement.warnings):
        return Refused(against)
    if step.four_eyes and proposal is None:
        return _proposed(step, command, judgement)
    draft = _taken(definition, file, step, command, target, judgement, proposal)
    if step.closes == CONTROL:
        draft = closing(definition, file, draft, command.occurrence, moment.day, known)
    entrusted, _ = law_day(definition, file, LawOn.ENTRUSTMENT, command.occurrence, moment.day)
    draft = keeping(definition, file, step, draft, known.rates, entrusted)
    return granting(definition, file, step, draft, moment.day, known)


def is_spent(file: File, step: Step, occurrence: str) -> bool:
    """True for a step that is taken once and was."""
    return step.once and (step.name, occurrence) in file.taken


def _step(definition: Definition, name: str) -> Step:
    step = definition.steps.get(name)
    if step is None:
        raise BadInput(said("L’étape « {name} » n’existe pas dans ce parcours.", name=name), where="step")
    return step


def _target(definition: Definition, file: File, step: Step, occurrence: str) -> str | None:
    others = any(one != occurrence for one in file.open_ones(step.closes))
    return routes(definition).target(file.state, step.name, others_open=others)


def _formal(
    definition: Definition,
    file: File,
    step: Step,
    command: TakeStep,
    moment: Moment,
    target: str | None,
    proposal: Proposal | None,
) -> Iterator[Refusal]:
    """What stands against the step before any requirement: place, role, occurrence, reason, second person."""
    second = step.four_eyes and proposal is not None
    if not moment.by.is_any(step.second_by if second else step.by | step.confirm_by if step.four_eyes else step.by):
        yield shared("not_your_role")
    if target is None:
        yield shared("step_not_open")
    if is_spent(file, step, command.occurrence):
        yield shared("already_taken")
    yield from _threaded(definition, file, step, command.occurrence)
    if step.reason and not command.reason.strip():
        yield shared("reason_missing")
    if step.four_eyes and proposal is not None and proposal.actor == moment.by.id:
        yield shared("four_eyes_same_person")


_UNNAMED: Final = {
    Per.FISCAL_YEAR: "year_missing",
    Per.MEETING: "meeting_missing",
    Per.AUTHORITY: "party_missing",
    Per.STRUCTURE: "party_missing",
}


def _threaded(definition: Definition, file: File, step: Step, occurrence: str) -> Iterator[Refusal]:
    """The occurrence is one the step may have, and its thread stands as the step wants it."""
    if step.per is None and occurrence:
        raise BadInput("Cette étape ne se répète pas.", do="Demandez-la sans exercice ni séance.", where="occurrence")
    if not is_occurrence(file, step.per, occurrence):
        yield shared(_UNNAMED[step.per] if step.per else "year_missing")
        return
    if step.opens and step.per is Per.FISCAL_YEAR and _is_outside(file, occurrence):
        yield shared("year_outside", occurrence=occurrence)
    held = file.threads.get((step.thread, occurrence))
    words = definition.threads[step.thread].label if step.thread else {}
    kind = "control" if step.thread == CONTROL else "thread"
    if step.opens and held is not None and (step.per is not None or held is ThreadStatus.OPEN):
        yield shared(f"{kind}_already_known", occurrence=occurrence, question=words)
    elif step.thread and not step.opens and held is not ThreadStatus.OPEN:
        yield shared(f"{kind}_not_open", occurrence=occurrence, question=words)


def _is_outside(file: File, year: str) -> bool:
    """Whether no day of the mandate falls in that fiscal year, which may end in the course of the next one."""
    years = fiscal_years(file)
    return bool(years) and not int(years[0]) <= int(year) <= int(years[-1]) + 1


def _proposed(step: Step, command: TakeStep, judgement: Judgement) -> Draft:
    outcome: dict[str, Any] = {
        "step": step.name,
        "occurrence": command.occurrence,
        "warnings": [one.code for one in judgement.warnings],
        "confirm_by": sorted(step.second_by),
    }
    return Draft(Action.STEP_PROPOSED, _with_reason(outcome, command))


def _taken(
    definition: Definition,
    file: File,
    step: Step,
    command: TakeStep,
    target: str,
    judgement: Judgement,
    proposal: Proposal | None,
) -> Draft:
    state = definition.states[target]
    outcome: dict[str, Any] = {
        "step": step.name,
        "occurrence": command.occurrence,
        "from": file.state,
        "to": target,
        "rank": state.rank,
        "ended": state.ending,
        "warnings": [one.code for one in judgement.warnings],
        "law": judgement.law_rows,
    }
    if proposal is not None:
        outcome["proposed_by"] = proposal.actor
    if step.opens or step.closes:
        status = ThreadStatus.OPEN if step.opens else ThreadStatus.CLOSED
        outcome["thread"] = {"name": step.thread, "occurrence": command.occurrence, "status": status.value}
    texts = dict.fromkeys(cited.sha256 for cited, _ in judgement.law)
    return Draft(Action.STEP_TAKEN, _with_reason(outcome, command), contents=(definition.sha256, *texts))


def _with_reason(outcome: dict[str, Any], command: TakeStep) -> dict[str, Any]:
    if command.reason.strip():
        outcome["reason"] = Personal(command.reason.strip())
    return outcome
