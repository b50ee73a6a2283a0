"""The last day of a rule from a day on, under the reading that holds then, with what the other reading would give."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from mandate_flow.domain import due
from mandate_flow.domain.deadline import Period
from mandate_flow.domain.law import LawBook
from mandate_flow.domain.workflow.deadline_rule import DeadlineRule
from mandate_flow.domain.workflow.known import Known

READING: Final = "politique.boundary_reading"
"""Which of two readings of a text holds, where it can be read in two ways: a rule of the house, dated as any other."""
CAUTIOUS: Final = "cautious"
OTHER: Final = "other"


def reads_cautiously(law: LawBook, day: date) -> bool:
    """True unless the rule of the house says otherwise on that day."""
    cited = law.cite(READING, day)
    return cited is None or cited.quantity.value != OTHER


def period(rule: DeadlineRule, on: date, law: LawBook) -> Period:
    """The period as it is counted from that day, under the reading that holds then."""
    other = rule.other_reading
    return rule.plus if other is None or reads_cautiously(law, on) else other.plus


def run(rule: DeadlineRule, on: date, known: Known) -> due.Due:
    """The period of a rule counted from a day. Raises BadInput outside the calendar.

    Where another reading gives another day, the trace ends with it: ("reading:cautious.<rule>", "2027-08-31").
    """
    other = rule.other_reading
    if other is None:
        return due.compute(rule.after, on, rule.plus, known.workdays)
    cautious = reads_cautiously(known.law, on)
    held, left = (rule.plus, other.plus) if cautious else (other.plus, rule.plus)
    found, beside = (due.compute(rule.after, on, plus, known.workdays) for plus in (held, left))
    if found.due == beside.due:
        return found
    line = (f"reading:{CAUTIOUS if cautious else OTHER}.{rule.code}", beside.due.isoformat())
    return replace(found, trace=(*found.trace, line))
