"""The views that people keep above the list: kept, renamed, taken away, put back, begun with."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from mandate_flow.domain.errors import BadInput
from mandate_flow.edge.web.listing.asked import PATH, asked_in, told
from mandate_flow.edge.web.listing.page import list_page
from mandate_flow.edge.web.render import go
from mandate_flow.edge.web.visit import Here
from mandate_flow.edge.web.who import READERS, Pages
from mandate_flow.service.saved_views import begin_with, put_back, remove_view, rename_view, save_view

pages = Pages()
FIELDS: Final = {"": "nom"}


@pages.post_form("/dossiers/vues", allows=READERS)
def keep(here: Here) -> Response:
    """Keep the present filters under a name."""
    wanted, form = asked_in(here.form.typed_in("filtres")), here.form
    try:
        shared = form.typed_in("partagee") == "1"
        view = save_view(here.desk, form.typed_in("nom"), told(wanted), here.moment, shared=shared)
    except BadInput as error:
        form.blame(error, FIELDS)
        return list_page(here, wanted, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return go(f"{PATH}?{view.query}&fait=gardee")


@pages.post_form("/dossiers/vues/{view}", allows=READERS)
def change(here: Here, view: str) -> Response:
    """What a button of the form of one view asks for."""
    form = here.form
    match form.typed_in("faire"):
        case "supprimer":
            remove_view(here.desk, view, here.moment)
            return go(f"{PATH}?vue=tous&retiree={view}")
        case "remettre":
            kept = put_back(here.desk, view, here.moment)
            return go(f"{PATH}?{kept.query}&fait=remise")
        case "commencer":
            begin_with(here.desk, view, here.moment)
        case "ne-plus-commencer":
            begin_with(here.desk, "", here.moment)
        case _:
            try:
                found = rename_view(here.desk, view, form.typed_in("nouveau_nom"), here.moment)
            except BadInput as error:
                form.blame(error, {"nom": "nouveau_nom"})
                return list_page(here, asked_in(form.typed_in("filtres")), status=HTTPStatus.UNPROCESSABLE_ENTITY)
            return go(f"{PATH}?{found.query}&fait=renommee")
    return go(f"{PATH}?{told(asked_in(form.typed_in('filtres'))) or 'vue=tous'}")
