"""Taking a step: every reason against it at once, then the event, by one person or by two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mandate_flow.domain.command import Moment, TakeStep
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Action, Draft, Personal
from mandate_flow.domain.file import ControlStatus, File, Proposal
from mandate_flow.domain.refusal import Refusal, Refused
from mandate_flow.domain.workflow.definition import Definition, Per, Step
from mandate_flow.domain.workflow.figures import Computed, compute
from mandate_flow.domain.workflow.granting import granting
from mandate_flow.domain.workflow.judge import Judgement, judge
from mandate_flow.domain.workflow.known import Known
from mandate_flow.domain.workflow.machine import routes
from mandate_flow.domain.workflow.recording import YEAR
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
    figures = tuple(compute(definition, file, occurrence, day, known)) if asked.closes else ()
    return Explanation(asked, occurrence, judgement, file.proposals.get((step, occurrence)), figures)


def take(definition: Definition, file: File, command: TakeStep, moment: Moment, known: Known) -> Draft | Refused:
    """`step:taken`, or `step:proposed` by the first of two persons, or all refusals (warnings included)."""
    step = _step(definition, command.step)
    target = _target(definition, file, step, command.occurrence)
    judgement = judge(definition, file, step, command.occurrence, moment.day, known)
    proposal = file.proposals.get((step.name, command.occurrence))
    against = (*_formal(file, step, command, moment, target, proposal), *judgement.refusals)
    if target is None or len(against) > len(judgement.warnings):
        return Refused(against)
    if step.four_eyes and proposal is None:
        return _proposed(step, command, judgement)
    draft = _taken(definition, file, step, command, target, judgement, proposal)
    if step.closes:
        draft = replace(draft, outcome={**draft.outcome, "figures": _figures(definition, file, command, moment, known)})
    return granting(definition, file, step, draft, moment.day, known)


def is_spent(file: File, step: Step, occurrence: str) -> bool:
    """True for a step that is taken once and was."""
    return step.once and (step.name, occurrence) in file.taken


def _step(definition: Definition, name: str) -> Step:
    step = definition.steps.get(name)
    if step is None:
        raise BadInput(f"L’étape « {name} » n’existe pas dans ce parcours.", where="step")
    return step


def _target(definition: Definition, file: File, step: Step, occurrence: str) -> str | None:
    others = any(status is ControlStatus.OPEN for year, status in file.controls.items() if year != occurrence)
    return routes(definition).target(file.state, step.name, others_open=others)


def _formal(
    file: File, step: Step, command: TakeStep, moment: Moment, target: str | None, proposal: Proposal | None
) -> Iterator[Refusal]:
    """What stands against the step before any requirement: place, role, year, reason, second person."""
    second = step.four_eyes and proposal is not None
    if not moment.by.is_any(step.second_by if second else step.by | step.confirm_by if step.four_eyes else step.by):
        yield shared("not_your_role")
    if target is None:
        yield shared("step_not_open")
    if is_spent(file, step, command.occurrence):
        yield shared("already_taken")
    if step.per is Per.FISCAL_YEAR and YEAR.fullmatch(command.occurrence) is None:
        yield shared("year_missing")
    elif step.opens and command.occurrence in file.controls:
        yield shared("control_already_known", occurrence=command.occurrence)
    elif step.closes and file.controls.get(command.occurrence) is not ControlStatus.OPEN:
        yield shared("control_not_open", occurrence=command.occurrence)
    if step.reason and not command.reason.strip():
        yield shared("reason_missing")
    if step.four_eyes and proposal is not None and proposal.actor == moment.by.id:
        yield shared("four_eyes_same_person")


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
        "law": [
            {"key": cited.key, "entry": cited.entry, "sha256": cited.sha256, "on": on.isoformat()}
            for cited, on in judgement.law
        ],
    }
    if proposal is not None:
        outcome["proposed_by"] = proposal.actor
    if step.opens or step.closes:
        status = ControlStatus.OPEN if step.opens else ControlStatus.CLOSED
        outcome["control"] = {"year": command.occurrence, "status": status.value}
    texts = dict.fromkeys(cited.sha256 for cited, _ in judgement.law)
    return Draft(Action.STEP_TAKEN, _with_reason(outcome, command), contents=(definition.sha256, *texts))


def _figures(
    definition: Definition, file: File, command: TakeStep, moment: Moment, known: Known
) -> list[dict[str, str]]:
    """The figures a control was closed on, as they were computed."""
    computed = compute(definition, file, command.occurrence, moment.day, known)
    return [
        {"name": one.figure.name, "occurrence": one.occurrence, "value": format(one.value, "f")}
        for one in computed
        if one.value is not None
    ]


def _with_reason(outcome: dict[str, Any], command: TakeStep) -> dict[str, Any]:
    if command.reason.strip():
        outcome["reason"] = Personal(command.reason.strip())
    return outcome
