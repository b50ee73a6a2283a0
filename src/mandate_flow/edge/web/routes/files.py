"""The list of files: found, narrowed, sorted, and begun with the view a person prefers."""

from __future__ import annotations

from starlette.responses import Response

from mandate_flow.edge.web.language import _, ngettext
from mandate_flow.edge.web.listing.asked import PATH, asked, theme_labels
from mandate_flow.edge.web.listing.page import list_page
from mandate_flow.edge.web.numbers import page_number, small_number
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, Pages
from mandate_flow.service.listing import proposals
from mandate_flow.service.saved_views import kept_views

pages = Pages()


@pages.get_page("/dossiers", allows=READERS)
def files(here: Here) -> Response:
    """Files kept by the filters of the address, a page at a time."""
    if not here.query:
        kept = kept_views(here.desk, here.person)
        begun = next((one for one in kept.views if one.id == kept.default), None)
        if begun is not None:
            return go(f"{PATH}?{begun.query}" if begun.query else f"{PATH}?vue=tous")
    number = page_number(here.query.get("page", ""))
    return list_page(here, asked(here.query), number, done=_done(here), removed=here.query.get("retiree", ""))


@pages.get_page("/recherche", allows=READERS)
def search(here: Here) -> Response:
    """What the words being typed in the bar name, to choose from."""
    found = proposals(here.desk, here.person, here.query.get("q", ""), theme_labels())
    return show(here, "dossiers/propositions.html", found=found)


def _done(here: Visit) -> str:
    """What the form that led here has done."""
    given = small_number(here.query.get("confies", ""))
    if given is not None:
        return ngettext("{n} dossier confié.", "{n} dossiers confiés.", given) if given else _("Rien n’a changé.")
    said = {"gardee": _("La vue est gardée."), "renommee": _("La vue est renommée."), "remise": _("La vue est remise.")}
    return said.get(here.query.get("fait", ""), "")
