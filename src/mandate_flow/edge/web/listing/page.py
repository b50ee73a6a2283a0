"""Puts the page of the list together, for whoever asks for it and for the forms in it that come back."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from mandate_flow.edge.web.language import _, ngettext
from mandate_flow.edge.web.listing.asked import FILTERS, PATH, Asked, address, filters_of, sort_of, told
from mandate_flow.edge.web.listing.lines import heads, lines, sorts
from mandate_flow.edge.web.listing.sides import chips, groups
from mandate_flow.edge.web.render import show
from mandate_flow.edge.web.visit import Visit
from mandate_flow.edge.web.who import WRITERS
from mandate_flow.service.assigning import candidates
from mandate_flow.service.listing import Listing, listing
from mandate_flow.service.saved_views import SavedView, kept_views, may_share


@dataclass(frozen=True, slots=True)
class Tab:
    """A view above the list; `saved`: one that somebody keeps, `own`: this person may change it."""

    label: str
    href: str
    here: bool
    saved: SavedView | None = None
    own: bool = False
    default: bool = False


def list_page(
    here: Visit,
    wanted: Asked,
    number: int = 1,
    status: int = HTTPStatus.OK,
    **more: Any,  # noqa: ANN401
) -> Response:
    """The page; `more` holds what a form has to say: `done`, `refused`, `removed`, and errors in `here.form`."""
    found = listing(here.desk, here.person, here.day, filters_of(wanted, here.person), sort_of(wanted), number)
    tabs = _tabs(here, wanted)
    return show(
        here,
        "dossiers.html",
        status,
        **{"done": "", "refused": (), "removed": "", "ticked": frozenset(), **more},
        wanted=wanted,
        query=told(wanted),
        narrowed=any(name in wanted for name in FILTERS),
        total=found.files.total,
        count_said=_count(found, wanted),
        lines=lines(found.files.rows, found.labels),
        heads=heads(wanted),
        sorts=sorts(wanted),
        groups=groups(found, wanted),
        chips=chips(found, wanted),
        found=found.found,
        page=found.files.number,
        pages=found.files.count,
        turn=lambda page: address(wanted, page=page),
        tabs=tabs,
        current=next((tab for tab in tabs if tab.here and tab.saved), None),
        may_share=may_share(here.person),
        may_open=WRITERS.admits(here.person),
        people=[(one.id, one.name) for one in candidates(here.desk, here.person)],
        whole=f"{PATH}?vue=tous",
    )


def _count(found: Listing, wanted: Asked) -> str:
    total = found.files.total
    if any(name in wanted for name in FILTERS):
        return ngettext("{n} dossier retenu", "{n} dossiers retenus", total)
    return ngettext("{n} dossier", "{n} dossiers", total)


def _tabs(here: Visit, wanted: Asked) -> list[Tab]:
    """The views everybody has, then those that are kept."""
    kept = kept_views(here.desk, here.person)
    now = told({name: value for name, value in wanted.items() if name != "tri"})
    ready = {
        _("Tous"): {},
        _("Dont je suis chargé"): {"charge": here.person.id},
        _("Qui m’attendent"): {"miens": "1"},
        _("En retard"): {"retard": "1"},
    }
    if not WRITERS.admits(here.person):
        ready.pop(_("Dont je suis chargé"))
    whole = f"{PATH}?vue=tous" if kept.default else PATH
    tabs = [
        Tab(label, address(query) if query else whole, now == told(query), default=not (query or kept.default))
        for label, query in ready.items()
    ]
    for view in kept.views:
        own = view.person == here.person.id or may_share(here.person)
        at = f"{PATH}?{view.query}"
        tabs.append(Tab(view.name, at, view.query in (now, told(wanted)), view, own, view.id == kept.default))
    return tabs
