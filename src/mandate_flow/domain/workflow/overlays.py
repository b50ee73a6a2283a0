"""Extending, suspending, resuming and waiving a deadline: by whom, when, and why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final, assert_never

from mandate_flow.domain.command import (
    ExtendDeadline,
    Moment,
    OnDeadline,
    ResumeDeadline,
    SuspendDeadline,
    WaiveDeadline,
)
from mandate_flow.domain.deadline import Deadline, DeadlineStatus, May
from mandate_flow.domain.due import overlay
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Action, Draft, Personal
from mandate_flow.domain.file import File
from mandate_flow.domain.law import Citation
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.refusal import Refusal, Refused
from mandate_flow.domain.said import said
from mandate_flow.domain.workdays import LAST_YEAR
from mandate_flow.domain.workflow.deadline_rule import DeadlineRule
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.evolve import deadline_to_json
from mandate_flow.domain.workflow.known import Known
from mandate_flow.domain.workflow.periods import period, run
from mandate_flow.domain.workflow.sentences import shared

EVERYWHERE: Final = frozenset({Role.MISSION, Role.JURIST})
"""Who may decide of the deadlines of every authority; an agent does of their own."""
NEVER: Final = {
    May.EXTEND: "not_extendable",
    May.SUSPEND: "not_suspendable",
    May.RESTART: "not_restartable",
    May.WAIVE: "not_waivable",
}


def overlay_deadline(
    definition: Definition, file: File, command: OnDeadline, moment: Moment, known: Known
) -> Draft | Refused:
    """The event that changes one deadline, or every reason against it. Raises BadInput for one that is not there."""
    rule, held = definition.deadlines.get(command.code), file.deadlines.get((command.code, command.occurrence))
    if rule is None or held is None or held.status is DeadlineStatus.CANCELLED:
        raise BadInput("Cette échéance n’est pas dans le dossier.", do="Rechargez la page.", where="deadline")
    against = tuple(_against(rule, held, command, moment))
    if against:
        cited = _cited(rule, held, known)
        return Refused(tuple(replace(one, law=cited) if one.code in NEVER.values() else one for one in against))
    return _draft(held, _changed(rule, held, command, moment.day, known), command)


def _against(rule: DeadlineRule, held: Deadline, command: OnDeadline, moment: Moment) -> Iterator[Refusal]:
    if not command.reason.strip():
        yield shared("reason_missing")
    if not may_decide(moment.by, rule, held.occurrence):
        yield shared("deadline_of_others")
    asked = _asked(command)
    if asked is not None and asked not in rule.may:
        yield shared(NEVER[asked], question=rule.label)
    else:
        yield from _out_of_place(rule, held, command, moment.day)


def may_decide(person: Person, rule: DeadlineRule, occurrence: str) -> bool:
    """An agent decides for their own authority where a deadline is that of one authority."""
    return person.is_any(EVERYWHERE) or rule.per != "authority" or person.authority == occurrence


def _asked(command: OnDeadline) -> May | None:
    """What the rule must allow; resuming needs no more than the decision it ends."""
    match command:
        case ExtendDeadline():
            return May.EXTEND
        case SuspendDeadline():
            return May.RESTART if command.restarts else May.SUSPEND
        case WaiveDeadline():
            return May.WAIVE
        case ResumeDeadline():
            return None


def _out_of_place(rule: DeadlineRule, held: Deadline, command: OnDeadline, day: date) -> Iterator[Refusal]:
    """What the state of the deadline, or the days given, stand against."""
    if isinstance(command, ResumeDeadline):
        yield from _not_to_resume(held, command.since or day, day)
        return
    settled = held.status in (DeadlineStatus.MET, DeadlineStatus.WAIVED)
    if settled and (rule.met_by is not None or held.waived_on is not None):
        yield shared("deadline_settled", question=rule.label)
    elif held.suspension is not None and not isinstance(command, WaiveDeadline):
        yield shared("deadline_suspended", question=rule.label)
    elif isinstance(command, ExtendDeadline) and (command.until <= held.due or command.until < day):
        yield shared("until_not_later", question=rule.label)
    elif isinstance(command, SuspendDeadline):
        since = command.since or day
        if since > day or not overlay.running_since(held.trace) <= since <= held.due:
            yield shared("suspension_outside", question=rule.label)


def _not_to_resume(held: Deadline, since: date, day: date) -> Iterator[Refusal]:
    if held.status is DeadlineStatus.WAIVED:
        return
    if held.suspension is None:
        yield shared("deadline_runs")
    elif not held.suspension.since <= since <= day:
        yield shared("resumption_outside")


def _changed(rule: DeadlineRule, held: Deadline, command: OnDeadline, day: date, known: Known) -> Deadline:
    match command:
        case ExtendDeadline():
            if command.until.year > LAST_YEAR:
                raise BadInput(said("Les jours fériés sont connus jusqu’en {last}.", last=LAST_YEAR), where="until")
            return overlay.extended(held, command.until)
        case SuspendDeadline():
            return overlay.suspended(held, command.since or day, restarts=command.restarts)
        case WaiveDeadline():
            return overlay.waived(held, day)
        case ResumeDeadline():
            on = command.since or day
            if held.suspension is None:
                return overlay.reinstated(held, on)
            if held.suspension.restarts:
                return overlay.restarted(held, on, run(rule, on, known))
            return overlay.resumed(held, on, period(rule, on, known.law), known.workdays)
    assert_never(command)


def _draft(held: Deadline, now: Deadline, command: OnDeadline) -> Draft:
    outcome: dict[str, Any] = {
        "code": held.code,
        "occurrence": held.occurrence,
        "was": held.due.isoformat(),
        "due": now.due.isoformat(),
        "owed_by": held.owed_by,
        "reason": Personal(command.reason.strip()),
        "deadlines": [deadline_to_json(now)],
    }
    match command:
        case ExtendDeadline():
            return Draft(Action.DEADLINE_EXTENDED, outcome)
        case SuspendDeadline() if now.suspension is not None:
            told = {"since": now.suspension.since.isoformat(), "restarts": command.restarts}
            return Draft(Action.DEADLINE_SUSPENDED, outcome | told)
        case ResumeDeadline():
            return Draft(Action.DEADLINE_RESUMED, outcome | {"waived": held.waived_on is not None})
    return Draft(Action.DEADLINE_WAIVED, outcome)


def _cited(rule: DeadlineRule, held: Deadline, known: Known) -> tuple[Citation, ...]:
    on = date.fromisoformat(held.trace[0][1])
    return tuple(cited for key in rule.law if (cited := known.law.cite(key, on)) is not None)
