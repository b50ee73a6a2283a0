"""The communes, and one commune."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from starlette.responses import Response

from mandate_flow.domain.errors import Unseen
from mandate_flow.domain.event import Stream, StreamKind
from mandate_flow.domain.fold import fold
from mandate_flow.domain.people import Role
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.calendar_words import calendar_part
from mandate_flow.edge.web.dossier.steps import aside, stages, ways
from mandate_flow.edge.web.focus import address, focus_of
from mandate_flow.edge.web.language import _
from mandate_flow.edge.web.mission.calendar import kind_said
from mandate_flow.edge.web.numbers import small_number
from mandate_flow.edge.web.paths import NONE, stands
from mandate_flow.edge.web.render import link, show
from mandate_flow.edge.web.rows import NO_FILE, CommuneLine, commune_lines, due_lines, file_lines, stage_names
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, WRITERS, Pages
from mandate_flow.service import communes as reading
from mandate_flow.service.inventory import may_read
from mandate_flow.service.inventory_pages import inventory_page
from mandate_flow.service.labels import THEMES
from mandate_flow.service.territories import territory_names

pages = Pages()
SHOWN = 15
SORTS: Final[Mapping[str, Callable[[CommuneLine], int]]] = {
    "etape": lambda row: -1 if row.rank is None else -row.rank - 2,
    "actifs": lambda row: -row.active,
    "retard": lambda row: -row.late,
    "habitants": lambda row: -(row.population or 0),
}
"""The furthest, the most active, the most late, the largest first."""


@pages.get_page("/communes", allows=READERS)
def communes(here: Here) -> Response:
    """The communes one sees with their progress, filtered by the address."""
    focus = focus_of(here)
    found = reading.communes(here.desk, here.person, here.day, focus)
    stages = stage_names(found.labels)
    rows = commune_lines(found.rows, stages, found.labels, found.paths)
    sort = here.query.get("tri", "") if here.query.get("tri", "") in SORTS else ""
    kept = [row for row in rows if _kept(here, row, max(stages, default=0))]
    if sort:
        kept.sort(key=SORTS[sort])  # by name already, which decides between equals
    return show(
        here,
        "communes.html",
        total=len(rows),
        every=found.every,
        engaged=sum(row.rank is not None for row in rows),
        rows=kept,
        sort=sort,
        heads=_heads(here, sort),
        export=address("/communes.csv", focus),
        territories=territory_names(here.desk),
        territory=focus.territory,
        regimes=list(found.labels.regimes().items()),
        regime=focus.regime,
        name=here.query.get("nom", ""),
        stage=here.query.get("etape", ""),
        late=here.query.get("retard") == "1",
        theme=focus.theme,
        themes=list(THEMES.items()),
        choices=[*((str(rank), label) for rank, label in stages.items()), (NONE, _(NO_FILE))],
        path=here.query.get("chemin", ""),
        paths=[(one.state, one.label) for one in stands(found.labels, found.paths, ())],
    )


def _heads(here: Visit, sort: str) -> dict[str, tuple[str, str]]:
    """By column: the address that sorts by it, and how it is sorted now."""
    heads = {name: (link(here, tri=name), "descending" if name == sort else "") for name in SORTS}
    return {"nom": (link(here, tri=""), "" if sort else "ascending"), **heads}


def _kept(here: Visit, row: CommuneLine, last: int) -> bool:
    stage = here.query.get("etape", "")
    rank = None if row.rank is None else min(row.rank, last)
    if stage and rank != (None if stage == NONE else small_number(stage)):
        return False
    if here.query.get("chemin", "") not in ("", row.path.state):
        return False
    return fold(here.query.get("nom", "")) in fold(row.name) and not (here.query.get("retard") == "1" and not row.late)


def _calendar(here: Visit, authority: str) -> dict[str, Any]:
    """The calendar of the commune, for whoever may read it: its own agents and those who see everything."""
    try:
        return calendar_part(here, Stream(StreamKind.AUTHORITY, authority))
    except Unseen:
        return {"calendar": None}


@pages.get_page("/communes/{code}", allows=READERS)
def commune(here: Here, code: str) -> Response:
    """One commune: its files and what they owe."""
    found = reading.commune(here.desk, here.moment, code)
    page = found.page
    row = commune_lines([page.commune], stage_names(found.labels), found.labels, {})[0]
    said = [
        _("Étape la plus avancée : {stage}", stage=row.stage.lower())
        if row.rank is not None
        else _("Aucun dossier visible")
    ]
    said += [formats.plural(row.population, "habitant")] if row.population else []
    said += [f"SIREN {page.siren}"] if page.siren else []
    reads = may_read(here.person, page.commune.id)
    own = here.person.is_any(frozenset({Role.MISSION, Role.JURIST})) or here.person.authority == page.commune.id
    return show(
        here,
        "commune.html",
        commune=page.commune,
        said=" · ".join(said),
        files=file_lines(page.files.rows, found.labels),
        caption=_("Dossiers de {name}", name=page.commune.name),
        files_total=page.files.total,
        dues=[replace(one, where=one.title) for one in due_lines(page.deadlines.rows[:SHOWN], found.labels, here.day)],
        due_total=page.deadlines.total,
        due_all=f"/echeances?commune={page.commune.id}",
        may_open=WRITERS.admits(here.person) and own,
        **_calendar(here, page.commune.id),
        **_own_way(here, found),
        inventory=f"/communes/{code}/inventaire" if reads else "",
        given=inventory_page(here.desk, code, here.moment) if reads else None,
        people=reading.contacts(here.desk, here.person, page.commune.id),
    )


def _own_way(here: Visit, found: reading.OneCommune) -> dict[str, Any]:
    """The own way of the commune with its next step, and the meetings of the mission it came to."""
    main = [one for one in ways(found.path, here.person) if not aside(one.explanation)] if found.path else []
    return {
        "path": found.path.file if found.path else None,
        "path_stages": stages(found.path) if found.path else (),
        "way": main[0] if main else None,
        "meetings": [(one, kind_said(found.mission, one)) for one in found.meetings],
        "held": found.held,
    }
