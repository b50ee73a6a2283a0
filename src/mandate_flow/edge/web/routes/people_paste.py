"""Persons pasted from a spreadsheet: shown line by line, then registered in one go."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from mandate_flow.domain.errors import BadInput
from mandate_flow.edge.web.forms import LONG
from mandate_flow.edge.web.language import _
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.routes.people import KEEPERS, PEOPLE
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import Pages
from mandate_flow.service import people_paste
from mandate_flow.service.people_paste import Preview

pages = Pages()
ADDRESS: Final = f"{PEOPLE}/import"
FIELD: Final = "tableau"


@pages.get_page(ADDRESS, allows=KEEPERS)
def blank(here: Here) -> Response:
    """Where to paste."""
    return _show(here)


@pages.post_form(ADDRESS, allows=KEEPERS)
def read(here: Here) -> Response:
    """Show what was pasted; once it was shown, register the lines that are right."""
    text = here.form.text(FIELD, label=_("Tableau"), required=True, longest=LONG * 5)
    if here.form.errors:
        return _show(here, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if "corriger" in here.form:
        return _show(here)
    try:
        if here.form.typed_in("vu") == "1":
            return go(f"{PEOPLE}?fait=importees&n={len(people_paste.paste(here.desk, text, here.moment))}")
        return _show(here, people_paste.preview(here.desk, text, here.moment))
    except BadInput as error:
        here.form.blame(error, {})
        return _show(here, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _show(here: Visit, found: Preview | None = None, status: int = HTTPStatus.OK) -> Response:
    return show(here, "administration/import.html", status, found=found)
