"""Reads the deadlines of a workflow: how each is counted, met, and what may be decided of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, fields
from typing import Any, Final

from mandate_flow.content.fields import Fields
from mandate_flow.domain.deadline import May, Period
from mandate_flow.domain.workflow.deadline_rule import DeadlineRule, Met, Reading
from mandate_flow.domain.workflow.definition import LawOn, Per

SWITCHES: Final = ("franc", "roll", "month_end")
LENGTHS: Final = tuple(one.name for one in fields(Period) if one.name not in SWITCHES)
MET_BY: Final = ("document", "fact", "step", "state")


def read_deadlines(root: Fields) -> dict[str, DeadlineRule]:
    """The rules of deadlines. The fingerprint covers what moves a due date, so that a new label changes nothing."""
    found: dict[str, DeadlineRule] = {}
    for code, one in root.each("deadlines", "l’échéance"):
        after, plus, met_by = one.word("after"), read_period(one), _met_by(one)
        when, law_on = one.expression("when"), one.one_of("law_on", LawOn) or LawOn.TRIGGER
        found[code] = DeadlineRule(
            code,
            one.translated("label", required=True),
            after,
            plus,
            one.word("owed_by"),
            met_by,
            one.word("cadence", ""),
            one.words("law"),
            fingerprint(after, plus),
            law_on=law_on,
            when=when,
            per=one.one_of("per", Per),
            after_end=one.yes("after_end"),
            help=one.translated("help"),
            id=one.word("id", ""),
            may=_may(one, plus, met_by),
            other_reading=_other_reading(one),
            every=one.yes("every"),
            or_after=one.words("or_after"),
        )
        one.done()
    return found


def _may(one: Fields, plus: Period, met_by: Met | None) -> frozenset[May]:
    """What may be decided of it: as written; else all, but nothing for a period that somebody else has.

    A period counted backwards from an event has no clock that could stand still.
    """
    if one.has("may"):
        return frozenset(one.members("may", May, ("unknown-may", "Décision inconnue", "Décisions")))
    if met_by is None:
        return frozenset()
    backwards = any(getattr(plus, name) < 0 for name in LENGTHS)
    return frozenset((May.EXTEND, May.WAIVE) if backwards else (May.EXTEND, May.SUSPEND, May.WAIVE))


def _other_reading(one: Fields) -> Reading | None:
    """`other_reading: {plus: {months: 6, month_end: true}, says: {…}}`."""
    if not one.has("other_reading"):
        return None
    inner = one.inner("other_reading", f"« other_reading » de {one.of}")
    found = Reading(read_period(inner), inner.translated("says", required=True))
    inner.done()
    return found


def fingerprint(after: str, plus: Period) -> str:
    """16 hex digits that change when the trigger or the length of the deadline changes."""
    body = json.dumps([after, asdict(plus)], sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def read_period(one: Fields) -> Period:
    """The length under `plus`; nothing is added where there is none."""
    node = one.get("plus")
    if node is None:
        return Period()
    inner = Fields(node, one.problems, f"« plus » de {one.of}")
    lengths: dict[str, Any] = {name: inner.integer(name, 0) for name in LENGTHS}
    switches: dict[str, Any] = {name: inner.yes(name) for name in SWITCHES}
    inner.done()
    return Period(**lengths, **switches)


def _met_by(one: Fields) -> Met | None:
    node = one.get("met_by")
    if node is None:
        return None
    inner = Fields(node, one.problems, f"« met_by » de {one.of}")
    given = [(kind, inner.word(kind)) for kind in MET_BY if inner.has(kind)]
    inner.done()
    if len(given) == 1:
        return Met(*given[0])
    inner.wrong(node, f"« met_by » de {one.of} nomme un document, un fait, une étape ou un état, un seul")
    return None
