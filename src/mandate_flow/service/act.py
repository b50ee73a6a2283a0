"""The one door for every change of a file: load, decide, record, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mandate_flow.domain.command import (
    AddComment,
    ChangeParties,
    Command,
    Moment,
    RecordFacts,
    SettleComment,
    TakeStep,
    WithdrawComment,
)
from mandate_flow.domain.deminimis import AidPicture, Grant, entries
from mandate_flow.domain.errors import Forbidden, Stale, Unseen
from mandate_flow.domain.event import Action, Draft, Stream, StreamKind
from mandate_flow.domain.file import File
from mandate_flow.domain.refusal import Refused, Unchanged
from mandate_flow.domain.said import said
from mandate_flow.domain.talking import may_comment
from mandate_flow.domain.workflow import decide, evolve
from mandate_flow.domain.workflow.decide import provisional
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.granting import looks_at_aid
from mandate_flow.domain.workflow.known import Known
from mandate_flow.domain.workflow.rated import looks_at_rates
from mandate_flow.service.committing import Done, commit
from mandate_flow.service.desk import Desk
from mandate_flow.service.parties import check_named, check_parties
from mandate_flow.service.renewing import follow
from mandate_flow.store.unit import Unit

__all__ = ["Done", "act", "check_may_act", "known_to", "stale", "whose", "withdraw_granted"]


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
        if isinstance(command, RecordFacts):
            check_named(unit, definition, file, command)
        answer = decide(definition, file, command, moment, known_to(desk, unit, definition, file, command, moment))
        if not isinstance(answer, Draft):
            return answer
        done = commit(desk, unit, definition, file, answer, moment)
        cited = (*answer.contents, *_followed(desk, unit, definition, done, moment))
    desk.stored.update(cited)
    return done


def _followed(desk: Desk, unit: Unit, definition: Definition, done: Done, moment: Moment) -> tuple[str, ...]:
    """The content cited by the file that a renewal opens, in the same transaction, unless it was opened before."""
    step = definition.steps.get(str(done.event.outcome.get("step", "")))
    if step is None or not step.renews or done.event.action is not Action.STEP_TAKEN:
        return ()
    return () if unit.files.follower(done.file.id) else follow(desk, unit, done.file, moment)


def known_to(desk: Desk, unit: Unit, definition: Definition, file: File, command: Command, moment: Moment) -> Known:
    """What the rules must see for this command: ledger (held still) and rates only for a step that looks at them."""
    known = desk.known
    step = definition.steps.get(command.step) if isinstance(command, TakeStep) else None
    if looks_at_rates(definition, step):
        known = replace(known, rates=unit.rates.book())
    if not looks_at_aid(definition, file, step, moment.day, known):
        return known
    return replace(known, aid=AidPicture(unit.aid.locked(file.structures[0])))


def withdraw_granted(unit: Unit, grant: Grant, reason: str, moment: Moment) -> None:
    """Aid that a file granted no longer counts: told in the journal of the file, even once it has ended."""
    file = unit.files.get(grant.file_id)
    draft = entries.withdrawn(grant, reason)
    after = evolve(file, provisional(file, draft, moment))
    unit.files.record(file, after, draft, actor=moment.by.id, at=moment.at, day=moment.day)


def check_may_act(file: File, command: Command, moment: Moment) -> None:
    """Raises NotFound for a file the person may not see, Forbidden for one they may only read."""
    if not moment.by.may_see(file):
        raise Unseen
    if isinstance(command, AddComment | SettleComment | WithdrawComment):
        if not may_comment(moment.by, file):
            raise Forbidden("Votre fonction ne permet pas de commenter ce dossier.", do="Adressez-vous à la mission.")
        return
    if not isinstance(command, TakeStep) and not moment.by.may_record(file):
        raise Forbidden(
            "Votre fonction permet de lire ce dossier, pas de le compléter.",
            do="Adressez-vous à la mission ou à l’agent de la collectivité.",
        )


def stale(unit: Unit, file: File, expect: int, moment: Moment) -> Stale:
    """The file has gone on since version `expect`: what to tell the person."""
    since = [event.actor for event in unit.log.read(Stream(StreamKind.FILE, file.id)) if event.seq > expect]
    return Stale(
        said("Le dossier {ref} a été modifié {whose} entre-temps.", ref=file.ref, whose=whose(since, moment.by.id)),
        why="Rien de ce que vous avez saisi n’a été enregistré.",
        do="Relisez le dossier, puis enregistrez de nouveau votre saisie, conservée ci-dessous.",
    )


def whose(actors: Iterable[str], person: str) -> str:
    """Who went faster than `person`: somebody else, or the same person in another window."""
    return said("depuis une autre fenêtre") if set(actors) <= {person} else said("par quelqu’un d’autre")
