"""What is said beside a file: a comment, an answer, what is settled, what is taken back."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from mandate_flow.domain.errors import BadInput
from mandate_flow.edge.web.dossier.answered import go_on, show_file
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, Pages
from mandate_flow.service.comments import say, settle, take_back
from mandate_flow.service.reading import FilePage, file_page

pages: Final = Pages()
FIELDS: Final = {"text": "texte", "asked": "texte"}


@pages.post_form("/dossiers/{ref}/commentaires", allows=READERS)
def comment(here: Here, ref: str) -> Response:
    """Say something, or answer; who is asked finds it among what awaits them."""
    before = file_page(here.desk, ref, here.moment)
    typed = here.form
    asked = [one for one in typed.all_typed_in("a") if one]
    answers, key = typed.typed_in("repond"), typed.typed_in("cle")
    try:
        say(here.desk, ref, typed.typed_in("texte"), here.moment, asked=asked, answers=answers, key=key[:64])
    except BadInput as error:
        typed.blame(error, FIELDS)
        return show_file(here, before, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _back(here, before, ref, answers or key[:64])


@pages.post_form("/dossiers/{ref}/commentaires/{comment_id}/suite", allows=READERS)
def settled(here: Here, ref: str, comment_id: str) -> Response:
    """Settle a thread, or open it again."""
    before = file_page(here.desk, ref, here.moment)
    settle(here.desk, ref, comment_id, here.moment, settled=here.form.typed_in("traite") != "non")
    return _back(here, before, ref, comment_id)


@pages.post_form("/dossiers/{ref}/commentaires/{comment_id}/retrait", allows=READERS)
def withdrawn(here: Here, ref: str, comment_id: str) -> Response:
    """Take back one's own words."""
    before = file_page(here.desk, ref, here.moment)
    take_back(here.desk, ref, comment_id, here.moment)
    return _back(here, before, ref, comment_id)


def _back(here: Visit, before: FilePage, ref: str, comment_id: str) -> Response:
    known = comment_id in before.file.comments
    anchor = f"commentaire-{comment_id}" if known else "titre-echanges"
    return go_on(here, before, file_page(here.desk, ref, here.moment), anchor=anchor)
