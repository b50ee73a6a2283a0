"""Depositing a document, putting a new version in the place of another, and withdrawing one."""

from __future__ import annotations

from typing import Any

from mandate_flow.domain.command import AddDocument, Moment, WithdrawDocument
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Action, Draft, Personal
from mandate_flow.domain.file import Document, File
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.refusal import Refusal, Refused, Unchanged
from mandate_flow.domain.said import said
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.fixing import is_settled, refused_document
from mandate_flow.domain.workflow.recording import check_occurrence, lapsing
from mandate_flow.domain.workflow.sentences import shared


def add_document(definition: Definition, file: File, command: AddDocument, moment: Moment) -> Draft | Refused:
    """The deposit as an event. Refused when it would replace a document that this person may not take away."""
    kind = definition.documents.get(command.kind)
    if kind is None:
        raise BadInput(
            said("Le type de pièce « {kind} » n’existe pas dans ce parcours.", kind=command.kind), where="kind"
        )
    check_occurrence(file, kind.per, command.occurrence, command.kind)
    outcome: dict[str, Any] = {
        "id": command.id,
        "kind": command.kind,
        "occurrence": command.occurrence,
        "name": Personal(command.name),
        "sha256": command.sha256,
        "size": command.size,
        "media_type": command.media_type,
        "lapsed": lapsing(file),
    }
    if is_settled(definition, file, kind, command.occurrence):
        outcome["late"] = True
    if command.replaces:
        before = _replaceable(file, command)
        against = against_taking_away(definition, file, before, moment.by)
        if against:
            return Refused(against)
        outcome["replaces"] = before.id
    return Draft(Action.DOCUMENT_ADDED, outcome, documents=(command.sha256,))


def withdraw_document(
    definition: Definition, file: File, command: WithdrawDocument, moment: Moment
) -> Draft | Refused | Unchanged:
    """The withdrawal as an event. Refused without a reason, and as `against_taking_away` says."""
    document = file.documents.get(command.id)
    if document is None:
        raise BadInput("Cette pièce n’est pas dans le dossier.", where="document")
    if document.withdrawn:
        return Unchanged()
    against = against_taking_away(definition, file, document, moment.by)
    if not command.reason.strip():
        against = (*against, shared("reason_missing"))
    if against:
        return Refused(against)
    outcome = {"id": command.id, "reason": Personal(command.reason.strip()), "lapsed": lapsing(file)}
    return Draft(Action.DOCUMENT_WITHDRAWN, outcome, documents=(document.sha256,))


def against_taking_away(definition: Definition, file: File, document: Document, by: Person) -> tuple[Refusal, ...]:
    """Why a person may neither withdraw nor replace a document: a step fixed it, or it is another authority's."""
    fixed = refused_document(definition, file, document)
    foreign = document.occurrence in file.authorities and document.occurrence != by.authority
    alone = by.roles.isdisjoint({Role.MISSION, Role.JURIST})
    return (
        *((fixed,) if fixed else ()),
        *((shared("document_of_another", occurrence=document.occurrence),) if foreign and alone else ()),
    )


def _replaceable(file: File, command: AddDocument) -> Document:
    """The version that counts now, of the same kind and occurrence. Raises BadInput."""
    before = file.documents.get(command.replaces)
    if before is None or (before.kind, before.occurrence) != (command.kind, command.occurrence):
        raise BadInput("La pièce à remplacer n’est pas dans le dossier.", do="Rechargez la page.", where="replaces")
    if not before.counts:
        raise BadInput(
            "La pièce à remplacer a été retirée, ou remplacée par une version plus récente.",
            do="Rechargez la page : elle montre la version qui compte.",
            where="replaces",
        )
    return before
