"""Who may put whom in charge of a file."""

from __future__ import annotations

from typing import Final

from mandate_flow.domain.file import File
from mandate_flow.domain.people import WRITES_FACTS, Person, Role

ASSIGNS: Final = frozenset({Role.MISSION, Role.AGENT})


def may_assign(by: Person, file: File) -> bool:
    """The mission for every file, an agent for those of their own authority."""
    return by.is_any(ASSIGNS) and by.may_see(file)


def may_propose(by: Person, person: Person) -> bool:
    """Whom they may choose: whoever completes files; an agent, somebody of their own authority or of the mission."""
    if not person.is_any(WRITES_FACTS):
        return False
    if by.is_any(frozenset({Role.MISSION})) or person.is_any(frozenset({Role.MISSION})):
        return True
    return Role.AGENT in person.roles and person.authority == by.authority
