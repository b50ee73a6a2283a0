"""One file on paper: what a councillor reads, stage by stage, without a field or a button."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mandate_flow.domain.law import LawBook
from mandate_flow.domain.workflow.meetings import meeting_days
from mandate_flow.edge.web.dossier.questions import Which, blocks, documents_of, state_of_fact, years
from mandate_flow.edge.web.dossier.tables.shown import Shown
from mandate_flow.edge.web.dossier.words import GONE, occurrence_said
from mandate_flow.edge.web.language import _, in_language
from mandate_flow.service.reading import FilePage


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and its answer in words; `rows` when it is a table."""

    label: str
    words: str
    rows: Shown | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """One stage: its answers by section (title, answers) and its documents (kind, name, day)."""

    label: str
    sections: tuple[tuple[str, tuple[Answer, ...]], ...]
    documents: tuple[tuple[str, str, date], ...]


def sheet(page: FilePage, law: LawBook) -> tuple[Leaf, ...]:
    """The stages that hold something, in order; what was not answered is left out."""
    leaves = []
    for state in page.definition.states.values():
        sections = tuple(_sections(page, state.name, law))
        documents = tuple(_documents(page, state.name))
        if sections or documents:
            leaves.append(Leaf(in_language(state.label), sections, documents))
    return tuple(leaves)


def _sections(page: FilePage, state: str, law: LawBook) -> list[tuple[str, tuple[Answer, ...]]]:
    found: list[tuple[str, tuple[Answer, ...]]] = []
    told: set[tuple[str, str]] = set()
    for which in _every(page):
        for block in (one for one in blocks(page, state, which, law) if one.section.state == state):
            for group in block.groups:
                asked = [one for one in group.questions if one.given and one.key not in told]
                answers = tuple(Answer(one.label, one.words, one.shown) for one in asked)
                told.update(one.key for one in group.questions)
                if answers:
                    title = in_language(block.section.label)
                    found.append((f"{title} — {group.title}" if group.title else title, answers))
    return found


def _every(page: FilePage) -> Iterator[Which]:
    """Every fiscal year and every meeting, one after the other."""
    yield from (Which(year=year) for year in years(page.file))
    yield from (Which(meeting=day) for day in meeting_days(page.definition, page.file))


def _documents(page: FilePage, state: str) -> list[tuple[str, str, date]]:
    definition = page.definition
    asked = [kind for kind in documents_of(definition, state) if state_of_fact(definition, kind.name) == state]
    kinds = {kind.name: in_language(kind.label) for kind in asked}
    return [
        (
            f"{kinds[one.kind]} ({occurrence_said(one.occurrence, page.names)})" if one.occurrence else kinds[one.kind],
            one.name if isinstance(one.name, str) else _(GONE),
            one.day,
        )
        for one in page.file.documents.values()
        if one.kind in kinds and one.counts
    ]
