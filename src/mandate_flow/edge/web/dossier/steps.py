"""The way of a file: its stepper, and for each step open from here what it still asks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from mandate_flow.domain.event import Action, Event
from mandate_flow.domain.payment import paid
from mandate_flow.domain.people import Person
from mandate_flow.domain.refusal import Level, Refusal
from mandate_flow.domain.workflow.definition import Definition, Step
from mandate_flow.domain.workflow.judge import Met
from mandate_flow.domain.workflow.meetings import day_of
from mandate_flow.domain.workflow.taking import Explanation
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.dossier.questions import document_field, field_name, page_of_fact
from mandate_flow.edge.web.dossier.threads import Asked, asked_for
from mandate_flow.edge.web.dossier.words import figure_said, law_said, occurrence_said, said
from mandate_flow.edge.web.language import N_, _, in_language, ngettext, speaking
from mandate_flow.edge.web.render import anchor
from mandate_flow.service.labels import OWED_BY
from mandate_flow.service.reading import FilePage

PAID: Final = "money.paid"
UNVERIFIED = N_("Texte non encore relu à sa source : avertit sans bloquer.")


@dataclass(frozen=True, slots=True)
class Stage:
    """One mark of the stepper; `status` is done, now or todo."""

    name: str
    label: str
    note: str
    status: str


@dataclass(frozen=True, slots=True)
class Item:
    """One requirement; `state` is met, blocker or warning; `href` leads to what mends it.

    `provisional`: judged by the law of today, as long as the date that chooses the law is not known.
    """

    state: str
    label: str
    note: str
    law: str
    href: str = ""
    owed_by: str = ""
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """A step open from here: its requirements, and whether this person may take or confirm it.

    `figures`: what a control is closed on, as label, amount and how it is computed. `asked`: the year or the day that
    the person chooses.
    """

    explanation: Explanation
    title: str
    items: tuple[Item, ...]
    blockers: int
    allowed: bool
    proposed_by: str
    own_proposal: bool
    occurrence: str
    figures: tuple[tuple[str, str, str], ...] = ()
    asked: Asked | None = None

    @property
    def met(self) -> int:
        """How many requirements hold."""
        return sum(item.state == "met" for item in self.items)

    @property
    def unmet_items(self) -> tuple[Item, ...]:
        """What is missing, or to be checked."""
        return tuple(item for item in self.items if item.state != "met")

    @property
    def met_items(self) -> tuple[Item, ...]:
        """What is there."""
        return tuple(item for item in self.items if item.state == "met")

    @property
    def outlook(self) -> str:
        """What stands between the file and this step, in a few words."""
        warnings = len(self.unmet_items) - self.blockers
        if self.blockers:
            lacking = ngettext("il manque {n} condition", "il manque {n} conditions", self.blockers)
            also = ngettext("{n} point à vérifier", "{n} points à vérifier", warnings) if warnings else ""
            return f"{lacking}, {also}" if also else lacking
        if warnings:
            return ngettext("possible, {n} point à vérifier", "possible, {n} points à vérifier", warnings)
        return _("tout est prêt") if self.items else ""

    @property
    def possible(self) -> bool:
        """False when it is sure to be refused, whatever the person says with it."""
        return not self.blockers or self.asked is not None

    @property
    def lacking(self) -> str:
        """What is missing, in kinds, each thing once: "5 réponses, 2 pièces"."""
        blockers = self.explanation.judgement.blockers
        mended = dict.fromkeys((one.remedy, one.occurrence) for one in blockers if one.remedy[1])
        kinds = [remedy[0] for remedy, _occurrence in mended] + ["" for one in blockers if not one.remedy[1]]
        answers, papers = kinds.count("fact"), kinds.count("document")
        rest = len(kinds) - answers - papers
        said = (
            ngettext("{n} réponse", "{n} réponses", answers) if answers else "",
            ngettext("{n} pièce", "{n} pièces", papers) if papers else "",
            ngettext("{n} autre condition", "{n} autres conditions", rest) if rest else "",
        )
        return ", ".join(part for part in said if part)

    @property
    def debtors(self) -> str:
        """Who owes what is missing: "collectivité (4), organisme (2)"."""
        owed = Counter(one.owed_by for one in self.explanation.judgement.blockers if one.owed_by in OWED_BY)
        return ", ".join(f"{OWED_BY[name]} ({count})" for name, count in owed.most_common())


def stages(page: FilePage) -> tuple[Stage, ...]:
    """The states on the way, in order, with the day each was entered."""
    file = page.file
    return tuple(
        Stage(
            state.name,
            in_language(state.label),
            _note(page, state.name),
            "now" if state.name == file.state else "done" if state.rank <= _passed(page) else "todo",
        )
        for state in page.definition.states.values()
        if not state.ending and (not state.aside or state.name in file.entered)
    )


def ways(page: FilePage, person: Person) -> tuple[Way, ...]:
    """Every step open from here: what is under way first, then the main way, then what leaves it."""
    found = [_way(page, explanation, person) for explanation in page.explanations]
    return tuple(sorted(found, key=lambda way: (aside(way.explanation), not _under_way(way.explanation.step))))


def _under_way(step: Step) -> bool:
    """A step of a thread that is open."""
    return bool(step.closes or step.within)


def aside(explanation: Explanation) -> bool:
    """A step off the main way: it asks for a reason rather than for requirements."""
    return explanation.step.reason or not explanation.step.main


def refused_items(page: FilePage, refusals: tuple[Refusal, ...]) -> tuple[Item, ...]:
    """Refusals as the page lists them, blockers first."""
    ordered = sorted(refusals, key=lambda one: one.level is Level.WARNING)
    return tuple(_unmet(page, one) for one in ordered)


def _way(page: FilePage, explanation: Explanation, person: Person) -> Way:
    step, judged = explanation.step, explanation.judgement
    proposal = explanation.proposal
    missing = refused_items(page, judged.refusals)
    if page.as_of or not person.may_record(page.file):
        missing = tuple(replace(item, href="") for item in missing)
    items = (*missing, *(_met(page, one) for one in judged.met))
    roles = step.confirm_by or step.by if proposal else step.by | step.confirm_by
    return Way(
        explanation=explanation,
        title=_title(page, explanation),
        items=items,
        blockers=len(judged.blockers),
        allowed=person.is_any(roles) and person.may_see(page.file),
        proposed_by=page.names.get(proposal.actor, proposal.actor) if proposal else "",
        own_proposal=proposal is not None and proposal.actor == person.id,
        occurrence=explanation.occurrence,
        asked=asked_for(page.file, step, explanation.occurrence),
        figures=tuple(
            (in_language(one.figure.label), figure_said(one), in_language(one.figure.help))
            for one in explanation.figures
        ),
    )


def _title(page: FilePage, explanation: Explanation) -> str:
    label = in_language(explanation.step.label)
    if not explanation.occurrence:
        return label
    return f"{label} : {occurrence_said(explanation.occurrence, page.names)}"


def _unmet(page: FilePage, one: Refusal) -> Item:
    notes = [one.says(speaking())]
    if one.downgraded:
        notes += [_(UNVERIFIED), *(_(cited.quantity.note) for cited in one.law[:1] if cited.quantity.note)]
    where = occurrence_said(one.occurrence, page.names)
    return Item(
        state="blocker" if one.level is Level.BLOCKER else "warning",
        label=f"{in_language(one.label)} ({where})" if one.occurrence else in_language(one.label),
        note=" ".join(notes),
        law=law_said(one.law),
        href=remedy_link(page, one),
        provisional=one.provisional,
        owed_by=_("À fournir par {name}", name=OWED_BY[one.owed_by]) if one.owed_by in OWED_BY else "",
    )


def remedy_link(page: FilePage, one: Refusal) -> str:
    """The address of the field or document that mends a refusal; "" when there is none."""
    kind, name = one.remedy
    if kind == "step":
        return f"/dossiers/{page.file.ref}#etape-{name}" if _offered(page, name) else ""
    if kind not in ("fact", "document"):
        return ""
    state = page_of_fact(page, name)
    anchor = _anchor(page.definition, kind, name, one.occurrence)
    return f"/dossiers/{page.file.ref}?etape={state}{_shown(one.occurrence)}#{anchor}"


def _shown(occurrence: str) -> str:
    """What the address says to show the right fiscal year or meeting."""
    if occurrence.isdigit():
        return f"&exercice={occurrence}"
    return f"&seance={occurrence}" if day_of(occurrence) else ""


def _offered(page: FilePage, step: str) -> bool:
    """Whether the page has a card or a form for that step."""
    return any(one.step.name == step for one in page.explanations)


def _anchor(definition: Definition, kind: str, name: str, occurrence: str) -> str:
    asked = (definition.facts if kind == "fact" else definition.documents).get(name)
    where = occurrence if asked is not None and asked.per is not None else ""
    return anchor(field_name((name, where)) if kind == "fact" else document_field(name, where))


def _met(page: FilePage, one: Met) -> Item:
    kind, name = one.requirement.remedy
    note = ""
    if PAID in one.requirement.that.names:
        total = formats.money(paid(page.file.payments.values(), year=one.occurrence))
        note = _("Versé pour l’exercice : {amount}", amount=total)
    elif kind == "fact" and name in page.definition.facts and _rests_on(one, name):
        asked = page.definition.facts[name]
        fact = page.file.fact(name, one.occurrence if asked.per else "")
        note = said(asked, fact.value, page.names) if fact else ""
    label = in_language(one.requirement.label)
    where = occurrence_said(one.occurrence, page.names)
    return Item(
        state="met",
        label=f"{label} ({where})" if one.occurrence else label,
        note=_short(note),
        law=law_said(one.law),
    )


def _rests_on(one: Met, name: str) -> bool:
    """False when a figure is computed from other answers too: the one to complete would pass for its proof."""
    return name in one.requirement.that.names or not any(
        each.startswith("money.") for each in one.requirement.that.names
    )


def _short(text: str, longest: int = 110) -> str:
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"


def _passed(page: FilePage) -> int:
    """The rank of the last stage that is done: a file that ended or left the way keeps all those it went through."""
    aside = page.file.ended or page.definition.states[page.file.state].aside
    return page.file.furthest_rank if aside else page.file.rank - 1


def _note(page: FilePage, state: str) -> str:
    """The day it was first entered; for the stage of now, also since when it stands there again."""
    if state not in page.file.entered:
        return ""
    last = page.file.entered[state]
    first = next((event.day for event in page.history if _enters(event, state)), last)
    if state != page.file.state:
        return formats.short_day(first)
    if first == last:
        return _("depuis le {day}", day=formats.short_day(last))
    return _("le {first}, de nouveau le {last}", first=formats.short_day(first), last=formats.short_day(last))


def _enters(event: Event, state: str) -> bool:
    if event.action is Action.FILE_OPENED:
        return bool(event.outcome["state"] == state)
    return event.action is Action.STEP_TAKEN and event.outcome["to"] == state != event.outcome["from"]
