"""Reads what a story decides of a deadline: extend, suspend, resume or waive it."""

from __future__ import annotations

from typing import Final

from mandate_flow.content.expected_reader import keyed
from mandate_flow.content.fields import Fields
from mandate_flow.content.problem import nearest
from mandate_flow.content.yaml_nodes import Scalar
from mandate_flow.domain.story import Decide
from mandate_flow.domain.workflow.definition import Definition

DECISIONS: Final = ("extend", "suspend", "resume", "waive")


def read_decision(row: Fields, what: str, reason: str, definition: Definition) -> Decide:
    """`extend: {deadline: financial_report@2027, until: 2028-08-31}`; one without more may be written `waive: name`."""
    node = row.get(what)
    inner = None if isinstance(node, Scalar) else row.inner(what, f"« {what} »")
    written = row.text(what) if inner is None else inner.text("deadline")
    code, occurrence = keyed(written)
    if code not in definition.deadlines:
        told = f"L’échéance « {code} » n’existe pas dans ce processus."
        row.problems.add("unknown-deadline", row.line_of(what), told, do=nearest(code, definition.deadlines))
    found = Decide(what, code, occurrence, reason)
    if inner is not None:
        day = inner.day("until", required=True) if what == "extend" else inner.day("since")
        found = Decide(what, code, occurrence, reason, day, restarts=inner.yes("restarts"))
        inner.done()
    elif what == "extend":
        told = "« extend » doit dire quelle échéance, et jusqu’à quand"
        row.wrong(row.get(what) or row.node, told, f"Écrivez {{deadline: {written}, until: 2027-01-31}}.")
    return found
