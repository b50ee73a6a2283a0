"""What a person decides of a deadline: it adds to the trace and never computes anew what stands in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from mandate_flow.domain.deadline import Deadline, Period, Suspension
from mandate_flow.domain.due.compute import Due, Trace, Walk
from mandate_flow.domain.workdays import ONE_DAY, Workdays

DECIDED: Final = frozenset({"extended", "suspended", "resumed", "restarted", "waived", "reinstated"})
"""The kinds of lines that tell a decision."""
ASIDE: Final = frozenset({"suspended", "resumed", "waived", "reinstated", "reading", "lapsed"})
"""The kinds of lines that do not lead to another last day."""
STARTS: Final = frozenset({"trigger", "restarted", "resumed"})


def extended(one: Deadline, until: date) -> Deadline:
    """The same, with a later last day."""
    return replace(one, due=until, trace=(*one.trace, ("extended", until.isoformat())))


def suspended(one: Deadline, since: date, *, restarts: bool) -> Deadline:
    """The same, whose clock stands still since a day."""
    line = ("suspended:restarts" if restarts else "suspended", since.isoformat())
    return replace(one, suspension=Suspension(since, restarts), trace=(*one.trace, line))


def restarted(one: Deadline, on: date, anew: Due) -> Deadline:
    """The same, running from zero: `anew` is its whole period counted from that day."""
    line = ("restarted", on.isoformat())
    return replace(one, due=anew.due, suspension=None, trace=(*one.trace, line, *anew.trace[1:]))


def resumed(one: Deadline, on: date, period: Period, workdays: Workdays) -> Deadline:
    """The same, running again for what was left: as many days later as were lost, or the working days left.

    The last day moves from where the count had led, before it was put off because nobody works; then it is put off in
    its turn where the period says so. An extension counts in days, whatever its period counts in.
    """
    if one.suspension is None:
        return one
    since = one.suspension.since
    walk = Walk("", counted_to(one.trace), workdays)
    if period.working_days and not _is_extended(one.trace):
        left = sum(workdays.is_working(day) for day in _days(since, one.due))
        walk.to(workdays.add(on - ONE_DAY, left), f"left:{left} working")
    else:
        lost = (on - since).days
        walk.by_days(lost, f"lost:{lost} days")
    if period.franc or period.roll:
        walk.roll(1)
    lines = (("resumed", on.isoformat()), *walk.steps[1:])
    return replace(one, due=walk.day, suspension=None, trace=(*one.trace, *lines))


def waived(one: Deadline, on: date) -> Deadline:
    """The same, no longer expected; a suspension ends with it."""
    return replace(one, waived_on=on, suspension=None, trace=(*one.trace, ("waived", on.isoformat())))


def reinstated(one: Deadline, on: date) -> Deadline:
    """The same, expected again for its last day."""
    return replace(one, waived_on=None, trace=(*one.trace, ("reinstated", on.isoformat())))


def counted_to(trace: Trace) -> date:
    """Where the count led, before closed days put it off."""
    return next(date.fromisoformat(day) for code, day in reversed(trace) if _kind(code) not in {*ASIDE, "roll"})


def _is_extended(trace: Trace) -> bool:
    """Whether the last day is one that a person chose."""
    return next(kind for code, _ in reversed(trace) if (kind := _kind(code)) not in {*ASIDE, "roll"}) == "extended"


def running_since(trace: Trace) -> date:
    """The day from which the clock runs: the trigger, or the last resumption."""
    return next((date.fromisoformat(day) for code, day in reversed(trace) if _kind(code) in STARTS), date.min)


def lapsed(one: Deadline) -> Trace:
    """What is told of the decisions of a deadline that is computed anew: they no longer hold; nothing without one."""
    decided = [kind for code, _ in one.trace if (kind := _kind(code)) in DECIDED]
    return ((f"lapsed:{decided[-1]}", one.due.isoformat()),) if decided else ()


def _kind(code: str) -> str:
    return code.partition(":")[0]


def _days(first: date, last: date) -> tuple[date, ...]:
    return tuple(date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))
