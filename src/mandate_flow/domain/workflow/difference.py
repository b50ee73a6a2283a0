"""What changed from one version of a workflow to another, told so that a jurist can judge it without reading YAML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, TypeVar

from mandate_flow.domain.refusal import Level
from mandate_flow.domain.workflow import spoken
from mandate_flow.domain.workflow.deadline_rule import DeadlineRule
from mandate_flow.domain.workflow.definition import (
    Definition,
    DocumentKind,
    FactKind,
    Requirement,
    State,
    Step,
)
from mandate_flow.domain.workflow.moves import moved_requirements, moved_sections, moved_states, renamed

One = TypeVar("One")


class Kind(StrEnum):
    """What happened to a part of the workflow."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


class Part(StrEnum):
    """The parts that are compared, in the order they are told."""

    WORKFLOW = "workflow"
    STATE = "state"
    STEP = "step"
    REQUIREMENT = "requirement"
    FACT = "fact"
    DOCUMENT = "document"
    DEADLINE = "deadline"
    PAYMENTS = "payments"


@dataclass(frozen=True, slots=True)
class Change:
    """One part that differs. `words`: what happened, in one French sentence; `details`: each thing that changed."""

    part: Part
    kind: Kind
    name: str
    label: str
    words: str
    details: tuple[str, ...] = ()


def difference(old: Definition, new: Definition) -> tuple[Change, ...]:
    """Everything that differs from `old` to `new`, part by part, in the order of the new version, removals last."""
    return (
        *_whole(old, new),
        *_payments(old, new),
        *_states(old, new),
        *_parts(Part.STEP, old.steps, new.steps, _step(old, new)),
        *_parts(Part.REQUIREMENT, old.requirements, new.requirements, _requirement, moved_requirements(old, new)),
        *_parts(Part.FACT, old.facts, new.facts, _fact, moved_sections(old, new, old.facts, new.facts)),
        *_parts(Part.DOCUMENT, old.documents, new.documents, _document,
                moved_sections(old, new, old.documents, new.documents)),
        *_parts(Part.DEADLINE, old.deadlines, new.deadlines, _deadline),
    )  # fmt: skip


_NOUNS: Final[Mapping[Part, tuple[str, str]]] = {
    Part.STATE: ("L’état", ""),
    Part.STEP: ("L’étape", "e"),
    Part.REQUIREMENT: ("La condition", "e"),
    Part.FACT: ("La question", "e"),
    Part.DOCUMENT: ("La pièce", "e"),
    Part.DEADLINE: ("L’échéance", "e"),
}
_VERBS: Final = {Kind.ADDED: "ajouté", Kind.REMOVED: "supprimé", Kind.MOVED: "déplacé", Kind.CHANGED: "modifié"}


def _sentence(part: Part, kind: Kind, label: str) -> str:
    noun, ending = _NOUNS[part]
    return f"{noun} « {label} » est {_VERBS[kind]}{ending}."


def _whole(old: Definition, new: Definition) -> Iterator[Change]:
    details = (
        *_words("Intitulé", old.title, new.title),
        *_said("État de départ", spoken.state(old, old.starts), spoken.state(new, new.starts)),
        *_said("Dates qui choisissent le droit", spoken.dates(old), spoken.dates(new)),
    )
    if details:
        yield Change(
            Part.WORKFLOW, Kind.CHANGED, new.name, new.title["fr"], "Le parcours lui-même est modifié.", details
        )


_PAYMENTS: Final = {
    Kind.ADDED: "Les versements sont désormais suivis.",
    Kind.REMOVED: "Les versements ne sont plus suivis.",
    Kind.CHANGED: "Les règles des versements sont modifiées.",
}


def _payments(old: Definition, new: Definition) -> Iterator[Change]:
    before, after = spoken.payments(old), spoken.payments(new)
    details = tuple(line for what in after for line in _listed(what, before[what], after[what]))
    if details:
        kind = Kind.ADDED if old.payments is None else Kind.REMOVED if new.payments is None else Kind.CHANGED
        yield Change(Part.PAYMENTS, kind, "payments", "Versements", _PAYMENTS[kind], details)


def _states(old: Definition, new: Definition) -> Iterator[Change]:
    before = {after: name for name, after in renamed(old, new).items()}
    for one in _parts(Part.STATE, old.states, new.states, _state, moved_states(old, new)):
        if one.kind is Kind.ADDED and one.name in before:
            hint = f"Même libellé que l’état supprimé « {before[one.name]} » : sans doute le même, sous un autre nom."
            yield replace(one, details=(hint,))
        else:
            yield one


