"""The map of the communes: hexagons or imported outlines, coloured by stage, with a mark for lateness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mandate_flow.edge.web import formats
from mandate_flow.edge.web.focus import address
from mandate_flow.edge.web.language import _
from mandate_flow.edge.web.paths import NONE
from mandate_flow.edge.web.rows import NO_FILE, CommuneLine, stage_css
from mandate_flow.edge.web.tiles import Tile
from mandate_flow.service.board import BoardPage
from mandate_flow.store.views import Focus


@dataclass(frozen=True, slots=True)
class Cell:
    """A place of the map with what its commune shows."""

    tile: Tile
    css: str
    href: str
    title: str
    late: int


NOWHERE: Final = Tile("", "", "", "", 0, 0)


@dataclass(frozen=True, slots=True)
class Bar:
    """How many communes stand at a stage."""

    label: str
    count: int
    href: str
    css: str


def cells(
    found: BoardPage, rows: Sequence[CommuneLine], tiles: Mapping[str, Tile], *, own: bool
) -> tuple[list[Cell], list[Cell]]:
    """The places, coloured by the mandates of each commune, or by its `own` way; and the communes without a place."""
    pairs = zip(found.board.communes, rows, strict=True)
    every = [_cell(tiles.get(commune.code, NOWHERE), row, own=own) for commune, row in pairs]
    return [one for one in every if one.tile is not NOWHERE], [one for one in every if one.tile is NOWHERE]


def _cell(tile: Tile, row: CommuneLine, *, own: bool) -> Cell:
    if own:
        return Cell(tile, row.path.css, row.href, _title_of_way(row), int(row.path.late))
    return Cell(tile, row.css, row.href, _title(row), row.late)


def bars(found: BoardPage, stages: Mapping[int, str], focus: Focus) -> list[Bar]:
    """The communes by stage, those without a file last."""
    counts = {one.rank: one.communes for one in found.board.stages}
    last = max(stages, default=0)
    for rank in [rank for rank in counts if rank is not None and rank > last]:
        counts[last] = counts.get(last, 0) + counts.pop(rank)
    drawn = [
        Bar(label, counts.get(rank, 0), address("/communes", focus, {"etape": str(rank)}), stage_css(rank))
        for rank, label in stages.items()
    ]
    none = address("/communes", focus, {"etape": NONE})
    return [*drawn, Bar(_(NO_FILE), counts.get(None, 0), none, "sn")]


def _title(row: CommuneLine) -> str:
    said = _("{name} : {stage}", name=row.name, stage=row.stage.lower())
    late = formats.plural(row.late, "échéance en retard", "échéances en retard")
    return f"{said}, {late}" if row.late else said


def _title_of_way(row: CommuneLine) -> str:
    said = _("{name} : {stage}", name=row.name, stage=row.path.label.lower())
    return f"{said}, {_('échéance en retard')}" if row.path.late else said
