"""One file on paper: what a councillor reads, stage by stage, without a field or a button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mandate_flow.domain.law import LawBook
from mandate_flow.edge.web.dossier.questions import blocks, documents_of, years
from mandate_flow.edge.web.dossier.tables.shown import Shown
from mandate_flow.edge.web.dossier.words import GONE, occurrence_said
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
            leaves.append(Leaf(state.label["fr"], sections, documents))
    return tuple(leaves)


def _sections(page: FilePage, state: str, law: LawBook) -> list[tuple[str, tuple[Answer, ...]]]:
    found: list[tuple[str, tuple[Answer, ...]]] = []
    told: set[tuple[str, str]] = set()
    for year in years(page.file):
        for block in blocks(page, state, year, law):
            for group in block.groups:
                asked = [one for one in group.questions if one.given and one.key not in told]
                answers = tuple(Answer(one.label, one.words, one.shown) for one in asked)
                told.update(one.key for one in group.questions)
                if answers:
                    title = block.section.label["fr"]
                    found.append((f"{title} — {group.title}" if group.title else title, answers))
    return found


def _documents(page: FilePage, state: str) -> list[tuple[str, str, date]]:
    kinds = {kind.name: kind.label["fr"] for kind in documents_of(page.definition, state)}
    return [
        (
            f"{kinds[one.kind]} ({occurrence_said(one.occurrence, page.names)})" if one.occurrence else kinds[one.kind],
            one.name if isinstance(one.name, str) else GONE,
            one.day,
        )
        for one in page.file.documents.values()
        if one.kind in kinds and not one.withdrawn
    ]
