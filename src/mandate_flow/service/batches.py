"""What migrations have been made, and taking one back as long as nothing has happened in its files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import Forbidden, NotFound, Stale
from mandate_flow.domain.event import Action, Draft, Event, Stream, StreamKind
from mandate_flow.domain.file import File, Pin
from mandate_flow.domain.people import Person
from mandate_flow.domain.workflow import evolve
from mandate_flow.domain.workflow.migration import back
from mandate_flow.service.committing import commit
from mandate_flow.service.definitions import check_may_read
from mandate_flow.service.desk import Desk
from mandate_flow.service.migration import CHANGED, MIGRATES, title_for
from mandate_flow.store.unit import Unit


class Since(StrEnum):
    """What became of a migrated file."""

    MOVED = "moved"  # nothing happened in it since: it can be taken back
    WENT_ON = "went_on"  # something did
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Migrated:
    """One file of a batch; `seq` is the event that moved it, `version` the file's version now."""

    id: str
    ref: str
    title: str
    seq: int
    version: int
    since: Since


@dataclass(frozen=True, slots=True)
class Batch:
    """One migration: who, when (its first event), from which version to which, and its files by reference."""

    id: str
    at: datetime
    by: str
    old: Pin
    new: Pin
    files: tuple[Migrated, ...]

    def count(self, since: Since) -> int:
        """How many of its files stand so."""
        return sum(one.since is since for one in self.files)


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undoing did: files taken back, and (reference, reason) of those that could not be."""

    back: tuple[str, ...]
    stayed: tuple[tuple[str, str], ...]


def batches(desk: Desk, moment: Moment) -> tuple[Batch, ...]:
    """Every batch, the latest first. Raises Forbidden."""
    check_may_read(moment)
    with desk.store.read() as unit:
        return tuple(reversed(_batches(unit, unit.views.migrations(), moment.by)))


def one_batch(desk: Desk, batch: str, moment: Moment) -> Batch:
    """A batch by its id. Raises NotFound, Forbidden."""
    check_may_read(moment)
    with desk.store.read() as unit:
        events = unit.views.migrations()
        found = _batches(unit, [one for one in events if one.outcome.get("batch") == batch], moment.by)
    if not found:
        raise NotFound("Cette migration n’existe pas.", do="mandate-flow workflow list donne les migrations faites.")
    return found[0]


def undo(desk: Desk, batch: str, moment: Moment) -> Undone:
    """Take back every file of a batch in which nothing happened since, each in its own transaction.

    Files already taken back are left alone, so that an undoing that was interrupted can be asked again.
    Raises NotFound, Forbidden.
    """
    if not moment.by.is_any(MIGRATES):
        raise Forbidden("Annuler une migration est réservé à l’administrateur.")
    done, stayed = [], []
    for one in one_batch(desk, batch, moment).files:
        if one.since is Since.UNDONE:
            continue
        why = _take_back(desk, one, batch, moment)
        if why:
            stayed.append((one.ref, why))
        else:
            done.append(one.ref)
    return Undone(tuple(done), tuple(stayed))


def _take_back(desk: Desk, one: Migrated, batch: str, moment: Moment) -> str:
    """Why the file stays, or "" once it is what it was."""
    try:
        with desk.store.write() as unit:
            file = unit.files.get(one.id)
            history = unit.log.read(Stream(StreamKind.FILE, file.id))
            before = _folded(history[: one.seq - 1])
            draft = back(before, history[one.seq - 1], file, batch, moment.day)
            if not isinstance(draft, Draft):
                return draft.reasons[0]
            commit(desk, unit, desk.definition(unit, before.workflow), file, draft, moment)
    except Stale:
        return CHANGED
    return ""


def _folded(history: Iterable[Event]) -> File:
    file: File | None = None
    for event in history:
        file = evolve(file, event)
    if file is None:
        raise NotFound("Ce dossier n’a pas d’histoire avant sa migration.")
    return file


def _batches(unit: Unit, events: Iterable[Event], by: Person) -> list[Batch]:
    """The batches of these events, in their order."""
    undone = set()
    moved: dict[str, list[Event]] = {}
    for event in events:
        if event.action is Action.FILE_MIGRATED:
            moved.setdefault(event.outcome["batch"], []).append(event)
        else:
            undone.add((event.stream.id, event.outcome["undoes"]))
    return [_batch(unit, name, each, undone, by) for name, each in moved.items()]


def _batch(unit: Unit, name: str, events: list[Event], undone: set[tuple[str, int]], by: Person) -> Batch:
    first = events[0]
    files = []
    for event in events:
        file = unit.files.get(event.stream.id)
        since = Since.MOVED if file.version == event.seq else Since.WENT_ON
        if (file.id, event.seq) in undone:
            since = Since.UNDONE
        files.append(Migrated(file.id, file.ref, title_for(by, file), event.seq, file.version, since))
    pins = Pin(**first.outcome["from"]), Pin(**first.outcome["to"])
    return Batch(name, first.at, first.actor, *pins, tuple(sorted(files, key=lambda one: one.ref)))
