"""The page of a file as an answer: after a reading, or with what stands against what was just asked."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import Response

from mandate_flow.edge.web.dossier.assemble import assemble, names_for_template
from mandate_flow.edge.web.dossier.discussed import discussion
from mandate_flow.edge.web.dossier.said import done
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.visit import Visit
from mandate_flow.service.reading import FilePage

KEPT = ("etape", "exercice", "seance")


def show_file(here: Visit, page: FilePage, status: int = 200, **more: object) -> Response:
    """The page; `more` are the names of its template that an answer sets otherwise."""
    names = names_for_template(assemble(here, page)) | {
        "refused": (),
        "refused_step": "",
        "differences": None,
        "version": page.file.version,
        "done": done(page, here.query.get("fait", ""), here.query.get("depuis", "")),
        "talk": discussion(here, page),
    }
    return show(here, "dossier.html", status, **(names | more))


def go_on(here: Visit, before: FilePage, after: FilePage, *, anchor: str = "", moved: bool = False) -> Response:
    """On to the page, which tells what was done; after a step it shows the new stage."""
    query = {name: here.query[name] for name in KEPT if name in here.query and not moved}
    query |= {"depuis": str(before.file.version), "fait": str(after.file.version)}
    return go(f"/dossiers/{after.file.ref}?{urlencode(query)}" + (f"#{anchor}" if anchor else ""))
