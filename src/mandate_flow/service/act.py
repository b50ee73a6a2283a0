"""The one door for every change of a file: load, decide, record, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from mandate_flow.domain.cadence import Cadence, next_reminder
from mandate_flow.domain.command import ChangeParties, Command, Moment, TakeStep
from mandate_flow.domain.deadline import TO_KNOW, Deadline, DeadlineKey, DeadlineStatus
from mandate_flow.domain.deminimis import AidPicture, Grant, entries
from mandate_flow.domain.errors import Forbidden, Stale, Unseen
from mandate_flow.domain.event import Draft, Event, Stream, StreamKind
from mandate_flow.domain.file import File
from mandate_flow.domain.notice import queued_by
from mandate_flow.domain.refusal import Refused, Unchanged
from mandate_flow.domain.workflow import decide, evolve
from mandate_flow.domain.workflow.decide import provisional
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.granting import looks_at_aid
from mandate_flow.domain.workflow.known import Known
from mandate_flow.service.desk import Desk
from mandate_flow.service.parties import check_parties
from mandate_flow.store.unit import Unit

ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Done:
    """The act was carried out: the event recorded and the file after it."""

    event: Event
    file: File


def act(
    desk: Desk, file_id: str, command: Command, moment: Moment, *, expect: int | None = None
) -> Done | Refused | Unchanged:
    """Carry out `command` on a file, or say why not; `expect` is the version the person was looking at.

    Raises NotFound (also for a file the person may not see), Forbidden, Stale, BadInput, Unavailable; then nothing
    is written.
    """
    with desk.store.write() as unit:
        file = unit.files.get(file_id)
        check_may_act(file, command, moment)
        if expect is not None and expect != file.version:
            raise stale(unit, file, expect, moment)
        if isinstance(command, ChangeParties):
            check_parties(unit, file, command, moment)
        definition = desk.definition(unit, file.workflow)
        answer = decide(definition, file, command, moment, known_to(desk, unit, definition, file, command, moment))
        if not isinstance(answer, Draft):
            return answer
        done = commit(desk, unit, definition, file, answer, moment)
    desk.stored.update(answer.contents)
    return done


def known_to(desk: Desk, unit: Unit, definition: Definition, file: File, command: Command, moment: Moment) -> Known:
    """What the rules must see for this command: the ledger only for a step that looks at it, and then held still."""
    known = desk.known
    step = definition.steps.get(command.step) if isinstance(command, TakeStep) else None
    if not looks_at_aid(definition, file, step, moment.day, known):
        return known
    return replace(known, aid=AidPicture(unit.aid.locked(file.structures[0])))


def commit(desk: Desk, unit: Unit, definition: Definition, before: File | str, draft: Draft, moment: Moment) -> Done:
    """Record a decided draft: the row, the event, its deadlines and what will be written to whom.

    `before` is the file as loaded, or the id of the one being opened.
    """
    held, new_id = (None, before) if isinstance(before, str) else (before, "")
    keep_contents(desk, unit, draft)
    foreseen = provisional(held, draft, moment, new_id)
    after = evolve(held, foreseen)
    event, file = unit.files.record(
        held,
        after,
        draft,
        actor=moment.by.id,
        at=moment.at,
        day=moment.day,
        queued=queued_by(desk.library.notices, definition, after, foreseen),
        reminders=_reminders(desk, after, draft, moment),
    )
    return Done(event, file)


def withdraw_granted(unit: Unit, grant: Grant, reason: str, moment: Moment) -> None:
    """Aid that a file granted no longer counts: told in the journal of the file, even once it has ended."""
    file = unit.files.get(grant.file_id)
    draft = entries.withdrawn(grant, reason)
    after = evolve(file, provisional(file, draft, moment))
    unit.files.record(file, after, draft, actor=moment.by.id, at=moment.at, day=moment.day)


def keep_contents(desk: Desk, unit: Unit, draft: Draft) -> None:
    """Store, at their first use, the bytes of the workflow and law the draft cites."""
    for sha256 in draft.contents:
        if sha256 not in desk.stored and sha256 in desk.library.sources:
            source = desk.library.sources[sha256]
            unit.library.put(sha256, source.kind, source.name, source.version, source.bytes)


def check_may_act(file: File, command: Command, moment: Moment) -> None:
    """Raises NotFound for a file the person may not see, Forbidden for one they may only read."""
    if not moment.by.may_see(file):
        raise Unseen
    if not isinstance(command, TakeStep) and not moment.by.may_record(file):
        raise Forbidden(
            "Votre fonction permet de lire ce dossier, pas de le compléter.",
            do="Adressez-vous à la mission ou à l’agent de la collectivité.",
        )


def stale(unit: Unit, file: File, expect: int, moment: Moment) -> Stale:
    """The file has gone on since version `expect`: what to tell the person."""
    since = [event.actor for event in unit.log.read(Stream(StreamKind.FILE, file.id)) if event.seq > expect]
    return Stale(
        f"Le dossier {file.ref} a été modifié {whose(since, moment.by.id)} entre-temps.",
        why="Rien de ce que vous avez saisi n’a été enregistré.",
        do="Relisez le dossier, puis enregistrez de nouveau votre saisie, conservée ci-dessous.",
    )


def whose(actors: Iterable[str], person: str) -> str:
    """Who went faster than `person`: somebody else, or the same person in another window."""
    return "depuis une autre fenêtre" if set(actors) <= {person} else "par quelqu’un d’autre"


def _reminders(desk: Desk, after: File, draft: Draft, moment: Moment) -> dict[DeadlineKey, date | None]:
    """The next reminder day of each deadline the draft touches."""
    cadences = desk.library.notices.cadences
    touched = (after.deadlines[row["code"], row["occurrence"]] for row in draft.outcome.get("deadlines", ()))
    return {one.key: _reminder(cadences.get(one.cadence), one, moment.day) for one in touched}


def _reminder(cadence: Cadence | None, one: Deadline, day: date) -> date | None:
    """Today counts still; a deadline that is late when it comes to light is reminded of once, today."""
    if cadence is None or one.status is not DeadlineStatus.OPEN:
        return None
    ahead = next_reminder(cadence, one.due, day - ONE_DAY)
    born_late = ahead is None and one.due < day and one.cadence != TO_KNOW
    return day if born_late else ahead
