"""Reads what a story expects after an act or at its end: state, refusals, deadlines and mails."""

from __future__ import annotations

from mandate_flow.content.fields import Fields, as_day
from mandate_flow.content.problem import nearest
from mandate_flow.content.yaml_nodes import Keys, Node, Scalar
from mandate_flow.domain.deadline import DeadlineStatus
from mandate_flow.domain.story import Expected, ExpectedDeadline, ExpectedMail
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.sentences import SHARED_CODES

LOOKED_AT = ("state", "refused", "warned", "proposed")


def keyed(written: str) -> tuple[str, str]:
    """`name@occurrence` to (name, occurrence)."""
    name, _, occurrence = written.partition("@")
    return name, occurrence


def read_expected(row: Fields, definition: Definition) -> Expected:
    """The expectations written beside an act, or under `expect`. The caller calls `done()`."""
    state = row.word("state", "") or None
    if state is not None and state not in definition.states:
        what = f"L’état « {state} » n’existe pas dans ce processus."
        row.problems.add("unknown-state", row.line_of("state"), what, do=nearest(state, definition.states))
    return Expected(
        state,
        _codes(row, "refused", definition),
        _codes(row, "warned", definition),
        row.yes("proposed") if row.has("proposed") else None,
        _deadlines(row, definition),
        _mails(row),
        {name: f"{row.problems.file}:{row.line_of(name)}" for name in LOOKED_AT},
    )


def _codes(row: Fields, key: str, definition: Definition) -> frozenset[str] | None:
    if not row.has(key):
        return None
    codes = row.words(key)
    known = {*definition.requirements, *SHARED_CODES}
    for written in codes:
        code, _ = keyed(written)
        if code not in known:
            what = f"L’exigence « {code} » n’existe pas dans ce processus."
            row.problems.add("unknown-requirement", row.line_of(key), what, do=nearest(code, known))
    return frozenset(codes)


def _deadlines(row: Fields, definition: Definition) -> tuple[ExpectedDeadline, ...]:
    node = row.get("deadlines")
    if not isinstance(node, Keys):
        if node is not None:
            row.wrong(node, "« deadlines » doit être une suite de « échéance : date »")
        return ()
    found = []
    for written, (line, value) in node.items.items():
        code, occurrence = keyed(written)
        if code not in definition.deadlines:
            what = f"L’échéance « {code} » n’existe pas dans ce processus."
            row.problems.add("unknown-deadline", line, what, do=nearest(code, definition.deadlines))
        found.append(_deadline(code, occurrence, value, row, line))
    return tuple(found)


def _deadline(code: str, occurrence: str, value: Node, row: Fields, line: int) -> ExpectedDeadline:
    """`2027-02-19` | `met` | `cancelled` | `open` | `none` | {due: 2027-02-19, status: met}."""
    where = f"{row.problems.file}:{line}"
    if isinstance(value, Keys):
        inner = Fields(value, row.problems, f"l’échéance « {code} »")
        found = ExpectedDeadline(code, occurrence, where, inner.day("due"), inner.one_of("status", DeadlineStatus))
        inner.done()
        return found
    text = value.text if isinstance(value, Scalar) else ""
    due = as_day(text)
    if due is not None:
        return ExpectedDeadline(code, occurrence, where, due)
    if text == "none":
        return ExpectedDeadline(code, occurrence, where, absent=True)
    if text in tuple(DeadlineStatus):
        return ExpectedDeadline(code, occurrence, where, status=DeadlineStatus(text))
    do = f"Écrivez une date, ou {', '.join(DeadlineStatus)}, ou none."
    row.problems.add("wrong-shape", line, f"« {text} » ne dit pas où en est l’échéance « {code} ».", do=do)
    return ExpectedDeadline(code, occurrence, where)


def _mails(row: Fields) -> tuple[ExpectedMail, ...]:
    found = []
    for one in row.rows("mails", "un courriel"):
        where = f"{row.problems.file}:{one.line}"
        day = one.day("on", required=True)
        mail = (one.word("to"), one.word("notice"), where)
        one.done()
        if day is not None:
            found.append(ExpectedMail(day, *mail))
    return tuple(found)
