"""What machines ask for: the files of the pages, and whether the site is alive."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import JSONResponse, RedirectResponse, Response

from mandate_flow.domain.errors import NotFound
from mandate_flow.edge.web.visit import Here
from mandate_flow.edge.web.who import ANYONE, Pages

pages = Pages()


@pages.get_page("/static/{name:path}", allows=ANYONE)
def static(here: Here, name: str) -> Response:
    """A file of the pages; its address holds its hash, so that a browser may keep it for a year."""
    found = here.site.statics.files.get(name)
    if found is None:
        raise NotFound("Ce fichier n’existe pas.")
    kept = {"cache-control": "public, max-age=31536000, immutable", "etag": f'"{found.mark}"'}
    return Response(found.body, media_type=found.media_type, headers=kept)


@pages.get_page("/favicon.ico", allows=ANYONE)
def icon(here: Here) -> Response:
    """Browsers that ask for it by habit."""
    return RedirectResponse(here.site.statics.address("favicon.svg"), HTTPStatus.MOVED_PERMANENTLY)


@pages.get_page("/sante", allows=ANYONE)
def health(here: Here) -> Response:
    """200 while the database answers; Unavailable (503) otherwise. Says nothing else."""
    with here.desk.store.read() as unit:
        unit.views.demonstration()
    return JSONResponse({"etat": "ok"})
