"""Puts a person in charge of files, one or many at once, each in its own transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mandate_flow.domain.assignment import ASSIGNS, may_assign, may_propose
from mandate_flow.domain.command import AssignFile, Moment
from mandate_flow.domain.errors import BadInput, Forbidden, MandateFlowError, NotFound, Stale, Unseen
from mandate_flow.domain.file import File
from mandate_flow.domain.people import Person
from mandate_flow.domain.said import said
from mandate_flow.service.act import Done, act
from mandate_flow.service.desk import Desk
from mandate_flow.store.views import Filters, Scope


@dataclass(frozen=True, slots=True)
class Assigned:
    """What became of each file, by reference: given, already so, or refused with its reason."""

    done: tuple[str, ...]
    unchanged: tuple[str, ...]
    refused: tuple[tuple[str, MandateFlowError], ...]


def candidates(desk: Desk, by: Person) -> tuple[Person, ...]:
    """Whom this person may put in charge of a file, by name; nobody when they may not assign."""
    if not by.is_any(ASSIGNS):
        return ()
    with desk.store.read() as unit:
        return tuple(one for one in unit.registers.people() if may_propose(by, one))


def kept_by(desk: Desk, filters: Filters, moment: Moment, most: int) -> tuple[str, ...]:
    """The references of every file of a list, to give them at once. Raises BadInput beyond `most`."""
    with desk.store.read() as unit:
        found = unit.views.refs(moment.day, Scope.of(moment.by), filters)
    if len(found) > most:
        raise BadInput(
            said(
                "Il y a {count} dossiers dans cette liste, et {most} au plus se confient à la fois.",
                count=len(found),
                most=most,
            ),
            do="Ajoutez un filtre, ou cochez ceux qu’il faut.",
        )
    return tuple(found)


def assign(desk: Desk, refs: Iterable[str], person_id: str, moment: Moment) -> Assigned:
    """Put a person in charge of each file, "" for nobody; a file that cannot be given is told apart from the others.

    Raises Forbidden for who may give no file at all, BadInput for a person who is not among their `candidates`.
    """
    if not moment.by.is_any(ASSIGNS):
        raise Forbidden(
            "Votre fonction ne permet pas de désigner la personne chargée d’un dossier.",
            do="Adressez-vous à la mission ou à l’agent de la collectivité.",
        )
    person = _chosen(desk, person_id, moment.by) if person_id else None
    done: list[str] = []
    unchanged: list[str] = []
    refused: list[tuple[str, MandateFlowError]] = []
    for ref in dict.fromkeys(refs):
        try:
            changed = _one(desk, ref, person, moment)
        except (NotFound, Forbidden, BadInput, Stale) as error:
            refused.append((ref, error))
        else:
            (done if changed else unchanged).append(ref)
    return Assigned(tuple(done), tuple(unchanged), tuple(refused))


def _chosen(desk: Desk, person_id: str, by: Person) -> Person:
    found = next((one for one in candidates(desk, by) if one.id == person_id), None)
    if found is None:
        raise BadInput(
            "Cette personne ne peut pas être chargée de vos dossiers.",
            why="Il faut quelqu’un qui complète des dossiers : la mission, un juriste, un agent de la collectivité.",
            do="Choisissez dans la liste.",
            where="personne",
        )
    return found


def _one(desk: Desk, ref: str, person: Person | None, moment: Moment) -> bool:
    """Whether it changed anything. Raises what `assign` tells apart."""
    with desk.store.read() as unit:
        file = unit.files.by_ref(ref)
    _check(file, person, moment.by)
    return isinstance(act(desk, file.id, AssignFile(person.id if person else ""), moment), Done)


def _check(file: File, person: Person | None, by: Person) -> None:
    if not may_assign(by, file):
        raise Unseen
    if file.ended:
        raise BadInput("Ce dossier est terminé : plus personne n’a à en être chargé.")
    if person is not None and not person.may_record(file):
        raise BadInput(
            "Cette personne ne voit pas ce dossier.",
            why="Un agent complète les dossiers de sa collectivité, et d’elle seule.",
            do="Choisissez une personne d’une des collectivités du dossier, ou de la mission.",
        )
