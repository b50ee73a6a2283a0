"""Who may correct which parties of a file, and what the form that does it offers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from mandate_flow.domain.command import ChangeParties, Moment, RecordFacts
from mandate_flow.domain.errors import BadInput, Forbidden
from mandate_flow.domain.file import File
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.register import Authority, Structure
from mandate_flow.domain.said import said
from mandate_flow.domain.value import FactType
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.store.unit import Unit

CHOOSE_AUTHORITIES: Final = frozenset({Role.MISSION, Role.JURIST})
M = TypeVar("M", Authority, Structure)


def may_choose_authorities(person: Person) -> bool:
    """Whether the person may say which authorities entrust together."""
    return person.is_any(CHOOSE_AUTHORITIES)


def check_parties(unit: Unit, file: File, command: ChangeParties, moment: Moment) -> None:
    """Raises Forbidden for authorities the person may not change, NotFound or BadInput for an unknown party."""
    authorities = file.authorities if command.authorities is None else command.authorities
    if authorities != file.authorities and not may_choose_authorities(moment.by):
        raise Forbidden(
            "Vous ne pouvez pas changer les collectivités de ce dossier.",
            why="Elles décident de qui voit le dossier et le complète.",
            do="Demandez-le à la mission ou à un juriste.",
        )
    _each_is_there(unit.registers.authority, authorities, file.authorities, "authorities")
    _each_is_there(unit.registers.structure, command.structures or (), file.structures, "structures")


def check_named(unit: Unit, definition: Definition, file: File, command: RecordFacts) -> None:
    """Raises BadInput for an authority that an answer names and that is in no register."""
    for (name, occurrence), value in command.facts.items():
        kind = definition.facts.get(name)
        if kind is None or kind.type is not FactType.AUTHORITIES or not isinstance(value, tuple):
            continue
        held = file.fact(name, occurrence)
        known = held.value if held is not None and isinstance(held.value, tuple) else ()
        entering = set(value) - set(known)
        if entering and not entering <= {one.id for one in unit.registers.authorities(retired=True)}:
            raise BadInput(
                "Une des collectivités cochées n’est pas dans le registre.", do="Choisissez dans la liste.", where=name
            )


def _each_is_there(find: Callable[[str], M], wanted: tuple[str, ...], held: tuple[str, ...], where: str) -> None:
    """Those that enter are in their register still; those already in the file may have left it since."""
    for one in wanted:
        if one not in held and find(one).retired:
            raise BadInput(
                said("« {name} » a quitté le registre.", name=find(one).name),
                do="Choisissez dans la liste.",
                where=where,
            )
