"""Whether a running file can go on under another version of its workflow, and what that changes for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time
from typing import Any, Final

from mandate_flow.domain.command import Moment
from mandate_flow.domain.deadline import Deadline, DeadlineStatus
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Action, Draft, Event
from mandate_flow.domain.file import FactKey, File, ThreadKey, ThreadStatus
from mandate_flow.domain.people import SYSTEM
from mandate_flow.domain.said import N_, joined, said, worded
from mandate_flow.domain.value import Erased, Fact, FactType
from mandate_flow.domain.workflow import spoken
from mandate_flow.domain.workflow.answer import check_value
from mandate_flow.domain.workflow.decide import with_deadlines
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.evolve import deadline_from_json, deadline_to_json, proposal_to_json
from mandate_flow.domain.workflow.fixing import is_fixed
from mandate_flow.domain.workflow.known import Known
from mandate_flow.domain.workflow.recording import check_occurrence
from mandate_flow.domain.workflow.verdict import (
    About,
    Choices,
    DeadlineTurn,
    Movable,
    NeedsDecision,
    Question,
    Refused,
    Turn,
    Verdict,
)

_TEXTS: Final = frozenset({FactType.TEXT, FactType.LONG_TEXT})


def plan(old: Definition, new: Definition, file: File, choices: Choices, known: Known, day: date) -> Verdict:
    """What becomes of `file`, pinned to `old`, under `new`, on `day`.

    Nothing of the file is lost: answers and documents that are no longer asked for stay in it, unread.
    """
    misfits = {key: why for key, fact in file.facts.items() if (why := _misfit(new, file, key, fact))}
    reasons = (*_reasons(old, new, file, choices), *_fixed(old, file, misfits))
    if reasons:
        return Refused(reasons)
    questions = tuple(_questions(old, new, file, choices, misfits))
    if questions:
        return NeedsDecision(questions)
    draft = Draft(Action.FILE_MIGRATED, _outcome(old, new, file, choices, misfits), contents=(new.sha256,))
    moment = Moment(SYSTEM, datetime.combine(day, time.min, UTC), day)
    draft = with_deadlines(new, file, draft, moment, known)
    return Movable(draft, _turns(old, new, file, draft), tuple(_kept(old, new, file, misfits)))


_SINCE: Final = (
    N_("{n} acte a suivi la migration : l’annuler démentirait ce qui a été fait depuis."),
    N_("{n} actes ont suivi la migration : l’annuler démentirait ce qui a été fait depuis."),
)


def in_batch(draft: Draft, batch: str) -> Draft:
    """The draft with the id of the batch it is recorded in."""
    return Draft(draft.action, {**draft.outcome, "batch": batch}, draft.documents, draft.contents)


def back(before: File, migrated: Event, file: File, batch: str, day: date) -> Draft | Refused:
    """The event that makes `file` again what it was `before` its last event, `migrated`.

    Dates and traces of deadlines come back as they stood, not computed anew. Refused when anything happened since.
    """
    if since := file.version - migrated.seq:
        return Refused((said(_SINCE[since > 1], n=since),))
    fresh = [one for key, one in file.deadlines.items() if key not in before.deadlines]
    rows = [one for key, one in before.deadlines.items() if file.deadlines.get(key) != one]
    rows += [_cancelled(one, day) for one in fresh if one.status is DeadlineStatus.OPEN]
    renamed = [[other, occurrence, name] for name, occurrence, other in migrated.outcome["renamed"]]
    lapsed = [one for key, one in before.proposals.items() if key not in file.proposals]
    outcome = {
        "from": asdict(file.workflow),
        "to": asdict(before.workflow),
        "was": file.state,
        **_place(before.state, before.rank, before.furthest_rank, before.entered),
        "renamed": renamed,
        "lapsed": [],
        "proposals": [proposal_to_json(one) for one in lapsed],
        "undoes": migrated.seq,
        "batch": batch,
        "deadlines": [deadline_to_json(one) for one in rows],
    }
    return Draft(Action.MIGRATION_UNDONE, outcome, contents=(before.workflow.sha256,))


def _reasons(old: Definition, new: Definition, file: File, choices: Choices) -> Iterator[str]:
    if file.ended:
        yield said("Le dossier est terminé : il reste sous la version qui l’a régi.")
    if file.workflow.name != new.name:
        yield said("Le dossier suit le parcours « {held} », non « {asked} ».", held=file.workflow.name, asked=new.name)
    if file.workflow.sha256 == new.sha256:
        yield said("Le dossier est déjà sous cette version.")
    target = _target(new, file.state, choices)
    if target is not None:
        yield from _misled(old, new, file, target)
    closed = {step.closes for step in new.steps.values()}
    for name in dict.fromkeys(name for name, _ in _open_threads(file) if name not in closed):
        label = spoken.thread(old, name)
        yield said("« {label} » est ouvert, et la nouvelle version n’a pas d’étape pour le clore.", label=label)


def _fixed(old: Definition, file: File, misfits: Mapping[FactKey, str]) -> Iterator[str]:
    """An answer that two people confirmed, and on which the act rests, is not put aside."""
    for name, why in {name: why for (name, _), why in misfits.items()}.items():
        kind = old.facts.get(name)
        if kind is not None and any(is_fixed(old, file, kind, at) for one, at in misfits if one == name):
            words = N_(
                "« {label:words} » : {why} L’acte repose sur cette réponse : elle ne peut pas être mise de côté."
            )
            yield said(words, label=kind.label, why=why)


def _misled(old: Definition, new: Definition, file: File, target: str) -> Iterator[str]:
    """A mapping must not end a file, nor take it past a state it has not been through."""
    state = new.states.get(target)
    if state is None:
        yield said("L’état « {after} » n’existe pas dans la nouvelle version.", after=target)
        return
    if state.ending:
        yield said("« {label:words} » est une fin : une migration ne termine pas un dossier.", label=state.label)
    if target == file.state or file.state not in old.states:
        return
    reached = old.states[file.state].rank
    for name, one in new.states.items():
        if name in old.states and old.states[name].rank > reached and not one.ending and one.rank <= state.rank:
            yield said("Le dossier sauterait l’état « {label:words} », par lequel il n’est pas passé.", label=one.label)


def _target(new: Definition, state: str, choices: Choices) -> str | None:
    """Where a file in `state` goes: as decided, else where it is; None while nobody decided."""
    return choices.states.get(state, state if state in new.states else None)


def _questions(
    old: Definition, new: Definition, file: File, choices: Choices, misfits: Mapping[FactKey, str]
) -> Iterator[Question]:
    if _target(new, file.state, choices) is None:
        words = N_("L’état « {label} » n’existe plus : dites dans quel état le dossier continue.")
        yield Question(About.STATE, file.state, said(words, label=spoken.state(old, file.state)))
    told = {name: why for (name, _), why in misfits.items() if name not in choices.aside}
    for name, why in told.items():
        words = N_(
            "« {label:words} » : {why} L’ancienne réponse peut être mise de côté ; la question sera posée de nouveau."
        )
        yield Question(About.FACT, name, said(words, label=new.facts[name].label, why=why))
    for proposal in () if choices.lapse else file.proposals.values():
        label = worded(old.steps[proposal.step].label) if proposal.step in old.steps else proposal.step
        words = N_("« {label} » attend une seconde personne : confirmez d’abord, ou acceptez que la proposition tombe.")
        yield Question(About.PROPOSAL, proposal.step, said(words, label=label))
    for name, occurrence in () if choices.controls else _open_threads(file):
        label = joined((spoken.thread(old, name), occurrence))
        words = said("« {label} » est ouvert : finissez-le, ou acceptez qu’il continue ainsi.", label=label)
        yield Question(About.CONTROL, occurrence or name, words)


def _open_threads(file: File) -> tuple[ThreadKey, ...]:
    return tuple(key for key, status in sorted(file.threads.items()) if status is ThreadStatus.OPEN)


def _misfit(new: Definition, file: File, key: FactKey, fact: Fact) -> str:
    """Why an answer cannot be read by the new version; "" when it can, or when it is no longer asked for."""
    kind = new.facts.get(key[0])
    if kind is None:
        return ""
    if kind.type is not fact.type and not {kind.type, fact.type} <= _TEXTS:
        return said("la forme de la réponse a changé.")
    try:
        check_occurrence(file, kind.per, key[1], key[0])
    except BadInput:
        return said("la réponse ne se donne plus pour les mêmes (collectivité, structure, exercice).")
    if isinstance(fact.value, Erased):
        return ""
    try:
        check_value(kind, fact.value)
    except BadInput:
        table = kind.type is FactType.TABLE
        return (
            said("les colonnes du tableau ont changé.")
            if table
            else said("la réponse donnée n’est plus dans la liste.")
        )
    return ""


def _outcome(
    old: Definition, new: Definition, file: File, choices: Choices, misfits: Mapping[FactKey, str]
) -> dict[str, Any]:
    state = new.states[choices.states.get(file.state, file.state)]
    entered = {choices.states.get(name, name): on for name, on in file.entered.items()}
    known = [new.states[name].rank for name in entered if name in new.states and not new.states[name].ending]
    furthest = next((one.name for one in old.states.values() if one.rank == file.furthest_rank), "")
    reached = new.states.get(choices.states.get(furthest, furthest))
    ranks = [state.rank, *known] if reached is None else [state.rank, reached.rank]
    return {
        "from": asdict(file.workflow),
        "to": {"name": new.name, "version": new.version, "sha256": new.sha256},
        "was": file.state,
        **_place(state.name, state.rank, max(ranks), entered),
        "renamed": [[name, occurrence, _aside(file, name, occurrence)] for name, occurrence in misfits],
        "lapsed": [list(key) for key in file.proposals],
        "proposals": [],
    }


def _place(state: str, rank: int, furthest_rank: int, entered: Mapping[str, date]) -> dict[str, Any]:
    """Where the file stands and has been, whole: so that an undo gives back exactly what was."""
    days = {name: on.isoformat() for name, on in entered.items()}
    return {"state": state, "rank": rank, "furthest_rank": furthest_rank, "entered": days}


def _aside(file: File, name: str, occurrence: str) -> str:
    """The name under which an answer is kept aside: no question can bear it."""
    aside = f"{name}@{file.workflow.version}"
    while (aside, occurrence) in file.facts:
        aside += "+"
    return aside


def _cancelled(one: Deadline, day: date) -> Deadline:
    return replace(one, status=DeadlineStatus.CANCELLED, closed_on=day)


def _turns(old: Definition, new: Definition, file: File, draft: Draft) -> tuple[DeadlineTurn, ...]:
    found = []
    for one in map(deadline_from_json, draft.outcome.get("deadlines", ())):
        rule = new.deadlines.get(one.code) or old.deadlines.get(one.code)
        held = file.deadlines.get(one.key)
        was = held.due if held is not None and held.status is DeadlineStatus.OPEN else None
        label = rule.label["fr"] if rule else one.code
        found.append(DeadlineTurn(_turn(held, one), label, one.occurrence, was, one.due, one.owed_by))
    return tuple(sorted(found, key=lambda one: (one.due, one.label, one.occurrence)))


def _turn(held: Deadline | None, now: Deadline) -> Turn:
    if now.status is DeadlineStatus.CANCELLED:
        return Turn.CANCELS
    if now.status is DeadlineStatus.MET:
        return Turn.CLOSES
    if held is None or held.status is not DeadlineStatus.OPEN:
        return Turn.OPENS
    return Turn.CHANGES if held.due == now.due else Turn.MOVES


def _kept(old: Definition, new: Definition, file: File, misfits: Iterable[FactKey]) -> Iterator[str]:
    """The labels of what stays in the file without being asked for any more."""
    names = dict.fromkeys(name for name, _ in file.facts if name in old.facts and name not in new.facts)
    names |= dict.fromkeys(name for name, _ in misfits)
    yield from (worded(old.facts[name].label) if name in old.facts else name for name in names)
    if file.payments and new.payments is None:
        yield said("Versements enregistrés")
    kinds = dict.fromkeys(one.kind for one in file.documents.values() if one.counts)
    yield from (
        worded(old.documents[kind].label) for kind in kinds if kind in old.documents and kind not in new.documents
    )
