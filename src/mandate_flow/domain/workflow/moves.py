"""What bears another name or stands in another place from one version of a workflow to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mandate_flow.domain.said import joined, said
from mandate_flow.domain.workflow import spoken
from mandate_flow.domain.workflow.definition import Definition


def renamed(old: Definition, new: Definition) -> Mapping[str, str]:
    """States that are gone to the new ones that bear their label: a suggestion, for a person to decide."""
    come = {one.label["fr"]: name for name, one in new.states.items() if name not in old.states}
    return {
        name: come[one.label["fr"]]
        for name, one in old.states.items()
        if name not in new.states and one.label["fr"] in come
    }


def moved_states(old: Definition, new: Definition) -> dict[str, str]:
    """States whose order among those of both versions has changed."""
    before = [name for name in old.states if name in new.states]
    after = [name for name in new.states if name in old.states]
    return {
        name: said("Rang parmi les états gardés : {before} → {after}.", before=before.index(name) + 1, after=place)
        for place, name in enumerate(after, 1)
        if before[place - 1] != name
    }


def moved_requirements(old: Definition, new: Definition) -> dict[str, str]:
    """Requirements asked for by other steps than before."""
    found: dict[str, str] = {}
    for code in new.requirements:
        before, after = spoken.asked_by(old, code), spoken.asked_by(new, code)
        if code in old.requirements and before != after:
            found[code] = said("Demandée par : {before} → {after}.", before=_steps(before), after=_steps(after))
    return found


def _steps(names: tuple[str, ...]) -> str:
    return joined(names, ", ") if names else said("aucune étape")


def moved_sections(
    old: Definition, new: Definition, before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, str]:
    """Questions or documents that stand in another section than before."""
    return {
        name: said(
            "Rubrique : {before} → {after}.",
            before=spoken.section(old, before[name].section),
            after=spoken.section(new, one.section),
        )
        for name, one in after.items()
        if name in before and before[name].section != one.section
    }
