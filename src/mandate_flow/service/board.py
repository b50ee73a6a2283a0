"""The dashboard of a person: figures, map and what is to be done, within what they may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.people import Person, Role
from mandate_flow.service.desk import Desk
from mandate_flow.service.inventory_pages import excess_for
from mandate_flow.service.labels import Labels
from mandate_flow.store.views import AgendaFilters, Board, DueRow, Health, Scope

OWED_BY_ROLE: Final[Mapping[Role, frozenset[str]]] = {
    Role.MISSION: frozenset({"mission", "prefect"}),
    Role.AGENT: frozenset({"agent", "structure"}),
    Role.JURIST: frozenset({"jurist"}),
    Role.STRUCTURE: frozenset({"structure"}),
}
"""Whose deadlines a role answers for: the agent also looks after what their structures owe."""
FOLLOWS: Final = frozenset({Role.MISSION, Role.APPROVER, Role.CONTROLLER})
"""Roles that watch over what everybody owes."""
TO_DO: Final = 8


@dataclass(frozen=True, slots=True)
class BoardPage:
    """The dashboard; `to_do`: first open deadlines that can be met; `mine`: only those this person answers for.

    `excess`: euros above the ceilings under no mandate, to `over` undertakings.
    """

    board: Board
    to_do: tuple[DueRow, ...]
    health: Health
    labels: Labels
    mine: bool
    excess: Decimal = Decimal(0)
    over: int = 0


def board(desk: Desk, person: Person, day: date, *, theme: str = "", whole: bool | None = None) -> BoardPage:
    """The dashboard of a day.

    `whole` lists what anybody owes, not only what the person answers for; None: as their role usually wants it.
    """
    whole = person.is_any(FOLLOWS) if whole is None else whole
    owed_by = frozenset[str]() if whole else owed_through(person)
    with desk.store.read() as unit:
        found = unit.views.board(day, Scope.of(person), theme=theme or None)
        health = unit.views.health()
        labels = Labels.of(desk, unit)
        excess, over = excess_for(desk, unit, person, day)
        due = unit.views.deadlines(day, Scope.of(person), AgendaFilters(owed_by=owed_by, theme=theme)).rows
        to_do = tuple(row for row in due if labels.may_be_met(row.workflow_sha256, row.code))
    return BoardPage(found, to_do[:TO_DO], health, labels, mine=bool(owed_by), excess=excess, over=over)


def owed_through(person: Person) -> frozenset[str]:
    """The debtors a person answers for; empty: nobody in particular, so everything is of interest."""
    return frozenset().union(*(OWED_BY_ROLE.get(role, frozenset()) for role in person.roles))


def holds_demonstration(desk: Desk) -> bool:
    """True when fictitious structures are loaded: every page then says so."""
    with desk.store.read() as unit:
        return unit.views.demonstration()
