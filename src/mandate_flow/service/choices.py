"""What a form offers to choose from: authorities and structures by name."""

from __future__ import annotations

from dataclasses import dataclass

from mandate_flow.service.desk import Desk

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Choices:
    """(id, name) of the authorities, those above communes first, and of the structures."""

    authorities: list[Pair]
    structures: list[Pair]


def choices(desk: Desk, *, only_authority: str = "") -> Choices:
    """Everything that is registered and not retired; one authority when `only_authority` names it."""
    with desk.store.read() as unit:
        authorities, structures = unit.registers.authorities(), unit.registers.structures()
    kept = [one for one in authorities if only_authority in ("", one.id)]
    kept.sort(key=lambda one: one.kind == "commune")
    return Choices([(one.id, one.name) for one in kept], [(one.id, one.name) for one in structures])