def _parts(
    part: Part,
    old: Mapping[str, One],
    new: Mapping[str, One],
    compare: Callable[[One, One], Iterator[str]],
    moves: Mapping[str, str] | None = None,
) -> Iterator[Change]:
    moved = moves or {}
    for name, one in new.items():
        label = _label(one)
        if name not in old:
            yield Change(part, Kind.ADDED, name, label, _sentence(part, Kind.ADDED, label), tuple(_told(part, one)))
            continue
        details = tuple(compare(old[name], one))
        if name in moved:
            words = _sentence(part, Kind.MOVED, label)
            yield Change(part, Kind.MOVED, name, label, words, (moved[name], *details))
        elif details:
            yield Change(part, Kind.CHANGED, name, label, _sentence(part, Kind.CHANGED, label), details)
    for name, one in old.items():
        if name not in new:
            yield Change(part, Kind.REMOVED, name, _label(one), _sentence(part, Kind.REMOVED, _label(one)))


def _label(one: Any) -> str:  # noqa: ANN401 - every part has a label
    return str(one.label["fr"])


def _told(part: Part, one: Any) -> Iterator[str]:  # noqa: ANN401
    """What a part that is added says, for the parts whose label is not enough."""
    if part is Part.REQUIREMENT:
        yield from (f"Niveau : {spoken.LEVELS[one.level]}.", f"Condition : {one.that.source}.")
        if one.when is not None:
            yield f"Seulement si : {one.when.source}."
    elif part is Part.DEADLINE:
        yield from (f"Calcul : {spoken.period(one.plus)} après « {one.after} ».", f"Due par : {one.owed_by}.")
    elif part is Part.FACT:
        yield f"Forme de la réponse : {spoken.TYPES[one.type]}."
        if one.columns:
            yield f"Colonnes : {', '.join(spoken.columns(one))}."


def _said(what: str, before: str, after: str) -> Iterator[str]:
    if before != after:
        yield f"{what} : {before or 'rien'} → {after or 'rien'}."


