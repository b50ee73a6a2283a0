"""The deadlines, and how each was computed."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from mandate_flow.edge.web.numbers import page_number
from mandate_flow.edge.web.render import link, show
from mandate_flow.edge.web.rows import due_lines
from mandate_flow.edge.web.visit import Here
from mandate_flow.edge.web.who import READERS, Pages
from mandate_flow.service.agenda import agenda
from mandate_flow.service.choices import choices
from mandate_flow.service.labels import OWED_BY, THEMES
from mandate_flow.store.views import AgendaFilters, Span

pages = Pages()
SPANS: Final = {
    Span.ALL: "Toutes",
    Span.LATE: "En retard",
    Span.NEAR: "En retard ou sous 60 jours",
    Span.DAYS_30: "Sous 30 jours",
    Span.DAYS_90: "Sous 90 jours",
    Span.SUSPENDED: "Suspendues",
}
OWNERS: Final = [
    ("file", "Les dossiers"),
    ("structure", "Calendriers des structures"),
    ("authority", "Calendriers des collectivités"),
    ("system", "Calendrier du produit"),
]


@pages.get_page("/echeances", allows=READERS)
def deadlines(here: Here) -> Response:
    """Open deadlines kept by the filters of the address, earliest first."""
    query = here.query
    wanted = query.get("periode", "")
    span = Span(wanted) if wanted in frozenset(Span) else Span.ALL
    ower = query.get("de", "")
    filters = AgendaFilters(
        span=span,
        owed_by=frozenset({ower}) if ower in OWED_BY else frozenset(),
        authority=query.get("commune", ""),
        structure=query.get("structure", ""),
        theme=query.get("theme", ""),
        owner=owner if (owner := query.get("ou", "")) in dict(OWNERS) else "",
    )
    found = agenda(here.desk, here.person, here.day, filters, page_number(query.get("page", "")))
    return show(
        here,
        "echeances.html",
        dues=due_lines(found.deadlines.rows, found.labels, here.day, found.computed),
        total=found.deadlines.total,
        said="" if span is Span.ALL else f" · {SPANS[span].lower()}",
        page=found.deadlines.number,
        pages=found.deadlines.count,
        turn=lambda page: link(here, page=page),
        spans=[(label, link(here, periode=one.value), one is span) for one, label in SPANS.items()],
        span=span.value,
        owers=list(OWED_BY.items()),
        ower=ower,
        authorities=choices(here.desk).authorities,
        authority=query.get("commune", ""),
        owners=OWNERS,
        owner=filters.owner,
        themes=list(THEMES.items()),
        theme=query.get("theme", ""),
    )
