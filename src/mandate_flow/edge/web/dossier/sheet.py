"""One file on paper: what a councillor reads, stage by stage, without a field or a button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mandate_flow.domain.law import LawBook
from mandate_flow.edge.web.dossier.questions import blocks, documents_of, years
from mandate_flow.edge.web.dossier.words import GONE, occurrence_said
from mandate_flow.service.reading import FilePage


@dataclass(frozen=True, slots=True)
class Leaf:
    """One stage: its answers by section (title, (question, answer) …) and its documents (kind, name, day)."""

    label: str
    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
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


def _sections(page: FilePage, state: str, law: LawBook) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    found: list[tuple[str, tuple[tuple[str, str], ...]]] = []
    told: set[tuple[str, str]] = set()
    for year in years(page.file):
        for block in blocks(page, state, year, law):
            for group in block.groups:
                answers = tuple((one.label, one.words) for one in group.questions if one.given and one.key not in told)
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
