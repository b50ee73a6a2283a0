"""Which deadlines a file has now, each with the trace of its computation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from mandate_flow.domain.deadline import UNSETTLED, Deadline, DeadlineKey, DeadlineStatus
from mandate_flow.domain.due.overlay import lapsed
from mandate_flow.domain.file import File
from mandate_flow.domain.workflow.deadline_rule import DeadlineRule
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.known import Known
from mandate_flow.domain.workflow.periods import run
from mandate_flow.domain.workflow.scope import FileScope, occurrences

DECEMBER: Final = 12


def derive(definition: Definition, file: File, known: Known, day: date) -> tuple[Deadline, ...]:
    """The deadlines of `file` as its facts stand; `day` is the day of the act.

    A deadline already held whose trigger and rule are the same keeps its date and its trace, with all that was decided
    of it; once they change, it is computed anew and the trace says that what was decided no longer holds.
    """
    found: list[Deadline] = []
    for rule in definition.deadlines.values():
        for occurrence in occurrences(definition, file, rule.per, ""):
            if file.ended and not rule.after_end and (rule.code, occurrence) not in file.deadlines:
                continue
            one = _deadline(definition, file, rule, occurrence, known, day)
            if one is not None and (not file.ended or rule.after_end or _met_by_the_end(rule, one)):
                found.append(one)
    return tuple(found)


def _met_by_the_end(rule: DeadlineRule, one: Deadline) -> bool:
    """Whether what ends the file is what was awaited; the other deadlines are cancelled then."""
    return rule.met_by is not None and one.status is DeadlineStatus.MET


def changes(held: Mapping[DeadlineKey, Deadline], now: tuple[Deadline, ...], day: date) -> Iterator[Deadline]:
    """What differs: opened, moved, met, reopened; those that no longer stand are cancelled on `day`."""
    current = {one.key: one for one in now}
    for key, one in current.items():
        before = held.get(key)
        if before is not one and before != one:  # most stand as they are: the very same object
            yield one
    for key, one in held.items():
        if key not in current and one.status in UNSETTLED:
            yield replace(one, status=DeadlineStatus.CANCELLED, closed_on=day)


def _deadline(
    definition: Definition, file: File, rule: DeadlineRule, occurrence: str, known: Known, day: date
) -> Deadline | None:
    scope = FileScope(definition, file, known.law, day, day, occurrence)
    if rule.when is not None and rule.when(scope) is not True:
        return None
    trigger = _trigger(file, rule.after, scope)
    times = _times(rule, trigger, occurrence) if trigger is not None else 0
    if trigger is None or not times:
        return None
    after, trigger = max(((rule.after, trigger), *_later(file, rule, scope)), key=lambda one: one[1])
    basis = f"{after}={trigger.isoformat()}|{rule.fingerprint}"
    held = file.deadlines.get((rule.code, occurrence))
    if held is None or held.basis != basis:
        computed = run(replace(rule, after=after), trigger, known, times)
        trace = computed.trace if held is None else (*computed.trace, *lapsed(held))
        held = Deadline(rule.code, occurrence, computed.due, basis, trace, rule.owed_by, rule.cadence)
    status, closed = _standing(definition, file, rule, held, day)
    if held.status is status:
        return held
    return replace(held, status=status, closed_on=closed)


def _times(rule: DeadlineRule, trigger: date, occurrence: str) -> int:
    """How many periods have gone by at the end of that fiscal year; 0 when none ends with it."""
    if not rule.every:
        return 1
    periods, rest = divmod(int(occurrence) - trigger.year + 1, rule.plus.years)
    return 0 if rest else max(0, periods)


def _standing(
    definition: Definition, file: File, rule: DeadlineRule, held: Deadline, day: date
) -> tuple[DeadlineStatus, date | None]:
    """What came counts before anything a person decided."""
    if rule.met_by is None:  # nobody meets it: it is a date to know, which is behind once it has passed
        closed = held.due if held.due < day and held.suspension is None else None
    else:
        closed = _closed_on(definition, file, rule, held.occurrence, day)
    if closed is not None:
        return DeadlineStatus.MET, closed
    if held.waived_on is not None:
        return DeadlineStatus.WAIVED, held.waived_on
    return DeadlineStatus.OPEN if held.suspension is None else DeadlineStatus.SUSPENDED, None


def _later(file: File, rule: DeadlineRule, scope: FileScope) -> Iterator[tuple[str, date]]:
    """The other dates that count when they are known and later."""
    for name in rule.or_after:
        found = _trigger(file, name, scope)
        if found is not None:
            yield name, found


def _trigger(file: File, after: str, scope: FileScope) -> date | None:
    if after == "opened_on":
        return file.opened_on
    found = scope.look_up(after)
    return found if isinstance(found, date) else None


def _closed_on(definition: Definition, file: File, rule: DeadlineRule, occurrence: str, day: date) -> date | None:
    """The day what was awaited came, or None while it is awaited."""
    met = rule.met_by
    if met is None:
        return None
    if met.kind == "document":
        repeats = met.name in definition.documents and definition.documents[met.name].per is not None
        deposited = file.deposited(met.name, occurrence if repeats else "")
        return deposited[0].day if deposited else None
    if met.kind == "fact":
        fact = file.fact(met.name, occurrence) or file.fact(met.name)
        if fact is None or fact.value is False:
            return None
        return fact.value if isinstance(fact.value, date) else day
    if met.kind == "state":
        return file.entered.get(met.name)
    return file.taken.get((met.name, occurrence)) or file.taken.get((met.name, ""))
