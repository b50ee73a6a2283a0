"""Open a file under the latest published version of a workflow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mandate_flow.domain.command import Moment, OpenFile
from mandate_flow.domain.errors import BadInput, Forbidden, NotFound, Stale
from mandate_flow.domain.event import Draft, Event, Stream, StreamKind
from mandate_flow.domain.file import File, FileKind
from mandate_flow.domain.people import WRITES_FACTS, Role
from mandate_flow.domain.said import said
from mandate_flow.domain.workflow import decide
from mandate_flow.domain.workflow.parties import title_of
from mandate_flow.service.committing import Done, commit
from mandate_flow.service.desk import Desk
from mandate_flow.store.unit import Unit

OF_THE_METROPOLE: Final = frozenset({Role.MISSION, Role.JURIST})
ID: Final = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Opening:
    """What a person gives to open a file; ids of authorities (the first one leads) and structures.

    `id`: the id the file will have (16 lower hex), chosen when the form was shown; a form sent twice opens one file.
    `renews`: the id of the file it follows.
    """

    workflow: str
    title: str
    theme: str
    authorities: tuple[str, ...]
    structures: tuple[str, ...] = ()
    demonstration: bool = False
    id: str = ""
    renews: str = ""


class OpenedBefore(BadInput):
    """The form has opened a file already, and now says something else."""


def open_file(desk: Desk, opening: Opening, moment: Moment) -> File:
    """Open a file and give it the next reference of its workflow and year; the same file again for the same `id`.

    Raises BadInput (a field is missing), OpenedBefore, NotFound (an authority or structure is not registered),
    Forbidden.
    """
    try:
        done = _opened(desk, opening, moment)
    except Stale:  # the same form, sent twice at the same instant: the first one has won
        done = _opened(desk, opening, moment)
    desk.stored.update(done.event.contents)
    return done.file


def _opened(desk: Desk, opening: Opening, moment: Moment) -> Done:
    with desk.store.write() as unit:
        return _already(unit, opening, moment) or open_within(desk, unit, opening, moment)


def _already(unit: Unit, opening: Opening, moment: Moment) -> Done | None:
    """What the same form has done before."""
    if not opening.id:
        return None
    if not ID.fullmatch(opening.id):
        raise BadInput("Ce formulaire ne peut pas être lu.", do="Ouvrez-le de nouveau.", where="id")
    try:
        file = unit.files.get(opening.id)
    except NotFound:
        return None
    first = unit.log.read(Stream(StreamKind.FILE, file.id))[0]
    if first.actor != moment.by.id:
        raise NotFound("Ce dossier n’existe pas, ou ne vous est pas ouvert.")
    if not _says(first, opening):
        raise OpenedBefore(
            said("Ce formulaire a déjà ouvert le dossier {ref}.", ref=file.ref),
            do="Pour le corriger, allez à ce dossier, puis « Modifier ». "
            "Pour ouvrir un autre dossier, envoyez de nouveau.",
            where="id",
        )
    return Done(first, file)


def _says(first: Event, opening: Opening) -> bool:
    said = first.outcome
    held = (said["workflow"]["name"], said["title"], said["theme"], said["authorities"], said["structures"])
    asked = (opening.workflow, title_of(opening.title), opening.theme, [*opening.authorities], [*opening.structures])
    return bool(held == asked)


def open_within(desk: Desk, unit: Unit, opening: Opening, moment: Moment) -> Done:
    """The same inside a transaction that does more; `desk.stored` is the caller's once that has ended."""
    definition = desk.library.latest(opening.workflow)
    _check_may_open(definition.kind, opening, moment)
    for authority in opening.authorities:
        unit.registers.authority(authority)
    for structure in opening.structures:
        unit.registers.structure(structure)
    ref = unit.files.next_ref(definition.prefix, moment.day.year)
    if definition.kind is FileKind.PATH:  # after the reference: its counter holds back whoever opens another
        _check_only_path(unit, opening)
    command = OpenFile(
        ref=ref,
        title=opening.title,
        theme=opening.theme,
        authorities=opening.authorities,
        structures=opening.structures,
        demonstration=opening.demonstration,
        renews=opening.renews,
    )
    draft = decide(definition, None, command, moment, desk.known)
    if not isinstance(draft, Draft):  # pragma: no cover  (opening has no refusals)
        raise TypeError(draft)
    return commit(desk, unit, definition, opening.id or desk.new_id(), draft, moment)


def _check_only_path(unit: Unit, opening: Opening) -> None:
    """A commune has one way of its own at a time, and it is its alone."""
    if len(opening.authorities) != 1:
        raise BadInput(
            "Un chemin est celui d’une seule collectivité.", do="N’en choisissez qu’une.", where="authorities"
        )
    held = unit.files.running_of(FileKind.PATH, opening.authorities[0])
    if held:
        raise BadInput(
            said("Cette collectivité a déjà son chemin : {held}.", held=held[0]),
            do="Continuez ce dossier.",
            where="authorities",
        )


def _check_may_open(kind: FileKind, opening: Opening, moment: Moment) -> None:
    if kind is FileKind.MISSION and not moment.by.is_any(OF_THE_METROPOLE):
        raise Forbidden("Une mission s’ouvre à la métropole.", do="Demandez à la mission.")
    own = moment.by.is_any(OF_THE_METROPOLE) or moment.by.authority in opening.authorities
    if not moment.by.is_any(WRITES_FACTS) or not own:
        raise Forbidden(
            "Vous ne pouvez pas ouvrir de dossier pour cette collectivité.",
            why="Un agent ouvre les dossiers de sa collectivité ; la mission, ceux de toutes.",
            do="Choisissez votre collectivité, ou demandez à la mission.",
        )
