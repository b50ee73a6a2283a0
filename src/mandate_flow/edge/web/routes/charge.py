"""Who is in charge of a file, from its own page."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from mandate_flow.domain.errors import BadInput
from mandate_flow.edge.web.dossier.answered import go_on, show_file
from mandate_flow.edge.web.visit import Here
from mandate_flow.edge.web.who import WRITERS, Pages
from mandate_flow.service.assigning import assign
from mandate_flow.service.reading import file_page

pages: Final = Pages()


@pages.post_form("/dossiers/{ref}/charge", allows=WRITERS)
def charge(here: Here, ref: str) -> Response:
    """Put somebody in charge of it, or nobody."""
    before = file_page(here.desk, ref, here.moment)
    try:
        answer = assign(here.desk, (ref,), here.form.typed_in("personne"), here.moment)
    except BadInput as error:
        here.form.blame(error, {})
        return show_file(here, before, HTTPStatus.UNPROCESSABLE_ENTITY)
    for _ref, refused in answer.refused:
        raise refused
    return go_on(here, before, file_page(here.desk, ref, here.moment), anchor="titre-personnes")
