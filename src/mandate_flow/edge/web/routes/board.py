"""The dashboard: where every commune stands, and what is to be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup
from starlette.responses import Response

from mandate_flow.edge.web import formats
from mandate_flow.edge.web.render import go, link, show
from mandate_flow.edge.web.rows import CommuneLine, commune_lines, due_lines, stage_css, stage_names
from mandate_flow.edge.web.tiles import CREDIT, Tile, tile_map
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, STAFF, WRITERS, Pages
from mandate_flow.service.board import BoardPage
from mandate_flow.service.board import board as read_board
from mandate_flow.service.labels import THEMES
from mandate_flow.store.views import Health

pages = Pages()


@dataclass(frozen=True, slots=True)
class Kpi:
    """A key figure, and the list behind it; `text` is shown in the place of a number."""

    label: str
    value: int
    note: str
    href: str
    tone: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A hexagon of the map with what its commune shows."""

    tile: Tile
    css: str
    href: str
    title: str
    late: int


@dataclass(frozen=True, slots=True)
class Bar:
    """How many communes stand at a stage."""

    label: str
    count: int
    href: str
    css: str


@pages.get_page("/", allows=STAFF)
def board(here: Here) -> Response:
    """The first page of those who read files; an administrator goes on to what they administer."""
    if not READERS.admits(here.person):
        return go("/administration")
    theme, chosen = here.query.get("theme", ""), here.query.get("tout", "")
    theme = theme if theme in THEMES else ""
    whole = {"1": True, "0": False}.get(chosen)
    found = read_board(here.desk, here.person, here.day, theme=theme, whole=whole)
    stages = stage_names(found.labels)
    rows = commune_lines(found.board.communes, stages)
    tiles = tile_map(here.desk.library.folder)
    bars = _bars(found, stages)
    return show(
        here,
        "tableau.html",
        communes=len(rows),
        engaged=_engaged(rows),
        kpis=_kpis(found, rows, theme),
        table=here.query.get("vue") == "tableau" or not tiles.tiles,
        rows=rows,
        map=tiles,
        cells=_cells(found, rows, tiles.tiles),
        legend=[*((stage_css(rank), label) for rank, label in stages.items()), ("sn", "Aucun dossier")],
        credit=CREDIT,
        stages=bars,
        most=max((bar.count for bar in bars[:-1]), default=0),
        todo=due_lines(found.to_do, found.labels, here.day),
        todo_switch=_switch(here, found),
        health=health_items(found.health, here),
        themes=list(THEMES.items()),
        theme=theme,
        chosen=chosen,
        may_open=WRITERS.admits(here.person),
    )


def health_items(health: Health, here: Visit) -> list[dict[str, str]]:
    """Whether the clockwork runs, in words."""
    tick = health.last_tick
    hours = None if tick is None else (here.at - tick).total_seconds() / 3600
    fresh = hours is not None and hours < 1
    waiting, failed = health.mails_waiting, health.mails_failed
    return [
        {
            "label": "Dernier passage de l’ordonnanceur",
            "text": formats.instant(tick) if tick else "jamais",
            "tone": "ok" if fresh else "warn",
        },
        {"label": "Courriels en attente", "text": formats.number(waiting), "tone": ""},
        {"label": "Courriels abandonnés", "text": formats.number(failed), "tone": "bad" if failed else ""},
    ]


def _engaged(rows: list[CommuneLine]) -> int:
    return sum(row.rank is not None for row in rows)


def _kpis(found: BoardPage, rows: list[CommuneLine], theme: str) -> list[Kpi]:
    board, more = found.board, f"&theme={theme}" if theme else ""
    late = sum(bool(row.late) for row in rows)
    return [
        Kpi("Dossiers actifs", board.active, formats.plural(_engaged(rows), "commune"), f"/dossiers?tri=changed{more}"),
        Kpi("Échéances sous 30 jours", board.due_soon, "à venir", f"/echeances?periode=30{more}"),
        Kpi(
            "Échéances en retard",
            board.late,
            formats.plural(late, "commune"),
            f"/echeances?periode=late{more}",
            "bad" if board.late else "",
        ),
        Kpi("Mandats finissant sous 12 mois", board.ending, "à renouveler ou à clore", f"/dossiers?fin=1{more}"),
        Kpi(
            "Aides au-delà des plafonds sans mandat",
            found.over,
            f"{formats.plural(found.over, 'organisme')}, sur 3 ans",
            "/inventaire",
            "bad" if found.excess else "",
            formats.round_money(found.excess),
        ),
        Kpi("Communes sans dossier", len(rows) - _engaged(rows), f"sur {len(rows)}", f"/communes?etape=aucune{more}"),
    ]


def _cells(found: BoardPage, rows: list[CommuneLine], tiles: Mapping[str, Tile]) -> list[Cell]:
    return [
        Cell(tiles[commune.code], row.css, row.href, _title(row), row.late)
        for commune, row in zip(found.board.communes, rows, strict=True)
        if commune.code in tiles
    ]


def _title(row: CommuneLine) -> str:
    late = f", {formats.plural(row.late, 'échéance')} en retard" if row.late else ""
    return f"{row.name} : {row.stage.lower()}{late}"


def _bars(found: BoardPage, stages: Mapping[int, str]) -> list[Bar]:
    counts = {one.rank: one.communes for one in found.board.stages}
    last = max(stages, default=0)
    for rank in [rank for rank in counts if rank is not None and rank > last]:
        counts[last] = counts.get(last, 0) + counts.pop(rank)
    bars = [
        Bar(label, counts.get(rank, 0), f"/communes?etape={rank}", stage_css(rank)) for rank, label in stages.items()
    ]
    return [*bars, Bar("Aucun dossier", counts.get(None, 0), "/communes?etape=aucune", "sn")]


def _switch(here: Visit, found: BoardPage) -> Markup:
    """What I answer for, or what anybody owes."""
    if found.mine:
        return Markup('<a class="small" href="{}">Voir ce que chacun doit</a>').format(link(here, tout="1"))
    return Markup('<a class="small" href="{}">Ce qui m’attend</a>').format(link(here, tout="0"))
