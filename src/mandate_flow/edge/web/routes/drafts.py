"""Drafts of the forms of a file, kept while one types; and what the answers typed so far make the form ask."""

from __future__ import annotations

from typing import Final

from starlette.responses import PlainTextResponse, Response

from mandate_flow.edge.web.dossier.answered import show_file
from mandate_flow.edge.web.dossier.drafted import HELD, asked_key, beside, mark_of, unsaved
from mandate_flow.edge.web.dossier.supposed import supposing
from mandate_flow.edge.web.formats import clock_time
from mandate_flow.edge.web.language import _
from mandate_flow.edge.web.render import go
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import WRITERS, Pages
from mandate_flow.service.drafts import give_up, keep
from mandate_flow.service.reading import file_page

pages: Final = Pages()


@pages.post_form("/dossiers/{ref}/brouillon", allows=WRITERS)
def draft(here: Here, ref: str) -> Response:
    """Keep what is typed; a script is told so in a sentence, a person sees the page again."""
    page = file_page(here.desk, ref, here.moment)
    version = page.file.version if here.version is None else here.version
    typed_now = beside(here, page, unsaved(page, version, here.form))
    kept = keep(here.desk, ref, asked_key(here), version, typed_now, here.moment)
    if "garder" in here.form:
        return go(f"{_back(here, ref)}&garde={'1' if kept else '0'}#brouillon")
    told = _("Brouillon gardé à {time}", time=clock_time(kept.at)) if kept else ""
    return PlainTextResponse(told, headers={HELD: mark_of(kept.at) if kept else ""})


@pages.post_form("/dossiers/{ref}/brouillon/abandon", allows=WRITERS)
def abandoned(here: Here, ref: str) -> Response:
    """Give it up."""
    give_up(here.desk, ref, asked_key(here), here.moment)
    return go(f"{_back(here, ref)}#titre-questions")


@pages.post_form("/dossiers/{ref}/questions", allows=WRITERS)
def asked(here: Here, ref: str) -> Response:
    """The form as it would be with the answers typed so far; nothing is recorded."""
    page = file_page(here.desk, ref, here.moment)
    version = page.file.version if here.version is None else here.version
    return show_file(here, supposing(page, here.form), version=version, drafts=())


def _back(here: Visit, ref: str) -> str:
    return f"/dossiers/{ref}?{here.query}"
