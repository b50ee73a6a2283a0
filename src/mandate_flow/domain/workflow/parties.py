"""What a file is about, who is in it and who is in charge of it, corrected after the opening."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from mandate_flow.domain.command import AssignFile, ChangeParties
from mandate_flow.domain.deminimis import REGIME_OF
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Action, Draft, Personal
from mandate_flow.domain.file import File
from mandate_flow.domain.refusal import Refusal, Refused, Unchanged
from mandate_flow.domain.said import said
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.granting import regime_of
from mandate_flow.domain.workflow.recording import lapsing
from mandate_flow.domain.workflow.sentences import shared

LONGEST_TITLE: Final = 200


def amend(definition: Definition, file: File, command: ChangeParties) -> Draft | Refused | Unchanged:
    """The file under its corrected title, theme, authorities and structures; proposals waiting lapse.

    Refused when a party leaves under whose name something is recorded, or, once the file has gone on from its first
    state, without a reason.
    """
    after = _wanted(file, command)
    if after == {name: _held(file, name) for name in after}:
        return Unchanged()
    reasons = list(_against(definition, file, after))
    if file.furthest_rank > definition.states[definition.starts].rank and not command.reason.strip():
        reasons.append(shared("reason_missing"))
    if reasons:
        return Refused(tuple(reasons))
    outcome = {**after, "lapsed": lapsing(file)}
    if command.reason.strip():
        outcome["reason"] = Personal(command.reason.strip())
    return Draft(Action.FILE_AMENDED, outcome)


def give(file: File, command: AssignFile) -> Draft | Unchanged:
    """The file in the charge of another person, or of nobody; what waits for a second person waits still."""
    if command.person == file.assignee:
        return Unchanged()
    return Draft(Action.FILE_ASSIGNED, {"assignee": command.person or None})


def title_of(text: str) -> str:
    """The title as kept. Raises BadInput when it is missing or too long."""
    title = " ".join(text.split())
    if not title:
        raise BadInput("L’intitulé du service manque.", do="Nommez le service en une ligne.", where="title")
    if len(title) > LONGEST_TITLE:
        raise BadInput(
            said("L’intitulé compte {count} caractères.", count=len(title)),
            do=said("Restez en dessous de {longest}.", longest=LONGEST_TITLE),
            where="title",
        )
    return title


def some_authority(authorities: tuple[str, ...]) -> tuple[str, ...]:
    """Each authority once, in order. Raises BadInput when there is none."""
    if not authorities:
        raise BadInput(
            "Aucune collectivité n’est indiquée.", do="Choisissez au moins une collectivité.", where="authorities"
        )
    return tuple(dict.fromkeys(authorities))


def under(file: File, party: str) -> bool:
    """Whether an answer, a document or a payment that counts is recorded under the name of a party."""
    return (
        any(occurrence == party for _, occurrence in file.facts)
        or any(one.occurrence == party and not one.withdrawn for one in file.documents.values())
        or any(one.authority == party and not one.cancelled for one in file.payments.values())
    )


def _wanted(file: File, command: ChangeParties) -> dict[str, Any]:
    authorities = file.authorities if command.authorities is None else some_authority(command.authorities)
    structures = file.structures if command.structures is None else tuple(dict.fromkeys(command.structures))
    return {
        "title": file.title if command.title is None else title_of(command.title),
        "theme": file.theme if command.theme is None else command.theme,
        "authorities": list(authorities),
        "structures": list(structures),
    }


def _held(file: File, name: str) -> Any:  # noqa: ANN401 - as the event has it
    value = getattr(file, name)
    return list(value) if isinstance(value, tuple) else value


def _against(definition: Definition, file: File, after: dict[str, Any]) -> Iterator[Refusal]:
    staying = {*after["authorities"], *after["structures"]}
    for party in (*file.authorities, *file.structures):
        if party not in staying and under(file, party):
            yield shared("party_in_use", occurrence=party)
    if _has_granted(definition, file):
        for held, wanted in ((file.structures, after["structures"]), (file.authorities, after["authorities"])):
            if [*held[:1]] != wanted[:1]:
                yield shared("aid_granted", occurrence=held[0])


def _has_granted(definition: Definition, file: File) -> bool:
    """Whether a step wrote aid in the ledger: under the first structure and the first authority of the file."""
    if not file.structures or regime_of(file) not in REGIME_OF:
        return False
    return any(name in definition.steps and definition.steps[name].grants for name, _ in file.taken)
