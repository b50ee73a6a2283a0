"""Open a file under the latest published version of a workflow."""

from __future__ import annotations

from dataclasses import dataclass

from mandate_flow.domain.command import Moment, OpenFile
from mandate_flow.domain.errors import Forbidden
from mandate_flow.domain.event import Draft
from mandate_flow.domain.file import File
from mandate_flow.domain.people import WRITES_FACTS, Role
from mandate_flow.domain.workflow import decide
from mandate_flow.service.act import Done, commit
from mandate_flow.service.desk import Desk
from mandate_flow.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Opening:
    """What a person gives to open a file; ids of authorities (the first one leads) and structures."""

    workflow: str
    title: str
    theme: str
    authorities: tuple[str, ...]
    structures: tuple[str, ...] = ()
    demonstration: bool = False


def open_file(desk: Desk, opening: Opening, moment: Moment) -> File:
    """Open a file and give it the next reference of its workflow and year.

    Raises BadInput (a field is missing), NotFound (an authority or structure is not registered), Forbidden.
    """
    with desk.store.write() as unit:
        done = open_within(desk, unit, opening, moment)
    desk.stored.update(done.event.contents)
    return done.file


def open_within(desk: Desk, unit: Unit, opening: Opening, moment: Moment) -> Done:
    """The same inside a transaction that does more; `desk.stored` is the caller's once that has ended."""
    _check_may_open(opening, moment)
    definition = desk.library.latest(opening.workflow)
    for authority in opening.authorities:
        unit.registers.authority(authority)
    for structure in opening.structures:
        unit.registers.structure(structure)
    command = OpenFile(
        ref=unit.files.next_ref(definition.name, moment.day.year),
        title=opening.title,
        theme=opening.theme,
        authorities=opening.authorities,
        structures=opening.structures,
        demonstration=opening.demonstration,
    )
    draft = decide(definition, None, command, moment, desk.known)
    if not isinstance(draft, Draft):  # pragma: no cover  (opening has no refusals)
        raise TypeError(draft)
    return commit(desk, unit, definition, desk.new_id(), draft, moment)


def _check_may_open(opening: Opening, moment: Moment) -> None:
    own = moment.by.is_any(frozenset({Role.MISSION, Role.JURIST})) or moment.by.authority in opening.authorities
    if not moment.by.is_any(WRITES_FACTS) or not own:
        raise Forbidden(
            "Vous ne pouvez pas ouvrir de dossier pour cette collectivité.",
            why="Un agent ouvre les dossiers de sa collectivité ; la mission, ceux de toutes.",
            do="Choisissez votre collectivité, ou demandez à la mission.",
        )
