"""Who acts: persons, their roles, and what each role may see and do with a file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

    from mandate_flow.domain.absence import Absence
    from mandate_flow.domain.file import File


class Role(StrEnum):
    """The roles of the product; a person may hold several."""

    MISSION = "mission"
    AGENT = "agent"
    JURIST = "jurist"
    APPROVER = "approver"
    STRUCTURE = "structure"
    CONTROLLER = "controller"
    ADMINISTRATOR = "administrator"


SEES_EVERY_FILE: Final = frozenset({Role.MISSION, Role.JURIST, Role.APPROVER, Role.CONTROLLER})
WRITES_FACTS: Final = frozenset({Role.MISSION, Role.AGENT, Role.JURIST})


@dataclass(frozen=True, slots=True)
class Person:
    """A person with an account. `authority` and `structure` are ids, set for agents and structures."""

    id: str
    name: str
    email: str
    roles: frozenset[Role]
    authority: str | None = None
    structure: str | None = None
    lang: str = "fr"
    active: bool = True
    absence: Absence | None = None

    def is_any(self, roles: frozenset[Role]) -> bool:
        """True when the person is active and holds at least one of `roles`."""
        return self.active and not self.roles.isdisjoint(roles)

    def may_see(self, file: File) -> bool:
        """Object-level right to read: everything, the files of one's authority, or those of one's structure."""
        if self.is_any(SEES_EVERY_FILE):
            return True
        if not self.active:
            return False
        if Role.AGENT in self.roles and self.authority in file.authorities:
            return True
        return Role.STRUCTURE in self.roles and self.structure in file.structures

    def substitute_on(self, day: date) -> str:
        """Who stands in for this person that day (id), "" for nobody."""
        return self.absence.substitute if self.absence is not None and self.absence.covers(day) else ""

    def may_record(self, file: File) -> bool:
        """Object-level right to record facts and add documents."""
        return self.is_any(WRITES_FACTS) and self.may_see(file)


SYSTEM: Final = Person(id="system", name="Mandate Flow", email="", roles=frozenset({Role.ADMINISTRATOR}))
"""Who acts when nobody does: the scheduler, the command line of whoever runs the machine."""