def _words(what: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """A text in French; a change of the other languages alone is only named."""
    if before.get("fr") != after.get("fr"):
        yield f"{what} : « {before.get('fr', '')} » → « {after.get('fr', '')} »."
    elif dict(before) != dict(after):
        yield f"{what} : traduction modifiée."


def _listed(what: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[str]:
    gone, come = [one for one in before if one not in after], [one for one in after if one not in before]
    if come:
        yield f"{what} : en plus, {', '.join(come)}."
    if gone:
        yield f"{what} : en moins, {', '.join(gone)}."


def _flag(sentence: tuple[str, str], before: bool, after: bool) -> Iterator[str]:  # noqa: FBT001 - what is compared
    if before != after:
        yield sentence[0] if after else sentence[1]


def _state(old: State, new: State) -> Iterator[str]:
    yield from _words("Libellé", old.label, new.label)
    yield from _words("Libellé vu par la structure", old.structure_label, new.structure_label)
    yield from _words("Aide", old.help, new.help)
    yield from _flag(("Cet état devient une fin.", "Cet état n’est plus une fin."), old.ending, new.ending)
    yield from _flag(("Cet état quitte le chemin.", "Cet état est désormais sur le chemin."), old.aside, new.aside)


def _step(before: Definition, after: Definition) -> Callable[[Step, Step], Iterator[str]]:
    def compare(old: Step, new: Step) -> Iterator[str]:
        yield from _words("Libellé", old.label, new.label)
        yield from _said("Mène à", spoken.leads(before, old), spoken.leads(after, new))
        yield from _listed("Part de", spoken.states(before, old.sources), spoken.states(after, new.sources))
        yield from _listed("Qui peut la franchir", spoken.roles(old.by), spoken.roles(new.by))
        yield from _listed("Qui peut la confirmer", spoken.roles(old.confirm_by), spoken.roles(new.confirm_by))
        yield from _flag(("Il faut désormais deux personnes.", "Une personne suffit."), old.four_eyes, new.four_eyes)
        yield from _flag(("Un motif est demandé.", "Aucun motif n’est plus demandé."), old.reason, new.reason)
        yield from _flag(("Elle ne se franchit qu’une fois.", "Elle peut se franchir encore."), old.once, new.once)
        for what, held, now in (("Ouvre", old.opens, new.opens), ("Clôt", old.closes, new.closes),
                                ("Pendant", old.within, new.within)):  # fmt: skip
            yield from _said(what, spoken.thread(before, held), spoken.thread(after, now))
        yield from _flag(("Elle mène plus loin.", "Elle est une autre suite, à part."), old.main, new.main)
        yield from _flag(("Elle octroie l’aide.", "Elle n’octroie plus l’aide."), old.grants, new.grants)
        yield from _flag(("Elle ouvre le dossier qui suit.", "Elle n’ouvre plus de dossier."), old.renews, new.renews)
        yield from _said("Se répète par", spoken.per(old.per), spoken.per(new.per))
        asked = spoken.requirements(before, old.requires), spoken.requirements(after, new.requires)
        yield from _listed("Conditions", *asked)
        yield from _words("Aide", old.help, new.help)

    return compare


def _requirement(old: Requirement, new: Requirement) -> Iterator[str]:
    yield from _words("Libellé", old.label, new.label)
    yield from _said("Niveau", spoken.LEVELS[old.level], spoken.LEVELS[new.level])
    if old.level is Level.WARNING and new.level is Level.BLOCKER:
        yield "Ce qui n’était qu’un avertissement empêche désormais de franchir l’étape."
    yield from _said("Condition", old.that.source, new.that.source)
    yield from _said("Seulement si", spoken.source(old.when), spoken.source(new.when))
    yield from _said("Se répète par", spoken.per(old.per), spoken.per(new.per))
    yield from _listed("Textes", old.law, new.law)
    yield from _said("Jour qui choisit le droit", old.law_on, new.law_on)
    yield from _said("Incombe à", old.owed_by, new.owed_by)
    yield from _said("Remède", old.remedy[1], new.remedy[1])
    yield from _words("Phrase du refus", spoken.texts(old.says), spoken.texts(new.says))


def _fact(old: FactKind, new: FactKind) -> Iterator[str]:
    yield from _said("Forme de la réponse", spoken.TYPES[old.type], spoken.TYPES[new.type])
    yield from _words("Libellé", old.label, new.label)
    yield from _listed("Choix", spoken.choices(old), spoken.choices(new))
    yield from _columns(old, new)
    yield from _said("Se répète par", spoken.per(old.per), spoken.per(new.per))
    yield from _said("Montrée si", spoken.source(old.shown_when), spoken.source(new.shown_when))
    yield from _said("Fixée après l’étape", old.fixed_after, new.fixed_after)
    yield from _said("Libre à nouveau pendant", old.unless_open, new.unless_open)
    yield from (
        line for name, words in spoken.SWITCHES.items() for line in _flag(words, getattr(old, name), getattr(new, name))
    )
    yield from _said("Texte", old.law, new.law)
    yield from _said("Unité", old.unit, new.unit)
    yield from _said("Au moins", spoken.bound(old.least), spoken.bound(new.least))
    yield from _said("Au plus", spoken.bound(old.most), spoken.bound(new.most))
    yield from _words("Aide", old.help, new.help)
    yield from _words("Exemple", old.example, new.example)


def _columns(old: FactKind, new: FactKind) -> Iterator[str]:
    told = tuple(_listed("Colonnes", spoken.columns(old), spoken.columns(new)))
    yield from told
    if old.columns != new.columns and not told:
        yield "Colonnes : nom, ordre, aide ou traduction modifiés."


def _document(old: DocumentKind, new: DocumentKind) -> Iterator[str]:
    yield from _words("Libellé", old.label, new.label)
    yield from _said("Se répète par", spoken.per(old.per), spoken.per(new.per))
    yield from _said("Texte", old.law, new.law)
    yield from _said("Incombe à", old.owed_by, new.owed_by)
    yield from _words("Aide", old.help, new.help)


def _deadline(old: DeadlineRule, new: DeadlineRule) -> Iterator[str]:
    yield from _words("Libellé", old.label, new.label)
    yield from _said("Durée", spoken.period(old.plus), spoken.period(new.plus))
    yield from _said("Point de départ", old.after, new.after)
    yield from _listed("Ou, si c’est plus tard", old.or_after, new.or_after)
    yield from _said("Seulement si", spoken.source(old.when), spoken.source(new.when))
    yield from _said("Incombe à", old.owed_by, new.owed_by)
    yield from _said("Tenue par", spoken.met(old.met_by), spoken.met(new.met_by))
    yield from _said("Rappels", old.cadence, new.cadence)
    yield from _said("Jour qui choisit le droit", old.law_on, new.law_on)
    yield from _said("Se répète par", spoken.per(old.per), spoken.per(new.per))
    yield from _listed("Textes", old.law, new.law)
    yield from _flag(
        ("Elle court après la fin du dossier.", "Elle s’arrête à la fin du dossier."), old.after_end, new.after_end
    )
    yield from _flag(("Elle revient à chaque période.", "Elle ne vient qu’une fois."), old.every, new.every)
    yield from _said("Numéro", old.id, new.id)
    yield from _listed("On peut", spoken.may(old.may), spoken.may(new.may))
    yield from _said("Autre lecture", spoken.other_reading(old), spoken.other_reading(new))
    yield from _words("Aide", old.help, new.help)
