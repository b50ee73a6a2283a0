"""The dashboard: what awaits the person first, then what others owe, and where every commune or own file stands."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from starlette.responses import Response

from mandate_flow.domain.event import Action
from mandate_flow.domain.people import SEES_EVERY_FILE, Person, Role
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.board.drawing import Bar, bars, cells
from mandate_flow.edge.web.board.figures import figures, workload
from mandate_flow.edge.web.columns import columns
from mandate_flow.edge.web.focus import PERIODS, address, focus_of, kept, period_of
from mandate_flow.edge.web.language import N_, _
from mandate_flow.edge.web.paths import Stand, stands
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.routes.control import ACTIONS
from mandate_flow.edge.web.rows import (
    NO_FILE,
    CommuneLine,
    commune_lines,
    due_lines,
    file_lines,
    names,
    stage_css,
    stage_names,
)
from mandate_flow.edge.web.tiles import drawn_map
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, STAFF, WRITERS, Pages
from mandate_flow.service import communes as reading
from mandate_flow.service.absences import standing_in
from mandate_flow.service.board import CONFIRMS, BoardPage, mine
from mandate_flow.service.board import board as read_board
from mandate_flow.service.labels import THEMES
from mandate_flow.service.territories import territory_names
from mandate_flow.service.trail import trail
from mandate_flow.store.views import Focus, Health

pages = Pages()
ROUTINE = frozenset({Action.ACCESS_GRANTED, Action.ACCESS_DIGESTED, Action.MAIL_SENT})
"""What happens all day long and hides the acts."""
COLUMNS = (
    N_("Commune"),
    N_("Code INSEE"),
    N_("Étape la plus avancée"),
    N_("Chemin propre"),
    N_("Dossiers actifs"),
    N_("Échéances en retard"),
    N_("Habitants"),
)


@pages.get_page("/", allows=STAFF)
def board(here: Here) -> Response:
    """The first page of those who read files; an administrator goes on to what they administer."""
    if not READERS.admits(here.person):
        return go("/administration")
    focus = focus_of(here)
    found = read_board(here.desk, here.person, here.day, focus)
    local = found.files is not None
    watched = trail(here.desk, here.moment) if _only_controls(here.person) else None
    return show(
        here,
        "tableau.html",
        **(_own_files(here, found) if local else _territory(here, found, focus)),
        **_filters(here, found, focus),
        local=local,
        kpis=figures(found, focus, local=local),
        to_confirm=_to_confirm(found),
        asked=found.asked,
        standing_in=standing_in(here.desk, here.person, here.day),
        own=due_lines(found.own.rows, found.labels, here.day),
        own_total=found.own.total,
        own_all=_all_due(here, focus, own=True),
        others=due_lines(found.others.rows, found.labels, here.day),
        others_total=found.others.total,
        others_all=_all_due(here, focus, own=False),
        owed_by=next(iter(sorted(mine(here.person).owed_by)), ""),
        trail=watched,
        acts=[one for one in watched.events if one.action not in ROUTINE][:8] if watched else [],
        actions=ACTIONS,
        loads=workload(found, focus),
        health=health_items(found.health, here),
        may_open=WRITERS.admits(here.person),
    )


@pages.get_page("/communes.csv", allows=READERS)
def table(here: Here) -> Response:
    """The table of the communes, as the filters of the address keep them."""
    found = reading.communes(here.desk, here.person, here.day, focus_of(here))
    rows = commune_lines(found.rows, stage_names(found.labels), found.labels, found.paths)
    lines = (
        (row.name, commune.code, row.stage, row.path.label, row.active, row.late, row.population)
        for commune, row in zip(found.rows, rows, strict=True)
    )
    return columns(f"communes-{here.day.isoformat()}", COLUMNS, lines)


def _filters(here: Visit, found: BoardPage, focus: Focus) -> dict[str, Any]:
    """The form of the filters, and in words what they keep."""
    period, regimes = period_of(here), found.labels.regimes()
    territories = territory_names(here.desk)
    said = [
        THEMES[focus.theme] if focus.theme else "",
        dict(territories).get(focus.territory, ""),
        regimes.get(focus.regime, focus.regime),
        period.said,
    ]
    return {
        "focus": focus,
        "period": period,
        "periods": [(value, _(label)) for value, label in PERIODS.items()],
        "themes": list(THEMES.items()),
        "territories": territories,
        "regimes": list(regimes.items()),
        "filtered": " · ".join(one for one in said if one),
        "since": here.query.get("du", ""),
        "until": here.query.get("au", ""),
        "kept": kept(focus),
        "export": address("/communes.csv", focus),
    }


def _all_due(here: Visit, focus: Focus, *, own: bool) -> str:
    """The list that goes on where the first lines of the dashboard end."""
    more = {"periode": "near"} if focus.until is None else {"au": focus.until.isoformat()}
    ower = next(iter(sorted(mine(here.person).owed_by)), "") if own else ""
    return address("/echeances", focus, more | ({"de": ower} if ower else {}))


def _territory(here: Visit, found: BoardPage, focus: Focus) -> dict[str, Any]:
    """The map, and the communes by stage."""
    stages = stage_names(found.labels)
    rows = commune_lines(found.board.communes, stages, found.labels, found.paths)
    drawn = drawn_map(here.desk)
    steps: Sequence[Bar | Stand] = bars(found, stages, focus)
    legend = [*((stage_css(rank), label) for rank, label in stages.items()), ("sn", _(NO_FILE))]
    own = here.query.get("carte") == "chemins"
    placed, unplaced = cells(found, rows, drawn.tiles, own=own)
    if own:
        steps = stands(found.labels, found.paths, [one.id for one in found.board.communes])
        legend = [(one.css, one.label) for one in steps]
    return {
        "own_ways": own,
        "communes": len(rows),
        "engaged": _engaged(rows),
        "table": here.query.get("vue") == "tableau" or not drawn.tiles,
        "rows": rows,
        "map": drawn,
        "cells": placed,
        "unplaced": unplaced if drawn.tiles else [],
        "legend": legend,
        "stages": steps,
        "most": max((bar.count for bar in steps[:-1]), default=0),
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
    """Whether the clockwork runs, in words; the mails of every file are counted for who may know of every file."""
    tick = health.last_tick
    hours = None if tick is None else (here.at - tick).total_seconds() / 3600
    fresh = hours is not None and hours < 1
    queue = _queue(health) if here.person.is_any(SEES_EVERY_FILE | {Role.ADMINISTRATOR}) else []
    return [
        {
            "label": _("Dernier passage de l’ordonnanceur"),
            "text": formats.instant(tick) if tick else _("jamais"),
            "tone": "ok" if fresh else "warn",
        },
        *queue,
        _log(health),
    ]


def _queue(health: Health) -> list[dict[str, str]]:
    """The mails that wait, and those that were given up."""
    waiting, failed = health.mails_waiting, health.mails_failed
    return [
        {"label": _("Courriels en attente"), "text": formats.number(waiting), "tone": ""},
        {"label": _("Courriels abandonnés"), "text": formats.number(failed), "tone": "bad" if failed else ""},
    ]


def _log(health: Health) -> dict[str, str]:
    """When the log was last verified."""
    at = health.verified
    return {
        "label": _("Journal vérifié"),
        "text": formats.instant(at) if at else _("jamais"),
        "tone": "ok" if at else "warn",
    }


def _engaged(rows: list[CommuneLine]) -> int:
    return sum(row.rank is not None for row in rows)
