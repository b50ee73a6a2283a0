"""Everything the page of one file shows, in one reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from mandate_flow.domain.command import Moment
from mandate_flow.domain.deminimis import AidPicture
from mandate_flow.domain.errors import NotFound, Unseen
from mandate_flow.domain.event import Action, Event, Stream, StreamKind
from mandate_flow.domain.file import CONTROL, File, ThreadStatus
from mandate_flow.domain.rates import NO_RATES, RateBook
from mandate_flow.domain.register import Authority, Structure
from mandate_flow.domain.value import FactType
from mandate_flow.domain.workflow import Explanation, evolve, explain
from mandate_flow.domain.workflow.definition import Definition, Per, Step
from mandate_flow.domain.workflow.granting import looks_at_aid
from mandate_flow.domain.workflow.known import Known
from mandate_flow.domain.workflow.rated import looks_at_rates
from mandate_flow.domain.workflow.scope import fiscal_years
from mandate_flow.domain.workflow.taking import is_spent
from mandate_flow.service.absences import INSTEAD_OF
from mandate_flow.service.desk import Desk
from mandate_flow.store.unit import Unit


@dataclass(frozen=True, slots=True)
class FilePage:
    """One file with its words: definition, who is in it, what each open step still asks, and what happened.

    `names` gives the name of every actor, and of every authority and structure that is or was in it, by
    id; `as_of` is set for a past view. `rates`: the reference rates, for a workflow that asks for one.
    `registered`: every authority there is or was, for a workflow that asks which of them were there; named then too.
    `follows`, `followed_by`: references of the files it renews and is renewed by.
    """

    file: File
    definition: Definition
    authorities: tuple[Authority, ...]
    structures: tuple[Structure, ...]
    explanations: tuple[Explanation, ...]
    history: tuple[Event, ...]
    names: Mapping[str, str]
    as_of: date | None = None
    rates: RateBook = NO_RATES
    registered: tuple[Authority, ...] = ()
    follows: str = ""
    followed_by: str = ""


def file_page(desk: Desk, ref: str, moment: Moment, *, as_of: date | None = None) -> FilePage:
    """The file as it is, or as its events up to the end of `as_of` had made it.

    Raises NotFound, also for a file the person may not see.
    """
    with desk.store.read() as unit:
        file = unit.files.by_ref(ref)
        if not moment.by.may_see(file):
            raise Unseen
        history = unit.log.read(Stream(StreamKind.FILE, file.id))
        if as_of is not None:
            history, file = _until(history, as_of)
        definition = desk.definition(unit, file.workflow)
        authorities = tuple(unit.registers.authority(one) for one in file.authorities)
        structures = tuple(unit.registers.structure(one) for one in file.structures)
        registered = _registered(unit, definition)
        names = {one.id: one.name for one in registered} | _names(unit, history)
        known = _known(desk, unit, definition, file, as_of or moment.day)
        follows = unit.files.ref_of(file.renews) if file.renews else ""
        followed_by = unit.files.follower(file.id)
    explanations = tuple(_explanations(definition, file, as_of or moment.day, known))
    return FilePage(
        file=file,
        definition=definition,
        authorities=authorities,
        structures=structures,
        explanations=explanations,
        history=history,
        names=names,
        as_of=as_of,
        rates=known.rates,
        registered=registered,
        follows=follows,
        followed_by=followed_by,
    )


def _registered(unit: Unit, definition: Definition) -> tuple[Authority, ...]:
    asks = any(one.type is FactType.AUTHORITIES for one in definition.facts.values())
    return unit.registers.authorities(retired=True) if asks else ()


def _known(desk: Desk, unit: Unit, definition: Definition, file: File, day: date) -> Known:
    """With the ledger when a step one may ask for looks at it, and the rates of a workflow that uses them."""
    known = desk.known
    if any(looks_at_rates(definition, step) for step in definition.steps.values()):
        known = replace(known, rates=unit.rates.book())
    steps = () if file.ended else definition.steps_from(file.state)
    if not any(looks_at_aid(definition, file, step, day, known) for step in steps):
        return known
    return replace(known, aid=AidPicture(unit.aid.ledger(file.structures[0])))


_NAMES_PARTIES: Final = frozenset({Action.FILE_OPENED, Action.FILE_AMENDED})


def _until(history: tuple[Event, ...], day: date) -> tuple[tuple[Event, ...], File]:
    kept = tuple(event for event in history if event.day <= day)
    file: File | None = None
    for event in kept:
        file = evolve(file, event)
    if file is None:
        raise NotFound("Le dossier n’était pas encore ouvert à cette date.", do="Choisissez une date plus récente.")
    return kept, file


def _names(unit: Unit, history: tuple[Event, ...]) -> dict[str, str]:
    found = {actor: unit.registers.name_of(actor) for actor in dict.fromkeys(event.actor for event in history)}
    asked = (one for event in history if event.action is Action.FILE_COMMENTED for one in event.outcome["mentions"])
    found |= {person: unit.registers.name_of(person) for person in dict.fromkeys(asked)}
    given = (str(event.outcome["assignee"] or "") for event in history if event.action is Action.FILE_ASSIGNED)
    found |= {person: unit.registers.name_of(person) for person in dict.fromkeys(given) if person}
    away = (str(event.outcome.get(INSTEAD_OF, "")) for event in history)
    found |= {person: unit.registers.name_of(person) for person in dict.fromkeys(away) if person}
    for find, parties in ((unit.registers.authority, "authorities"), (unit.registers.structure, "structures")):
        every = (one for event in history if event.action in _NAMES_PARTIES for one in event.outcome[parties])
        found |= {one: find(one).name for one in dict.fromkeys(every)}
    return found


def _explanations(definition: Definition, file: File, day: date, known: Known) -> Iterator[Explanation]:
    if file.ended:
        return
    for step in definition.steps_from(file.state):
        for occurrence in step_occurrences(file, step):
            if is_spent(file, step, occurrence):
                continue
            yield explain(definition, file, step.name, occurrence, day, known)


def step_occurrences(file: File, step: Step) -> tuple[str, ...]:
    """What a person may ask a step for: the open occurrences of its thread, the next control, or the step itself.

    "" for a step that repeats: the person says for which year or day.
    """
    if step.opens == CONTROL:
        waiting = [year for year in fiscal_years(file) if year not in file.controls]
        return tuple(waiting[:1])
    if step.opens and step.per is None:
        return () if file.threads.get((step.opens, "")) is ThreadStatus.OPEN else ("",)
    if step.thread and not step.opens:
        return file.open_ones(step.thread)
    if step.per is Per.AUTHORITY:
        return file.authorities
    return file.structures if step.per is Per.STRUCTURE else ("",)
