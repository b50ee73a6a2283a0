"""The last day of a rule from a day on, under the reading that holds then, with what the other reading would give."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Final

from mandate_flow.domain import due
from mandate_flow.domain.boundary import CAUTIOUS, OTHER, reads_cautiously
from mandate_flow.domain.deadline import Period
from mandate_flow.domain.law import LawBook
from mandate_flow.domain.workflow.deadline_rule import DeadlineRule
from mandate_flow.domain.workflow.known import Known

LENGTHS: Final = tuple(one.name for one in fields(Period) if one.type == "int")


def period(rule: DeadlineRule, on: date, law: LawBook) -> Period:
    """The period as it is counted from that day, under the reading that holds then."""
    other = rule.other_reading
    return rule.plus if other is None or reads_cautiously(law, on) else other.plus


def run(rule: DeadlineRule, on: date, known: Known, times: int = 1) -> due.Due:
    """The period of a rule counted from a day, `times` over. Raises BadInput outside the calendar.

    Where another reading gives another day, the trace ends with it: ("reading:cautious.<rule>", "2027-08-31").
    """
    held = period(rule, on, known.law)
    found = due.compute(rule.after, on, repeated(held, times), known.workdays)
    if rule.other_reading is None:
        return found
    cautious = held is rule.plus
    left = rule.other_reading.plus if cautious else rule.plus
    beside = due.compute(rule.after, on, repeated(left, times), known.workdays)
    if found.due == beside.due:
        return found
    line = (f"reading:{CAUTIOUS if cautious else OTHER}.{rule.code}", beside.due.isoformat())
    return replace(found, trace=(*found.trace, line))


def repeated(one: Period, times: int) -> Period:
    """A period `times` over."""
    if times == 1:
        return one
    lengths: dict[str, int] = {name: getattr(one, name) * times for name in LENGTHS}
    return replace(one, **lengths)  # type: ignore[arg-type]  # the lengths are all of its numbers
