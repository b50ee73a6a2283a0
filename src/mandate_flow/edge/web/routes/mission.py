"""The mission: its calendar, its next step, its framework resolution, and how far the communes have come."""

from __future__ import annotations

from typing import Any, Final

from starlette.responses import Response

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.people import Role
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.edge.web.dossier.steps import aside, stages, ways
from mandate_flow.edge.web.dossier.words import said
from mandate_flow.edge.web.language import _, in_language
from mandate_flow.edge.web.mission.calendar import calendar
from mandate_flow.edge.web.mission.presence import presence
from mandate_flow.edge.web.paths import stands
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, WRITERS, Pages, only
from mandate_flow.service.mission import MissionPage, mission_page, open_mission, open_path
from mandate_flow.service.reading import FilePage

pages: Final = Pages()
OPENS: Final = only(Role.MISSION, Role.JURIST)
SHOWN: Final = 6
RESOLUTION: Final = ("vote_date", "vote_reference", "transmitted_on", "published_on")
ITEMS: Final = "framework_items"


@pages.get_page("/mission", allows=READERS)
def mission(here: Here) -> Response:
    """The mission that runs, or the one asked for."""
    return _show(here)


@pages.post_form("/mission", allows=OPENS)
def create(here: Here) -> Response:
    """Open a mission and go to its file."""
    title = here.form.text("titre", label=_("Intitulé de la mission"), required=True)
    if here.form.errors:
        return _show(here, 422)
    try:
        return go(f"/dossiers/{open_mission(here.desk, title, here.moment).ref}?depuis=0&fait=1")
    except BadInput as error:
        here.form.blame(error, {"title": "titre"})
        return _show(here, 422)


@pages.post_form("/communes/{code}/chemin", allows=WRITERS)
def start_path(here: Here, code: str) -> Response:
    """Open the own way of a commune and go to it."""
    return go(f"/dossiers/{open_path(here.desk, code, here.moment).ref}?depuis=0&fait=1")


def _show(here: Visit, status: int = 200) -> Response:
    found = mission_page(here.desk, here.moment, here.query.get("mission", ""))
    coming, before = calendar(found, here.day)
    table = presence(found, here.day, here.query.get("tri", ""), here.query.get("seules", ""))
    bars = stands(found.labels, found.paths, [one.id for one in found.communes])
    return show(
        here,
        "mission.html",
        status,
        found=found,
        row=found.row,
        coming=coming,
        before=before[:SHOWN] if here.query.get("seances") != "toutes" else before,
        more=max(0, len(before) - SHOWN) if here.query.get("seances") != "toutes" else 0,
        presence=table,
        bars=bars,
        most=max((one.count for one in bars[:-1]), default=0),
        may_open=OPENS.admits(here.person),
        **_file(here, found),
    )


def _file(here: Visit, found: MissionPage) -> dict[str, Any]:
    """What only those who may read the file see."""
    page = found.file
    if page is None:
        return {"file": None, "way": None, "stages": (), "framework": (), "resolution": (), "writable": False}
    main = [one for one in ways(page, here.person) if not aside(one.explanation)]
    return {
        "file": page.file,
        "way": main[0] if main else None,
        "stages": stages(page),
        "framework": _framework(page.definition, page),
        "resolution": tuple(_resolution(page)),
        "writable": here.person.may_record(page.file) and not page.file.ended,
    }


def _framework(definition: Definition, page: FilePage) -> tuple[tuple[str, bool], ...]:
    """Each item of the entrustment, and whether the framework resolution defines it."""
    fact, kind = page.file.fact(ITEMS), definition.facts.get(ITEMS)
    given = fact.value if fact is not None and isinstance(fact.value, tuple) else ()
    return tuple((in_language(one.label), one.value in given) for one in kind.choices) if kind else ()


def _resolution(page: FilePage) -> list[tuple[str, str]]:
    """The vote, transmission and publication, question and answer."""
    found = []
    for authority in page.file.authorities:
        for name in RESOLUTION:
            kind, fact = page.definition.facts.get(name), page.file.fact(name, authority)
            if kind and fact:
                found.append((in_language(kind.label), said(kind, fact.value)))
    return found
