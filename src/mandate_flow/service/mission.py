"""The mission: its file, its calendar, and who came to what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import BadInput, NotFound
from mandate_flow.domain.file import File, FileKind
from mandate_flow.domain.people import SEES_EVERY_FILE, Person
from mandate_flow.domain.register import Authority
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.meetings import Meeting, meetings
from mandate_flow.service.desk import Desk
from mandate_flow.service.labels import Labels
from mandate_flow.service.opening import Opening, open_file
from mandate_flow.service.reading import FilePage, file_page
from mandate_flow.store.unit import Unit
from mandate_flow.store.views import MissionRow, PathRow, Scope

METROPOLE: Final = "metropole"


@dataclass(frozen=True, slots=True)
class MissionPage:
    """One mission. `file` is None for who may not read it: they see the calendar, and their own presence alone.

    `row`: the mission shown, `missions`: all there are. `communes`: those whose presence is shown. `paths`: the own way
    of each commune, by id.
    """

    file: FilePage | None
    definition: Definition | None
    row: MissionRow | None
    missions: tuple[MissionRow, ...]
    meetings: tuple[Meeting, ...]
    communes: tuple[Authority, ...]
    paths: Mapping[str, PathRow]
    labels: Labels


def mission_page(desk: Desk, moment: Moment, ref: str = "") -> MissionPage:
    """The mission of that reference, else the one that runs, else the last. Raises NotFound for another reference."""
    whole = moment.by.is_any(SEES_EVERY_FILE)
    with desk.store.read() as unit:
        missions = unit.views.missions()
        row = next((one for one in missions if ref in ("", one.ref)), None)
        if ref and row is None:
            raise NotFound("Cette mission n’existe pas.", do="Choisissez-la dans la liste.")
        held = unit.files.by_ref(row.ref) if row else None
        definition = desk.definition(unit, held.workflow) if held else None
        every = tuple(one for one in unit.registers.authorities() if one.kind == "commune")
        communes = every if whole else tuple(one for one in every if one.id == moment.by.authority)
        found = meetings(definition, held) if held and definition else ()
        paths = unit.views.paths(moment.day, Scope.of(moment.by))
        labels = Labels.of(desk, unit)
    page = file_page(desk, row.ref, moment) if row and held and moment.by.may_see(held) else None
    shown = found if page else tuple(_as_seen_by(moment.by, one) for one in found)
    return MissionPage(page, definition, row, missions, shown, communes, paths, labels)


def presence(
    desk: Desk, unit: Unit, person: Person, authority: str, day: date
) -> tuple[tuple[Meeting, ...], int, Definition | None]:
    """The meetings of the missions that this authority came to, latest first, and how many were held by `day`.

    Nothing for who reads neither every file nor those of that authority.
    """
    if not person.is_any(SEES_EVERY_FILE) and person.authority != authority:
        return (), 0, None
    held: list[Meeting] = []
    definition = None
    for row in unit.views.missions():
        file = unit.files.by_ref(row.ref)
        definition = desk.definition(unit, file.workflow)
        held += (one for one in meetings(definition, file) if one.held(day))
    came = sorted((one for one in held if authority in one.participants), key=lambda one: one.day, reverse=True)
    return tuple(came), len(held), definition


def open_mission(desk: Desk, title: str, moment: Moment) -> File:
    """Open a mission of the métropole. Raises BadInput, Forbidden, NotFound."""
    workflow = _workflow(desk, FileKind.MISSION)
    with desk.store.read() as unit:
        found = next((one for one in unit.registers.authorities() if one.kind == METROPOLE), None)
    if found is None:
        raise BadInput("La métropole n’est pas dans le registre.", do="Chargez d’abord le territoire.")
    return open_file(desk, Opening(workflow, title, "", (found.id,)), moment)


def open_path(desk: Desk, code: str, moment: Moment) -> File:
    """Open the own way of the commune of that INSEE code, or give the one that runs. Raises NotFound, Forbidden."""
    workflow = _workflow(desk, FileKind.PATH)
    with desk.store.read() as unit:
        commune = _commune(unit.registers.authorities(), code)
        held = [unit.files.by_ref(ref) for ref in unit.files.running_of(FileKind.PATH, commune.id)]
    if held and moment.by.may_see(held[0]):
        return held[0]
    return open_file(desk, Opening(workflow, f"Chemin propre : {commune.name}", "", (commune.id,)), moment)


def _workflow(desk: Desk, kind: FileKind) -> str:
    return next((one.name for one in desk.library.of_kind(kind)), kind.value)


def _commune(registered: Iterable[Authority], code: str) -> Authority:
    for one in registered:
        if one.kind == "commune" and one.code == code:
            return one
    raise NotFound("Cette commune n’est pas dans le registre.")


def _as_seen_by(person: Person, one: Meeting) -> Meeting:
    """A meeting with the presence of the person’s own authority alone."""
    return replace(one, participants=tuple(each for each in one.participants if each == person.authority))
