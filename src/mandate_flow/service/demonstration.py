"""Plays the Lille demonstration through the front door, day after day, so that nothing in it is without its trace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from mandate_flow.content.demo_reader import has_demonstration, read_demonstration
from mandate_flow.content.territory import read_authorities
from mandate_flow.content.where import find_content
from mandate_flow.domain.demonstration import Calendar
from mandate_flow.domain.people import Person, Role
from mandate_flow.service.demo_player import Player, Summary
from mandate_flow.service.desk import Desk

LINKS_LAST: Final = timedelta(hours=1)
ROLES: Final[Mapping[Role, str]] = {
    Role.MISSION: "Mission de la métropole",
    Role.AGENT: "Agent d’une commune",
    Role.JURIST: "Juriste",
    Role.APPROVER: "Approbateur",
    Role.CONTROLLER: "Contrôleur",
    Role.ADMINISTRATOR: "Administrateur",
}


def is_empty(desk: Desk) -> bool:
    """True for a database nobody has used: no person and no structure in it."""
    with desk.store.read() as unit:
        return not unit.registers.people(active=False) and not unit.registers.structures(retired=True)


def load(desk: Desk, today: date, say: Callable[[str], None]) -> Summary:
    """Play the demonstration as if on `today`, telling `say` where it is. Raises BadContent where it cannot go on."""
    folder = _folder(desk)
    script = read_demonstration(folder)
    player = Player(desk, script, Calendar(today, desk.workdays))
    player.register(read_authorities(folder))
    say(f"  {len(script.people)} personnes, {len(script.structures)} structures fictives")
    summary = player.play()
    say(
        f"  {len(script.files)} dossiers, {summary.acts} actes, {summary.lines} lignes d’inventaire, "
        f"{summary.mails} courriels des derniers jours"
    )
    return summary


def demo_people(desk: Desk) -> tuple[tuple[str, Person], ...]:
    """(function, person), one for each role that signs in; the agent is that of the largest commune with one."""
    found = []
    with desk.store.read() as unit:
        people = unit.registers.people()
        sizes = {one.id: one.population or 0 for one in unit.registers.authorities() if one.kind == "commune"}
    for role, label in ROLES.items():
        having = [one for one in people if role in one.roles]
        if having:
            found.append((label, max(having, key=lambda one: sizes.get(one.authority or "", 0))))
    return tuple(found)


def _folder(desk: Desk) -> Path:
    """The content in use when it has a demonstration, else the product's own."""
    return desk.library.folder if has_demonstration(desk.library.folder) else find_content()
