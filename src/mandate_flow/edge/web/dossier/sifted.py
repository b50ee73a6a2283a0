"""The history of a file, sifted: by kind of act, by person, by stage, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mandate_flow.domain.comment import TOLD
from mandate_flow.domain.event import Action, Event
from mandate_flow.domain.people import SYSTEM
from mandate_flow.edge.web.dossier.decided import VERBS
from mandate_flow.edge.web.dossier.history import Line, history
from mandate_flow.edge.web.language import N_, _, in_language
from mandate_flow.edge.web.numbers import page_number
from mandate_flow.edge.web.visit import Visit
from mandate_flow.service.reading import FilePage

PAGE: Final = 40
KINDS: Final[Mapping[str, tuple[str, frozenset[Action]]]] = {
    "reponses": (N_("Réponses"), frozenset({Action.FACTS_RECORDED, Action.VALUE_ERASED})),
    "etapes": (N_("Étapes"), frozenset({Action.STEP_PROPOSED, Action.STEP_TAKEN, Action.FILE_OPENED})),
    "pieces": (N_("Pièces"), frozenset({Action.DOCUMENT_ADDED, Action.DOCUMENT_WITHDRAWN})),
    "echeances": (N_("Échéances"), frozenset(VERBS)),
    "argent": (
        N_("Argent"),
        frozenset({Action.PAYMENT_RECORDED, Action.PAYMENT_CANCELLED, Action.AID_RECORDED, Action.AID_WITHDRAWN}),
    ),
    "echanges": (N_("Échanges"), TOLD),
}
OTHER: Final = "autres"


@dataclass(frozen=True, slots=True)
class Sifted:
    """The lines of one page, latest first; `total` of those kept by the filters, `number` and `pages` of the page.

    `kinds`, `people` and `stages` are what one may choose: (value, words); `chosen` is what was chosen of each.
    """

    lines: tuple[Line, ...]
    total: int
    number: int
    pages: int
    kinds: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]
    stages: tuple[tuple[str, str], ...]
    chosen: Mapping[str, str]


def sifted(here: Visit, page: FilePage) -> Sifted:
    """What the address asks for: `quoi`, `qui`, `etape` and `page`; a filter that is not known keeps everything."""
    at = _stages_at(page)
    chosen = {name: here.query.get(name, "") for name in ("quoi", "qui", "etape")}
    kept = {one.seq for one in page.history if _keeps(one, chosen, at[one.seq])}
    lines = tuple(line for line in history(page) if line.seq in kept)
    pages = max(1, -(-len(lines) // PAGE))
    number = min(pages, page_number(here.query.get("page", "")))
    actors = dict.fromkeys(one.actor for one in page.history)
    states = dict.fromkeys(at.values())
    return Sifted(
        lines=lines[(number - 1) * PAGE : number * PAGE],
        total=len(lines),
        number=number,
        pages=pages,
        kinds=(*((name, _(words)) for name, (words, _actions) in KINDS.items()), (OTHER, _("Autres actes"))),
        people=tuple((one, SYSTEM.name if one == SYSTEM.id else page.names.get(one, one)) for one in actors),
        stages=tuple((one, _label(page, one)) for one in states),
        chosen=chosen,
    )


def _keeps(event: Event, chosen: Mapping[str, str], state: str) -> bool:
    if chosen["qui"] and event.actor != chosen["qui"]:
        return False
    if chosen["etape"] and state != chosen["etape"]:
        return False
    kind = chosen["quoi"]
    if kind in KINDS:
        return event.action in KINDS[kind][1]
    return kind != OTHER or not any(event.action in actions for _words, actions in KINDS.values())


def _stages_at(page: FilePage) -> dict[int, str]:
    """The stage the file stood at when each event happened; a step belongs to the one it left."""
    state, found = "", {}
    for event in page.history:
        out = event.outcome
        if event.action is Action.FILE_OPENED:
            state = out["state"]
        found[event.seq] = state
        if event.action is Action.STEP_TAKEN:
            state = out["to"]
        elif event.action in (Action.FILE_MIGRATED, Action.MIGRATION_UNDONE):
            state = out["state"]
    return found


def _label(page: FilePage, state: str) -> str:
    known = page.definition.states.get(state)
    return in_language(known.label) if known else state
