"""What the address of the deadlines asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mandate_flow.edge.web.focus import day_of, focus_of
from mandate_flow.edge.web.language import N_, _
from mandate_flow.edge.web.render import link
from mandate_flow.edge.web.visit import Visit
from mandate_flow.service.choices import choices
from mandate_flow.service.labels import OWED_BY, THEMES, Labels
from mandate_flow.service.structures import sees
from mandate_flow.service.territories import territory_names
from mandate_flow.store.views import AgendaFilters, Span

SPANS: Final = {
    Span.ALL: N_("Toutes"),
    Span.LATE: N_("En retard"),
    Span.NEAR: N_("En retard ou sous 60 jours"),
    Span.DAYS_30: N_("Sous 30 jours"),
    Span.DAYS_90: N_("Sous 90 jours"),
    Span.SUSPENDED: N_("Suspendues"),
}
OWNERS: Final = {
    "file": N_("Les dossiers"),
    "structure": N_("Calendriers des structures"),
    "authority": N_("Calendriers des collectivités"),
    "system": N_("Calendrier du produit"),
}


def filters_of(here: Visit) -> AgendaFilters:
    """The filters; what the address names and nobody knows is left out."""
    query, focus = here.query, focus_of(here)
    wanted, ower, owner = query.get("periode", ""), query.get("de", ""), query.get("ou", "")
    return AgendaFilters(
        span=Span(wanted) if wanted in frozenset(Span) else Span.ALL,
        owed_by=frozenset({ower}) if ower in OWED_BY else frozenset(),
        authority=query.get("commune", ""),
        structure=query.get("structure", ""),
        theme=focus.theme,
        owner=owner if owner in OWNERS else "",
        territory=focus.territory,
        regime=focus.regime,
        since=day_of(query.get("du", "")),
        until=day_of(query.get("au", "")),
    )


def _structure(here: Visit, wanted: str, names: Mapping[str, str]) -> str:
    """Its name, for who may see it; as asked for otherwise."""
    return names.get(wanted, wanted) if wanted and sees(here.desk, here.person, wanted) else wanted


def form_of(here: Visit, filters: AgendaFilters, labels: Labels) -> dict[str, Any]:
    """What the form of the filters shows."""
    some, kept = choices(here.desk), filters
    return {
        "spans": [(_(label), link(here, periode=one.value), one is kept.span) for one, label in SPANS.items()],
        "span": kept.span.value,
        "owers": list(OWED_BY.items()),
        "ower": next(iter(kept.owed_by), ""),
        "authorities": some.authorities,
        "authority": kept.authority,
        "structure": (kept.structure, _structure(here, kept.structure, dict(some.structures))),
        "owners": [(value, _(label)) for value, label in OWNERS.items()],
        "owner": kept.owner,
        "themes": list(THEMES.items()),
        "theme": kept.theme,
        "territories": territory_names(here.desk),
        "territory": kept.territory,
        "regimes": list(labels.regimes().items()),
        "regime": kept.regime,
        "since": here.query.get("du", ""),
        "until": here.query.get("au", ""),
    }
