"""The outlines of the communes on the map: tried, installed, taken away."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.outline.geojson import MOST_BYTES
from mandate_flow.edge.web.language import N_, _
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.tiles import outline_map
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import ADMINISTRATION, Pages, only
from mandate_flow.service.outlines import KEEPS_OUTLINES, Compared, compared, install, installed, remove
from mandate_flow.service.territories import communes_there_are

pages: Final = Pages()
PLACE: Final = "/administration/contours"
KEEPERS: Final = only(*KEEPS_OUTLINES)
FIELDS: Final = {"file": "fichier", "source": "source"}
TOLD: Final = {
    "installes": N_("La carte montre maintenant ces contours."),
    "retires": N_("La carte montre de nouveau des hexagones."),
}


@pages.get_page(PLACE, allows=ADMINISTRATION)
def outlines(here: Here) -> Response:
    """The outlines the map shows, and the form that changes them."""
    return _page(here)


@pages.post_form(PLACE, allows=KEEPERS)
def choose(here: Here) -> Response:
    """Install the file, or only show what it would give: `geste` is essai or installer."""
    raw, source = _sent(here), here.form.text("source", label=_("Source"))
    if raw is None:
        return _page(here, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        if here.form.typed_in("geste") == "essai":
            return _page(here, tried=compared(here.desk, raw))
        install(here.desk, raw, source, here.moment)
    except BadInput as error:
        here.form.blame(error, FIELDS)
        return _page(here, HTTPStatus.UNPROCESSABLE_ENTITY)
    return go(f"{PLACE}?fait=installes")


@pages.post_form(f"{PLACE}/retrait", allows=KEEPERS)
def take_away(here: Here) -> Response:
    """Back to hexagons."""
    remove(here.desk, here.moment)
    return go(f"{PLACE}?fait=retires")


def _sent(here: Visit) -> bytes | None:
    chosen = here.upload("fichier")
    if chosen is None:
        here.form.errors["fichier"] = _("Choisissez un fichier GeoJSON.")
        return None
    return chosen.file.read(MOST_BYTES + 1)


def _page(here: Visit, status: int = HTTPStatus.OK, *, tried: Compared | None = None) -> Response:
    held = installed(here.desk)
    communes = communes_there_are(here.desk)
    names = {one.code: one.name for one in communes}
    drawing = tried.drawing if tried else held.drawing if held else None
    missing = tried.missing if tried else [one.name for one in communes if held and one.code not in held.drawing.shapes]
    return show(
        here,
        "contours/contours.html",
        status,
        held=held.chosen if held else None,
        tried=tried,
        missing=missing,
        unknown=tried.unknown if tried else (),
        map=outline_map(drawing, "") if drawing else None,
        names=names,
        told=_(TOLD[told]) if (told := here.query.get("fait", "")) in TOLD else "",
        may_change=KEEPERS.admits(here.person),
    )
