"""The dashboard: what awaits the person first, then what others owe, and where every commune or own file stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from starlette.responses import Response

from mandate_flow.domain.event import Action
from mandate_flow.domain.people import Person, Role
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.paths import Stand, stands
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.routes.control import ACTIONS
from mandate_flow.edge.web.rows import CommuneLine, commune_lines, due_lines, file_lines, names, stage_css, stage_names
from mandate_flow.edge.web.tiles import CREDIT, Tile, tile_map
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, STAFF, WRITERS, Pages
from mandate_flow.service.board import CONFIRMS, BoardPage, mine
from mandate_flow.service.board import board as read_board
from mandate_flow.service.labels import THEMES
from mandate_flow.service.trail import trail
from mandate_flow.store.views import Health

pages = Pages()
ROUTINE = frozenset({Action.ACCESS_GRANTED, Action.ACCESS_DIGESTED, Action.MAIL_SENT})
"""What happens all day long and hides the acts."""


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
    theme = here.query.get("theme", "")
    theme = theme if theme in THEMES else ""
    found = read_board(here.desk, here.person, here.day, theme=theme)
    local = found.files is not None
    watched = trail(here.desk, here.moment) if _only_controls(here.person) else None
    return show(
        here,
        "tableau.html",
        **(_own_files(here, found) if local else _territory(here, found)),
        local=local,
        kpis=_kpis(found, theme, local=local),
        to_confirm=_to_confirm(found),
        asked=found.asked,
        own=due_lines(found.own.rows, found.labels, here.day),
        own_total=found.own.total,
        others=due_lines(found.others.rows, found.labels, here.day),
        others_total=found.others.total,
        owed_by=next(iter(sorted(mine(here.person).owed_by)), ""),
        trail=watched,
        acts=[one for one in watched.events if one.action not in ROUTINE][:8] if watched else [],
        actions=ACTIONS,
        health=health_items(found.health, here),
        themes=list(THEMES.items()),
        theme=theme,
        may_open=WRITERS.admits(here.person),
    )


def _territory(here: Visit, found: BoardPage) -> dict[str, Any]:
    """The map, and the communes by stage."""
    stages = stage_names(found.labels)
    rows = commune_lines(found.board.communes, stages, found.labels, found.paths)
    tiles = tile_map(here.desk.library.folder)
    bars: Sequence[Bar | Stand] = _bars(found, stages)
    legend = [*((stage_css(rank), label) for rank, label in stages.items()), ("sn", "Aucun dossier")]
    own = here.query.get("carte") == "chemins"
    if own:
        bars = stands(found.labels, found.paths, [one.id for one in found.board.communes])
        legend = [(one.css, one.label) for one in bars]
    return {
        "own_ways": own,
        "communes": len(rows),
        "engaged": _engaged(rows),
        "table": here.query.get("vue") == "tableau" or not tiles.tiles,
        "rows": rows,
        "map": tiles,
        "cells": _cells(found, rows, tiles.tiles, own=own),
        "legend": legend,
        "credit": CREDIT,
        "stages": bars,
        "most": max((bar.count for bar in bars[:-1]), default=0),
    }


def _own_files(here: Visit, found: BoardPage) -> dict[str, Any]:
    """The files of one authority, by stage."""
    page = found.files
    lines = file_lines(page.rows, found.labels) if page else []
    by_stage = [(state, css, list(some)) for (state, css), some in groupby(lines, key=lambda one: (one.state, one.css))]
    with here.desk.store.read() as unit:
        name = unit.registers.authority(here.person.authority).name if here.person.authority else ""
    return {"authority": name, "by_stage": by_stage, "files_total": page.total if page else 0}


def _only_controls(person: Person) -> bool:
    return person.is_any(frozenset({Role.CONTROLLER})) and not person.is_any(CONFIRMS)


def _to_confirm(found: BoardPage) -> list[dict[str, Any]]:
    return [
        {
            "label": f"{found.labels.step(one.workflow_sha256, one.step)} {one.occurrence}".strip(),
            "href": f"/dossiers/{one.ref}",
            "ref": one.ref,
            "title": one.title,
            "where": " · ".join(part for part in (names(one.authorities), names(one.structures)) if part),
            "by": found.proposers[one.actor],
            "day": one.day,
        }
        for one in found.to_confirm
    ]


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


def _kpis(found: BoardPage, theme: str, *, local: bool) -> list[Kpi]:
    board, more = found.board, f"&theme={theme}" if theme else ""
    engaged = sum(one.furthest_rank is not None for one in board.communes)
    late = sum(bool(one.late) for one in board.communes)
    here = "dans votre collectivité"
    kpis = [
        Kpi(
            "Dossiers actifs",
            board.active,
            here if local else formats.plural(engaged, "commune"),
            f"/dossiers?tri=changed{more}",
        ),
        Kpi("Échéances sous 30 jours", board.due_soon, "à venir", f"/echeances?periode=30{more}"),
        Kpi(
            "Échéances en retard",
            board.late,
            here if local else formats.plural(late, "commune"),
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
    ]
    if not local:
        of = len(board.communes)
        kpis.append(Kpi("Communes sans dossier", of - engaged, f"sur {of}", f"/communes?etape=aucune{more}"))
    return kpis


def _cells(found: BoardPage, rows: list[CommuneLine], tiles: Mapping[str, Tile], *, own: bool) -> list[Cell]:
    """The hexagons, coloured by the mandates of each commune, or by its own way."""
    if own:
        return [
            Cell(tiles[commune.code], row.path.css, row.href, _title_of_way(row), int(row.path.late))
            for commune, row in zip(found.board.communes, rows, strict=True)
            if commune.code in tiles
        ]
    return [
        Cell(tiles[commune.code], row.css, row.href, _title(row), row.late)
        for commune, row in zip(found.board.communes, rows, strict=True)
        if commune.code in tiles
    ]


def _title(row: CommuneLine) -> str:
    late = f", {formats.plural(row.late, 'échéance')} en retard" if row.late else ""
    return f"{row.name} : {row.stage.lower()}{late}"


def _title_of_way(row: CommuneLine) -> str:
    return f"{row.name} : {row.path.label.lower()}" + (", échéance en retard" if row.path.late else "")


def _bars(found: BoardPage, stages: Mapping[int, str]) -> list[Bar]:
    counts = {one.rank: one.communes for one in found.board.stages}
    last = max(stages, default=0)
    for rank in [rank for rank in counts if rank is not None and rank > last]:
        counts[last] = counts.get(last, 0) + counts.pop(rank)
    bars = [
        Bar(label, counts.get(rank, 0), f"/communes?etape={rank}", stage_css(rank)) for rank, label in stages.items()
    ]
    return [*bars, Bar("Aucun dossier", counts.get(None, 0), "/communes?etape=aucune", "sn")]
