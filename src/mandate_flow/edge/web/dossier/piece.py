"""What the page of one document shows, the document itself where a browser may; and that of all those of a file."""

from __future__ import annotations

from typing import Any, Final

from mandate_flow.domain.errors import Tampered
from mandate_flow.domain.event import Action
from mandate_flow.domain.file import Document
from mandate_flow.edge.web.dossier.questions import document_field, page_of_fact
from mandate_flow.edge.web.dossier.shelves import Piece, awaited, piece
from mandate_flow.edge.web.dossier.words import occurrence_said
from mandate_flow.edge.web.language import in_language
from mandate_flow.edge.web.render import anchor
from mandate_flow.edge.web.visit import Visit
from mandate_flow.paper.received import kinds
from mandate_flow.paper.received.kinds import Kind
from mandate_flow.service.deposit import can_be_shown
from mandate_flow.service.reading import FilePage

LABELS: Final = {one.media_type: one.label for one in vars(kinds).values() if isinstance(one, Kind)}


def one_piece(here: Visit, page: FilePage, document_id: str) -> dict[str, Any]:
    """The names of its template. `shown` is "image", "pdf" or ""; `altered`: its bytes are others."""
    document = page.file.documents[document_id]
    withdrawn = {str(one.outcome["id"]): one for one in page.history if one.action is Action.DOCUMENT_WITHDRAWN}
    chain = [piece(here, page, one, withdrawn) for one in _versions(page, document)]
    shown, altered = _shown(here, document)
    kind = page.definition.documents.get(document.kind)
    state = page_of_fact(page, document.kind)
    back = f"/dossiers/{page.file.ref}?etape={state}" + (
        f"&exercice={document.occurrence}" if document.occurrence.isdigit() else ""
    )
    return {
        "file": page.file,
        "one": next(each for each in chain if each.document.id == document_id),
        "versions": chain if len(chain) > 1 else [],
        "kind": in_language(kind.label) if kind else document.kind,
        "where": occurrence_said(document.occurrence, page.names) if document.occurrence else "",
        "what": LABELS.get(document.media_type, ""),
        "shown": shown,
        "altered": altered,
        "acts": document.media_type == kinds.PDF.media_type and not shown and not altered,
        "back": f"{back}#{anchor(document_field(document.kind, document.occurrence))}",
        "others": _others(here, page, document),
    }


def every_piece(here: Visit, page: FilePage) -> dict[str, Any]:
    """The names of its template: `stages`, those that hold some with (kind, piece) rows; `past`; `awaited`."""
    withdrawn = {str(one.outcome["id"]): one for one in page.history if one.action is Action.DOCUMENT_WITHDRAWN}
    order = list(page.definition.documents)
    held = sorted(page.file.documents.values(), key=lambda one: (_rank(page, one), _place(order, one), one.occurrence))
    rows = [(_kind(page, one), piece(here, page, one, withdrawn)) for one in held]
    states = [(one.name, in_language(one.label)) for one in page.definition.states.values()]
    stages = [
        (label, [row for row in rows if row[1].document.counts and page_of_fact(page, row[1].document.kind) == name])
        for name, label in states
    ]
    return {
        "title": page.file.title,
        "stages": [(label, some) for label, some in stages if some],
        "past": [row for row in rows if not row[1].document.counts],
        "awaited": awaited(page),
    }


def _rank(page: FilePage, document: Document) -> int:
    state = page.definition.states.get(page_of_fact(page, document.kind))
    return state.rank if state else 0


def _place(order: list[str], document: Document) -> int:
    return order.index(document.kind) if document.kind in order else len(order)


def _kind(page: FilePage, document: Document) -> str:
    """The label of its kind, with the authority, year or meeting it is for."""
    kind = page.definition.documents.get(document.kind)
    label = in_language(kind.label) if kind else document.kind
    return f"{label} — {occurrence_said(document.occurrence, page.names)}" if document.occurrence else label


def _shown(here: Visit, document: Document) -> tuple[str, bool]:
    try:
        kind = can_be_shown(here.desk, document)
    except Tampered:
        return "", True
    return ("" if kind is None else "pdf" if kind is kinds.PDF else "image"), False


def _versions(page: FilePage, document: Document) -> list[Document]:
    """Every version of the same document, latest first."""
    while document.replaced_by:
        document = page.file.documents[document.replaced_by]
    found = [document]
    while document.replaces:
        document = page.file.documents[document.replaces]
        found.append(document)
    return found


def _others(here: Visit, page: FilePage, document: Document) -> tuple[Piece, ...]:
    """The documents that count beside it, of the same kind and occurrence."""
    return tuple(
        piece(here, page, one, {})
        for one in page.file.deposited(document.kind, document.occurrence)
        if one.id != document.id
    )
