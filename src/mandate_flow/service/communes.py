"""How far the communes have come, within what a person may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mandate_flow.domain.command import Moment
from mandate_flow.domain.people import SEES_EVERY_FILE, Person
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.meetings import Meeting
from mandate_flow.service.desk import Desk
from mandate_flow.service.labels import Labels
from mandate_flow.service.mission import presence
from mandate_flow.service.reading import FilePage, file_page
from mandate_flow.store.views import EVERYWHERE, CommunePage, CommuneRow, Focus, PathRow, Scope


@dataclass(frozen=True, slots=True)
class Communes:
    """The communes by name, the words for the stages, and the own way of those that have one, by id.

    `every`: all communes of the territory; else those of the person alone.
    """

    rows: tuple[CommuneRow, ...]
    labels: Labels
    paths: Mapping[str, PathRow]
    every: bool


@dataclass(frozen=True, slots=True)
class OneCommune:
    """One commune, and the words for what is in its page.

    `path`: the file of its own way, None without one; `meetings`: those of the mission it came to, latest first, out of
    `held`, and `mission` the workflow that names their kinds.
    """

    page: CommunePage
    labels: Labels
    path: FilePage | None
    meetings: tuple[Meeting, ...]
    held: int
    mission: Definition | None


def communes(desk: Desk, person: Person, day: date, focus: Focus = EVERYWHERE) -> Communes:
    """Every commune, those without a file too; for an agent, their own and those of the files they see."""
    scope = Scope.of(person)
    with desk.store.read() as unit:
        rows, paths = unit.views.communes(day, scope, focus), unit.views.paths(day, scope)
        if not scope.every:  # of the others nothing is known, not even that they have no file
            rows = tuple(
                one for one in rows if one.id == scope.authority or one.furthest_rank is not None or one.id in paths
            )
        return Communes(rows, Labels.of(desk, unit), paths, scope.every)


def commune(desk: Desk, moment: Moment, code: str) -> OneCommune:
    """The commune of that INSEE code. Raises NotFound."""
    person, day = moment.by, moment.day
    scope = Scope.of(person)
    with desk.store.read() as unit:
        page, labels = unit.views.commune(day, scope, code), Labels.of(desk, unit)
        row = unit.views.paths(day, scope).get(page.commune.id)
        seen = presence(desk, unit, person, page.commune.id, day)
    return OneCommune(page, labels, file_page(desk, row.ref, moment) if row else None, *seen)


def contacts(desk: Desk, person: Person, authority: str) -> tuple[Person, ...] | None:
    """Who acts for an authority; None when that is not for this person: another authority's agents stay unnamed."""
    if not person.is_any(SEES_EVERY_FILE) and person.authority != authority:
        return None
    with desk.store.read() as unit:
        return tuple(one for one in unit.registers.people(authority=authority) if one.active)


def code_of(desk: Desk, authority: str) -> str:
    """The INSEE code of a commune by its id, "" for an authority of another kind. Raises NotFound."""
    with desk.store.read() as unit:
        found = unit.registers.authority(authority)
    return found.code if found.kind == "commune" else ""
