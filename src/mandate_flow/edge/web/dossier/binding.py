"""Whether a step is one before which a person proves again to be there."""

from __future__ import annotations

from mandate_flow.domain.people import Person
from mandate_flow.service.reading import FilePage


def binds(page: FilePage, step: str, occurrence: str, person: Person) -> bool:
    """True for a step taken by two or that confers aid, unless it is sure to be refused: reasons come first."""
    asked = page.definition.steps.get(step)
    if asked is None or not (asked.four_eyes or asked.grants) or not person.is_any(asked.by | asked.confirm_by):
        return False
    return not any(
        one.judgement.blockers for one in page.explanations if (one.step.name, one.occurrence) == (step, occurrence)
    )
