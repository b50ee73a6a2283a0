"""The page of a file as an answer: after a reading, or with what stands against what was just asked."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import Response

from mandate_flow.edge.web.dossier.assemble import assemble, form_shown, names_for_template
from mandate_flow.edge.web.dossier.discussed import discussion
from mandate_flow.edge.web.dossier.drafted import HELD, form_key, kept_drafts, settle, take_up
from mandate_flow.edge.web.dossier.people import people_of
from mandate_flow.edge.web.dossier.said import done
from mandate_flow.edge.web.language import _
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.visit import Visit
from mandate_flow.service.reading import FilePage

KEPT = ("etape", "exercice", "seance")
SAVES = ("fait.", "case.")


def show_file(here: Visit, page: FilePage, status: int = 200, **more: object) -> Response:
    """The page; `more` are the names of its template that an answer sets otherwise."""
    drafts = () if here.form.typed else kept_drafts(here, page, form_key(*form_shown(here, page)))
    taken = take_up(here, drafts)
    view = assemble(here, page)
    names = names_for_template(view) | {
        "refused": (),
        "refused_step": "",
        "differences": None,
        "version": taken.version if taken else page.file.version,
        "done": done(page, here.query.get("fait", ""), here.query.get("depuis", "")) or _kept(here),
        "talk": discussion(here, page),
        "people": people_of(here, page),
        "drafts": drafts,
        "held": taken.mark if taken else here.form.typed_in(HELD),
    }
    return show(here, "dossier.html", status, **(names | more))


def go_on(here: Visit, before: FilePage, after: FilePage, *, anchor: str = "", moved: bool = False) -> Response:
    """On to the page, which tells what was done; after a step it shows the new stage. What was saved is no draft."""
    if any(name.startswith(SAVES) for name in here.form.typed):
        settle(here, after)
    query = {name: here.query[name] for name in KEPT if name in here.query and not moved}
    query |= {"depuis": str(before.file.version), "fait": str(after.file.version)}
    return go(f"/dossiers/{after.file.ref}?{urlencode(query)}" + (f"#{anchor}" if anchor else ""))


def _kept(here: Visit) -> str:
    """What a person without scripts is told of their draft."""
    told = {
        "1": _("Le brouillon est gardé ; il n’est visible que de vous."),
        "0": _("Rien à garder : rien n’a changé."),
    }
    return told.get(here.query.get("garde", ""), "")
