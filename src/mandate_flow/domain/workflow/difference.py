"""What changed from one version of a workflow to another, told so that a jurist can judge it without reading YAML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar

from mandate_flow.domain.refusal import Level
from mandate_flow.domain.said import N_, joined, said, worded
from mandate_flow.domain.workflow import spoken
from mandate_flow.domain.workflow.change import Change, Kind, Part, sentence
from mandate_flow.domain.workflow.change_words import relisted, reworded, stated, switched, turned
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


def _whole(old: Definition, new: Definition) -> Iterator[Change]:
    details = (
        *reworded(N_("Intitulé"), old.title, new.title),
        *turned(N_("État de départ"), spoken.state(old, old.starts), spoken.state(new, new.starts)),
        *turned(N_("Dates qui choisissent le droit"), spoken.dates(old), spoken.dates(new)),
    )
    if details:
        yield Change(
            Part.WORKFLOW, Kind.CHANGED, new.name, worded(new.title), said("Le parcours lui-même est modifié."), details
        )


_PAYMENTS: Final = {
    Kind.ADDED: said("Les versements sont désormais suivis."),
    Kind.REMOVED: said("Les versements ne sont plus suivis."),
    Kind.CHANGED: said("Les règles des versements sont modifiées."),
}


def _payments(old: Definition, new: Definition) -> Iterator[Change]:
    before, after = spoken.payments(old), spoken.payments(new)
    details = tuple(line for what in after for line in relisted(what, before[what], after[what]))
    if details:
        kind = Kind.ADDED if old.payments is None else Kind.REMOVED if new.payments is None else Kind.CHANGED
        yield Change(Part.PAYMENTS, kind, "payments", said("Versements"), _PAYMENTS[kind], details)


def _states(old: Definition, new: Definition) -> Iterator[Change]:
    before = {after: name for name, after in renamed(old, new).items()}
    for one in _parts(Part.STATE, old.states, new.states, _state, moved_states(old, new)):
        if one.kind is Kind.ADDED and one.name in before:
            hint = said(
                "Même libellé que l’état supprimé « {name} » : sans doute le même, sous un autre nom.",
                name=before[one.name],
            )
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
            yield Change(part, Kind.ADDED, name, label, sentence(part, Kind.ADDED, label), tuple(_told(part, one)))
            continue
        details = tuple(compare(old[name], one))
        if name in moved:
            words = sentence(part, Kind.MOVED, label)
            yield Change(part, Kind.MOVED, name, label, words, (moved[name], *details))
        elif details:
            yield Change(part, Kind.CHANGED, name, label, sentence(part, Kind.CHANGED, label), details)
    for name, one in old.items():
        if name not in new:
            yield Change(part, Kind.REMOVED, name, _label(one), sentence(part, Kind.REMOVED, _label(one)))


def _label(one: Any) -> str:  # noqa: ANN401 - every part has a label
    return worded(one.label)


def _told(part: Part, one: Any) -> Iterator[str]:  # noqa: ANN401
    """What a part that is added says, for the parts whose label is not enough."""
    if part is Part.REQUIREMENT:
        yield from (stated(N_("Niveau"), spoken.LEVELS[one.level]), stated(N_("Condition"), one.that.source))
        if one.when is not None:
            yield stated(N_("Seulement si"), one.when.source)
    elif part is Part.DEADLINE:
        yield from (
            said("Calcul : {period} après « {after} ».", period=spoken.period(one.plus), after=one.after),
            stated(N_("Due par"), one.owed_by),
        )
    elif part is Part.FACT:
        yield stated(N_("Forme de la réponse"), spoken.TYPES[one.type])
        if one.columns:
            yield stated(N_("Colonnes"), joined(spoken.columns(one), ", "))


def _state(old: State, new: State) -> Iterator[str]:
    yield from reworded(N_("Libellé"), old.label, new.label)
    yield from reworded(N_("Libellé vu par la structure"), old.structure_label, new.structure_label)
    yield from reworded(N_("Aide"), old.help, new.help)
    yield from switched(
        (said("Cet état devient une fin."), said("Cet état n’est plus une fin.")), old.ending, new.ending
    )
    yield from switched(
        (said("Cet état quitte le chemin."), said("Cet état est désormais sur le chemin.")), old.aside, new.aside
    )


def _step(before: Definition, after: Definition) -> Callable[[Step, Step], Iterator[str]]:
    def compare(old: Step, new: Step) -> Iterator[str]:
        yield from reworded(N_("Libellé"), old.label, new.label)
        yield from turned(N_("Mène à"), spoken.leads(before, old), spoken.leads(after, new))
        yield from relisted(N_("Part de"), spoken.states(before, old.sources), spoken.states(after, new.sources))
        yield from relisted(N_("Qui peut la franchir"), spoken.roles(old.by), spoken.roles(new.by))
        yield from relisted(N_("Qui peut la confirmer"), spoken.roles(old.confirm_by), spoken.roles(new.confirm_by))
        yield from switched(
            (said("Il faut désormais deux personnes."), said("Une personne suffit.")), old.four_eyes, new.four_eyes
        )
        yield from switched(
            (said("Un motif est demandé."), said("Aucun motif n’est plus demandé.")), old.reason, new.reason
        )
        yield from switched(
            (said("Elle ne se franchit qu’une fois."), said("Elle peut se franchir encore.")), old.once, new.once
        )
        for what, held, now in ((N_("Ouvre"), old.opens, new.opens), (N_("Clôt"), old.closes, new.closes),
                                (N_("Pendant"), old.within, new.within)):  # fmt: skip
            yield from turned(what, spoken.thread(before, held), spoken.thread(after, now))
        yield from switched(
            (said("Elle mène plus loin."), said("Elle est une autre suite, à part.")), old.main, new.main
        )
        yield from switched((said("Elle octroie l’aide."), said("Elle n’octroie plus l’aide.")), old.grants, new.grants)
        yield from switched(
            (said("Elle ouvre le dossier qui suit."), said("Elle n’ouvre plus de dossier.")), old.renews, new.renews
        )
        yield from turned(N_("Se répète par"), spoken.per(old.per), spoken.per(new.per))
        asked = spoken.requirements(before, old.requires), spoken.requirements(after, new.requires)
        yield from relisted(N_("Conditions"), *asked)
        yield from reworded(N_("Aide"), old.help, new.help)

    return compare


def _requirement(old: Requirement, new: Requirement) -> Iterator[str]:
    yield from reworded(N_("Libellé"), old.label, new.label)
    yield from turned(N_("Niveau"), spoken.LEVELS[old.level], spoken.LEVELS[new.level])
    if old.level is Level.WARNING and new.level is Level.BLOCKER:
        yield said("Ce qui n’était qu’un avertissement empêche désormais de franchir l’étape.")
    yield from turned(N_("Condition"), old.that.source, new.that.source)
    yield from turned(N_("Seulement si"), spoken.source(old.when), spoken.source(new.when))
    yield from turned(N_("Se répète par"), spoken.per(old.per), spoken.per(new.per))
    yield from relisted(N_("Textes"), old.law, new.law)
    yield from turned(N_("Jour qui choisit le droit"), old.law_on, new.law_on)
    yield from turned(N_("Incombe à"), old.owed_by, new.owed_by)
    yield from turned(N_("Remède"), old.remedy[1], new.remedy[1])
    yield from reworded(N_("Phrase du refus"), spoken.texts(old.says), spoken.texts(new.says))


def _fact(old: FactKind, new: FactKind) -> Iterator[str]:
    yield from turned(N_("Forme de la réponse"), spoken.TYPES[old.type], spoken.TYPES[new.type])
    yield from reworded(N_("Libellé"), old.label, new.label)
    yield from relisted(N_("Choix"), spoken.choices(old), spoken.choices(new))
    yield from _columns(old, new)
    yield from turned(N_("Se répète par"), spoken.per(old.per), spoken.per(new.per))
    yield from turned(N_("Montrée si"), spoken.source(old.shown_when), spoken.source(new.shown_when))
    yield from turned(N_("Fixée après l’étape"), old.fixed_after, new.fixed_after)
    yield from turned(N_("Libre à nouveau pendant"), old.unless_open, new.unless_open)
    yield from (
        line
        for name, words in spoken.SWITCHES.items()
        for line in switched(words, getattr(old, name), getattr(new, name))
    )
    yield from turned(N_("Texte"), old.law, new.law)
    yield from turned(N_("Unité"), old.unit, new.unit)
    yield from turned(N_("Au moins"), spoken.bound(old.least), spoken.bound(new.least))
    yield from turned(N_("Au plus"), spoken.bound(old.most), spoken.bound(new.most))
    yield from reworded(N_("Aide"), old.help, new.help)
    yield from reworded(N_("Exemple"), old.example, new.example)


def _columns(old: FactKind, new: FactKind) -> Iterator[str]:
    told = tuple(relisted(N_("Colonnes"), spoken.columns(old), spoken.columns(new)))
    yield from told
    if old.columns != new.columns and not told:
        yield said("Colonnes : nom, ordre, aide ou traduction modifiés.")


def _document(old: DocumentKind, new: DocumentKind) -> Iterator[str]:
    yield from reworded(N_("Libellé"), old.label, new.label)
    yield from turned(N_("Se répète par"), spoken.per(old.per), spoken.per(new.per))
    yield from turned(N_("Texte"), old.law, new.law)
    yield from turned(N_("Incombe à"), old.owed_by, new.owed_by)
    yield from reworded(N_("Aide"), old.help, new.help)


def _deadline(old: DeadlineRule, new: DeadlineRule) -> Iterator[str]:
    yield from reworded(N_("Libellé"), old.label, new.label)
    yield from turned(N_("Durée"), spoken.period(old.plus), spoken.period(new.plus))
    yield from turned(N_("Point de départ"), old.after, new.after)
    yield from relisted(N_("Ou, si c’est plus tard"), old.or_after, new.or_after)
    yield from turned(N_("Seulement si"), spoken.source(old.when), spoken.source(new.when))
    yield from turned(N_("Incombe à"), old.owed_by, new.owed_by)
    yield from turned(N_("Tenue par"), spoken.met(old.met_by), spoken.met(new.met_by))
    yield from turned(N_("Rappels"), old.cadence, new.cadence)
    yield from turned(N_("Jour qui choisit le droit"), old.law_on, new.law_on)
    yield from turned(N_("Se répète par"), spoken.per(old.per), spoken.per(new.per))
    yield from relisted(N_("Textes"), old.law, new.law)
    yield from switched(
        (said("Elle court après la fin du dossier."), said("Elle s’arrête à la fin du dossier.")),
        old.after_end,
        new.after_end,
    )
    yield from switched(
        (said("Elle revient à chaque période."), said("Elle ne vient qu’une fois.")), old.every, new.every
    )
    yield from turned(N_("Numéro"), old.id, new.id)
    yield from relisted(N_("On peut"), spoken.may(old.may), spoken.may(new.may))
    yield from turned(N_("Autre lecture"), spoken.other_reading(old), spoken.other_reading(new))
    yield from reworded(N_("Aide"), old.help, new.help)
