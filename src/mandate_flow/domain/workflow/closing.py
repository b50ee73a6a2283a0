"""What a control is closed on, kept in its event: the figures, and the statement line by line with its law."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mandate_flow.domain.event import Draft
from mandate_flow.domain.file import File
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.figures import compute
from mandate_flow.domain.workflow.known import Known
from mandate_flow.domain.workflow.money import kept_statement


def closing(definition: Definition, file: File, draft: Draft, year: str, day: date, known: Known) -> Draft:
    """The event with its figures: whatever is answered or corrected later, this is what was compared."""
    figures = [
        {"name": one.figure.name, "occurrence": one.occurrence, "value": format(one.value, "f")}
        for one in compute(definition, file, year, day, known)
        if one.value is not None
    ]
    statement = kept_statement(definition, file, year, known.law, day)
    kept = {"statement": statement} if statement else {}
    texts = [row["sha256"] for row in statement.get("law", ())]
    return replace(
        draft,
        outcome={**draft.outcome, "figures": figures, **kept},
        contents=tuple(dict.fromkeys((*draft.contents, *texts))),
    )
