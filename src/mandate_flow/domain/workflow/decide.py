"""The answer to a command: the event it makes, or every reason why not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, assert_never

from mandate_flow.domain.command import (
    AddComment,
    AddDocument,
    AssignFile,
    CancelPayment,
    ChangeParties,
    Command,
    ExtendDeadline,
    Moment,
    OnDeadline,
    OpenFile,
    PaymentCommand,
    RecordFacts,
    RecordPayment,
    ResumeDeadline,
    SettleComment,
    SuspendDeadline,
    TakeStep,
    WaiveDeadline,
    WithdrawComment,
    WithdrawDocument,
)
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Action, Draft, Event, Stream, StreamKind
from mandate_flow.domain.file import File
from mandate_flow.domain.refusal import Refused, Unchanged
from mandate_flow.domain.workflow.commenting import comment
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.depositing import add_document, withdraw_document
from mandate_flow.domain.workflow.derive import changes, derive
from mandate_flow.domain.workflow.evolve import deadline_to_json, evolve
from mandate_flow.domain.workflow.known import Known
from mandate_flow.domain.workflow.overlays import overlay_deadline
from mandate_flow.domain.workflow.parties import amend, give, some_authority, title_of
from mandate_flow.domain.workflow.paying import cancel_payment, record_payment
from mandate_flow.domain.workflow.recording import record
from mandate_flow.domain.workflow.sentences import shared
from mandate_flow.domain.workflow.taking import take


def decide(
    definition: Definition, file: File | None, command: Command, moment: Moment, known: Known
) -> Draft | Refused | Unchanged:
    """What `command` does to `file` (None: it opens one) under its pinned definition.

    Raises BadInput for a value the workflow cannot hold; whether the person may see the file is the service's to check.
    """
    if isinstance(command, OpenFile):
        return with_deadlines(definition, None, _open(definition, command), moment, known)
    if file is None:
        raise BadInput("Ce dossier n’existe pas.", do="Ouvrez d’abord le dossier.")
    if isinstance(command, AddComment | SettleComment | WithdrawComment):
        return comment(file, command, moment)  # of an ended file too, and whatever its deadlines
    if file.ended:
        return Refused((shared("file_ended"),))
    draft = _on_file(definition, file, command, moment, known)
    return with_deadlines(definition, file, draft, moment, known) if isinstance(draft, Draft) else draft


def _on_file(
    definition: Definition,
    file: File,
    command: RecordFacts
    | TakeStep
    | AddDocument
    | WithdrawDocument
    | ChangeParties
    | AssignFile
    | OnDeadline
    | PaymentCommand,
    moment: Moment,
    known: Known,
) -> Draft | Refused | Unchanged:
    match command:
        case RecordFacts():
            return record(definition, file, command)
        case TakeStep():
            return take(definition, file, command, moment, known)
        case AddDocument():
            return add_document(definition, file, command, moment)
        case WithdrawDocument():
            return withdraw_document(definition, file, command, moment)
        case ChangeParties() | AssignFile():
            return amend(definition, file, command) if isinstance(command, ChangeParties) else give(file, command)
        case ExtendDeadline() | SuspendDeadline() | ResumeDeadline() | WaiveDeadline():
            return overlay_deadline(definition, file, command, moment, known)
        case RecordPayment():
            return record_payment(definition, file, command, moment, known)
        case CancelPayment():
            return cancel_payment(definition, file, command, moment)
    assert_never(command)


def with_deadlines(definition: Definition, file: File | None, draft: Draft, moment: Moment, known: Known) -> Draft:
    """The draft with the deadlines it opens, moves, meets or cancels, so that a replay never computes one."""
    after = evolve(file, provisional(file, draft, moment))
    held = file.deadlines if file is not None else {}
    rows = [deadline_to_json(one) for one in changes(held, derive(definition, after, known, moment.day), moment.day)]
    return replace(draft, outcome={**draft.outcome, "deadlines": rows}) if rows else draft


def provisional(file: File | None, draft: Draft, moment: Moment, file_id: str = "") -> Event:
    """The draft as an event that has no place in the log yet; `file_id` names a file that is being opened."""
    stream = Stream(StreamKind.FILE, file.id if file else file_id)
    seq = file.version + 1 if file else 1
    return Event(stream, seq, moment.at, moment.day, moment.by.id, draft.action, draft.outcome)


def _open(definition: Definition, command: OpenFile) -> Draft:
    start = definition.states[definition.starts]
    outcome: dict[str, Any] = {
        "ref": command.ref,
        "title": title_of(command.title),
        "theme": command.theme,
        "workflow": {"name": definition.name, "version": definition.version, "sha256": definition.sha256},
        "state": start.name,
        "rank": start.rank,
        "authorities": list(some_authority(command.authorities)),
        "structures": list(command.structures),
        "demonstration": command.demonstration,
        "kind": definition.kind.value,
    }
    if command.renews:
        outcome["renews"] = command.renews
    return Draft(Action.FILE_OPENED, outcome, contents=(definition.sha256,))
