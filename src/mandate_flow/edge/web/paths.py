"""How far a commune has come on its own way, as maps, tables and bars show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from mandate_flow.domain.file import FileKind
from mandate_flow.domain.workflow.definition import State
from mandate_flow.edge.web.language import N_, _, in_language
from mandate_flow.service.labels import Labels
from mandate_flow.store.views import PathRow

NO_PATH: Final = N_("Aucun chemin")
NONE: Final = "-"
LAST_COLOUR: Final = 5
ASIDE: Final = "sx"
LEFT: Final = "sn"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where one commune stands: its stage in words, its colour, and its file."""

    state: str
    label: str
    css: str
    href: str
    late: bool


@dataclass(frozen=True, slots=True)
class Stand:
    """One stage of the way: how many communes stand there; `state` is its name in addresses."""

    state: str
    label: str
    css: str
    count: int = 0

    @property
    def href(self) -> str:
        """The communes that stand there."""
        return f"/communes?chemin={self.state}"


WITHOUT: Final = Mark(NONE, NO_PATH, LEFT, "", late=False)


def stands(labels: Labels, paths: Mapping[str, PathRow], communes: Iterable[str]) -> tuple[Stand, ...]:
    """The stages in order, those off the way after them, and the communes (ids) without a way last."""
    counted = Counter(paths[one].state if one in paths and not paths[one].ended else NONE for one in communes)
    known = _colours(labels)
    found = [Stand(state.name, in_language(state.label), css, counted[state.name]) for state, css in known]
    return (*found, Stand(NONE, _(NO_PATH), LEFT, counted[NONE]))


def mark(labels: Labels, row: PathRow | None) -> Mark:
    """Where a commune stands on its way; one that has ended its way says so."""
    if row is None:
        return replace(WITHOUT, label=_(NO_PATH))
    css = next((css for state, css in _colours(labels) if state.name == row.state), LEFT)
    label = labels.state(row.workflow_sha256, row.state)
    return Mark(NONE if row.ended else row.state, label, css, f"/dossiers/{row.ref}", row.late)


def _colours(labels: Labels) -> list[tuple[State, str]]:
    """The states one may stand in, each with its colour: the way goes from the first to the last of the palette."""
    found: list[tuple[State, str]] = []
    for definition in labels.of_kind(FileKind.PATH)[:1]:
        way = definition.on_the_way()
        steps = max(1, len(way) - 1)
        found += [(state, f"s{round(place * LAST_COLOUR / steps)}") for place, state in enumerate(way)]
        found += [(state, ASIDE) for state in definition.states.values() if state.aside]
    return found
