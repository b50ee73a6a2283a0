"""The dashboard of a person: what awaits them first, then what others owe, and figures, within what they may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.people import SEES_EVERY_FILE, Person, Role
from mandate_flow.service.desk import Desk
from mandate_flow.service.inventory_pages import excess_for
from mandate_flow.service.labels import Labels
from mandate_flow.store.unit import Unit
from mandate_flow.store.views import (
    EVERYWHERE,
    AgendaFilters,
    Board,
    DueRow,
    FileRow,
    Filters,
    Focus,
    Health,
    Mine,
    Page,
    PathRow,
    Scope,
    Sort,
    Span,
    Spoken,
    ToConfirm,
    WorkloadRow,
)

OWED_BY_ROLE: Final[Mapping[Role, str]] = {
    Role.MISSION: "mission",
    Role.AGENT: "agent",
    Role.JURIST: "jurist",
    Role.STRUCTURE: "structure",
    Role.ADMINISTRATOR: "administrator",
}
"""Whose deadlines a role answers for."""
CONFIRMS: Final = frozenset({Role.MISSION, Role.AGENT, Role.JURIST, Role.APPROVER})
SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Due:
    """The first deadlines of a list that are late or due within sixty days, and how many there are in all."""

    rows: tuple[DueRow, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class BoardPage:
    """The dashboard.

    `to_confirm`: proposals this person may confirm, `proposers` their authors by id; `own`: deadlines this person
    answers for, `others`: those of others. `files`: the running files by stage, for whoever sees one authority alone,
    else None. `excess`: euros above the ceilings under no mandate, to `over` undertakings. `paths`: the own way of each
    commune, by id. `asked`: comments that ask this person by name. `workload`: what each person is in charge of.
    """

    board: Board
    to_confirm: tuple[ToConfirm, ...]
    proposers: Mapping[str, str]
    own: Due
    others: Due
    files: Page[FileRow] | None
    health: Health
    labels: Labels
    excess: Decimal = Decimal(0)
    over: int = 0
    paths: Mapping[str, PathRow] = field(default_factory=dict)
    asked: tuple[Spoken, ...] = ()
    workload: tuple[WorkloadRow, ...] = ()


def board(desk: Desk, person: Person, day: date, focus: Focus = EVERYWHERE) -> BoardPage:
    """The dashboard of a day, as the focus narrows it."""
    scope, who = Scope.of(person), mine(person)
    with desk.store.read() as unit:
        to_confirm = unit.views.to_confirm(scope, who, focus)
        excess, over = excess_for(desk, unit, person, day, territory=focus.territory)
        local = not person.is_any(SEES_EVERY_FILE)
        near = _near(focus)
        own, others = replace(near, owed_by=who.owed_by), replace(near, not_owed_by=who.owed_by)
        filters = Filters(theme=focus.theme, regime=focus.regime, territory=focus.territory, ended=False)
        return BoardPage(
            board=unit.views.board(day, scope, focus),
            to_confirm=to_confirm,
            proposers={one.actor: unit.registers.name_of(one.actor) for one in to_confirm},
            own=_due(unit, day, scope, own) if who.owed_by else Due(),
            others=_due(unit, day, scope, others),
            files=unit.views.files(day, scope, filters, Sort.STATE) if local else None,
            health=unit.views.health(),
            labels=Labels.of(desk, unit),
            excess=excess,
            over=over,
            paths=unit.views.paths(day, scope),
            asked=unit.views.asked(scope, person.id),
            workload=unit.views.workload(day, scope, focus),
        )


def _near(focus: Focus) -> AgendaFilters:
    """What is late or soon due: within sixty days, or until the last day one looks at."""
    span = Span.NEAR if focus.until is None else Span.ALL
    return AgendaFilters(span, theme=focus.theme, territory=focus.territory, regime=focus.regime, until=focus.until)


def mine(person: Person) -> Mine:
    """What this person answers for: deadlines of their roles, and proposals that they may confirm."""
    owed_by = frozenset(OWED_BY_ROLE[role] for role in person.roles if role in OWED_BY_ROLE)
    return Mine(owed_by, frozenset(role.value for role in person.roles & CONFIRMS), person.id)


def _due(unit: Unit, day: date, scope: Scope, filters: AgendaFilters) -> Due:
    page = unit.views.deadlines(day, scope, filters)
    return Due(page.rows[:SHOWN], page.total)


def holds_demonstration(desk: Desk) -> bool:
    """True when fictitious structures are loaded: every page then says so."""
    with desk.store.read() as unit:
        return unit.views.demonstration()
