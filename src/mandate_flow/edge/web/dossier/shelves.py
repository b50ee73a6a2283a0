"""The documents of a stage: for each kind what counts, what came before, what was withdrawn, and who asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from mandate_flow.domain.event import Action, Event, Personal
from mandate_flow.domain.file import Document
from mandate_flow.domain.refusal import Level
from mandate_flow.domain.workflow.definition import DocumentKind
from mandate_flow.domain.workflow.depositing import against_taking_away
from mandate_flow.edge.web.dossier.questions import Which, document_field, occurrences_of
from mandate_flow.edge.web.dossier.steps import aside, remedy_link
from mandate_flow.edge.web.dossier.threads import shown_sections
from mandate_flow.edge.web.dossier.words import GONE, occurrence_said
from mandate_flow.edge.web.language import _, in_language, speaking
from mandate_flow.edge.web.visit import Visit
from mandate_flow.service.reading import FilePage


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Who withdrew a document, when, and why."""

    who: str
    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One document: its name, who deposited it, which version it is, and what became of it.

    `against`: why this person may neither withdraw nor replace it, each reason with the address of a way out ("" for
    none). `replaced_by`: the name of the version after it, "" for none.
    """

    document: Document
    name: str
    who: str
    version: int
    against: tuple[tuple[str, str], ...]
    withdrawal: Withdrawal | None
    replaced_by: str


@dataclass(frozen=True, slots=True)
class Need:
    """A step that asks for a kind of document; `state` is blocker, warning, met (deposited), needless, or later.

    needless: the answers ask for none. later: the step is not open yet.
    """

    step: str
    state: str
    href: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """A kind of document for one occurrence: what counts, what does no longer, and the steps that ask for it."""

    kind: DocumentKind
    occurrence: str
    label: str
    help: str
    law: str
    field: str
    current: tuple[Piece, ...]
    past: tuple[Piece, ...]
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Awaited:
    """A document that a step open from here asks for and lacks, and where to deposit it."""

    label: str
    step: str
    href: str
    required: bool


def shelves(here: Visit, page: FilePage, state: str, which: Which) -> tuple[Shelf, ...]:
    """Those on the page of a state."""
    sections = {section.name: at for section, at in shown_sections(page.definition, page.file, state)}
    withdrawn = {str(event.outcome["id"]): event for event in page.history if event.action is Action.DOCUMENT_WITHDRAWN}
    return tuple(
        _shelf(here, page, kind, occurrence, withdrawn)
        for kind in page.definition.documents.values()
        if kind.section in sections
        for occurrence in sections[kind.section] or occurrences_of(page.file, kind.per, which)
    )


def awaited(page: FilePage) -> tuple[Awaited, ...]:
    """What the steps open from here ask for and lack, whatever stage it belongs to; blockers first."""
    found: dict[tuple[str, str], Awaited] = {}
    for explanation in page.explanations:
        if aside(explanation):
            continue
        for one in explanation.judgement.refusals:
            kind = page.definition.documents.get(one.remedy[1]) if one.remedy[0] == "document" else None
            if kind is not None:
                label = f"{in_language(kind.label)}{_where(page, one.occurrence if kind.per else '')}"
                step, required = in_language(explanation.step.label), one.level is Level.BLOCKER
                what = Awaited(label, step, remedy_link(page, one), required)
                found.setdefault((label, step), what)
    return tuple(sorted(found.values(), key=lambda one: not one.required))


def piece(here: Visit, page: FilePage, document: Document, withdrawn: Mapping[str, Event]) -> Piece:
    """One document as the page tells of it; `withdrawn`: the events that withdrew some, by id."""
    event, after = withdrawn.get(document.id), page.file.documents.get(document.replaced_by)
    return Piece(
        document=document,
        name=name_of(document),
        who=page.names.get(document.actor, ""),
        version=_version(page, document),
        against=_against(here, page, document),
        withdrawal=_withdrawal(page, event) if event else None,
        replaced_by=name_of(after) if after else "",
    )


def _against(here: Visit, page: FilePage, document: Document) -> tuple[tuple[str, str], ...]:
    if not document.counts:
        return ()
    found = against_taking_away(page.definition, page.file, document, here.person)
    return tuple((one.says(speaking()), remedy_link(page, one)) for one in found)


def name_of(document: Document) -> str:
    """Its name as deposited, or that it was erased."""
    return document.name if isinstance(document.name, str) else _(GONE)


def _shelf(here: Visit, page: FilePage, kind: DocumentKind, occurrence: str, withdrawn: Mapping[str, Event]) -> Shelf:
    held = [
        piece(here, page, one, withdrawn)
        for one in page.file.documents.values()
        if one.kind == kind.name and one.occurrence == occurrence
    ]
    cited = here.desk.library.law.cite(kind.law, here.day) if kind.law else None
    return Shelf(
        kind=kind,
        occurrence=occurrence,
        label=f"{in_language(kind.label)}{_where(page, occurrence)}",
        help=in_language(kind.help),
        law=cited.words(speaking()) if cited else "",
        field=document_field(kind.name, occurrence),
        current=tuple(one for one in held if one.document.counts),
        past=tuple(one for one in reversed(held) if not one.document.counts),
        needs=tuple(_needs(page, kind, occurrence)),
    )


def _needs(page: FilePage, kind: DocumentKind, occurrence: str) -> Iterator[Need]:
    """The steps open from here, then those that come later, each once."""
    asked, told = ("document", kind.name), set[str]()
    for explanation in page.explanations:
        judged, name = explanation.judgement, explanation.step.name
        mine = [one for one in judged.refusals if one.remedy == asked and one.occurrence in ("", occurrence)]
        met = [one for one in judged.met if one.requirement.remedy == asked and one.occurrence in ("", occurrence)]
        told.add(name)
        if mine or met:
            blocked = any(one.level is Level.BLOCKER for one in mine)
            held = "met" if page.file.deposited(kind.name, occurrence) else "needless"
            state = "blocker" if blocked else "warning" if mine else held
            yield Need(in_language(explanation.step.label), state, f"/dossiers/{page.file.ref}#etape-{name}")
    for step in page.definition.steps.values():
        requirements = map(page.definition.requirements.__getitem__, step.requires)
        if step.name not in told and not _is_past(page, step.name) and any(one.remedy == asked for one in requirements):
            yield Need(in_language(step.label), "later", "")


def _is_past(page: FilePage, name: str) -> bool:
    """Whether a step was taken and the file stands beyond it."""
    step = page.definition.steps[name]
    taken = any(one == name for one, _ in page.file.taken)
    return taken and (step.stays or page.file.rank >= page.definition.states[step.to].rank)


def _withdrawal(page: FilePage, event: Event) -> Withdrawal:
    reason = event.outcome.get("reason")
    return Withdrawal(
        page.names.get(event.actor, ""), event.day, reason.value if isinstance(reason, Personal) else _(GONE)
    )


def _version(page: FilePage, document: Document) -> int:
    number = 1
    while document.replaces:
        document, number = page.file.documents[document.replaces], number + 1
    return number


def _where(page: FilePage, occurrence: str) -> str:
    return f" — {occurrence_said(occurrence, page.names)}" if occurrence else ""
