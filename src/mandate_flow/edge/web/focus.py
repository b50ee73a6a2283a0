"""What an address looks at (theme, territory, regime, period), and the addresses of lists that look at the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.typed import read_day
from mandate_flow.edge.web.formats import figures_day, long_day
from mandate_flow.edge.web.language import N_, _
from mandate_flow.edge.web.visit import Visit
from mandate_flow.service.labels import THEMES
from mandate_flow.service.territories import territory_names
from mandate_flow.store.views import Focus
from mandate_flow.store.views.filters import year_after

CHOSEN: Final = "dates"
PERIODS: Final = {
    "30": N_("Les 30 prochains jours"),
    "trimestre": N_("D’ici la fin du trimestre"),
    "annee": N_("Les 12 prochains mois"),
    CHOSEN: N_("Entre deux dates"),
}
QUARTER: Final = 3


@dataclass(frozen=True, slots=True)
class Period:
    """The days an address bounds: `code` is one of PERIODS or "", `wrong` says what is wrong with the days typed."""

    code: str = ""
    since: date | None = None
    until: date | None = None
    wrong: str = ""

    @property
    def said(self) -> str:
        """In words: du 26 novembre au 31 décembre 2026."""
        if self.since is None or self.until is None:
            return ""
        return _("du {since} au {until}", since=long_day(self.since), until=long_day(self.until))


def day_of(text: str) -> date | None:
    """A day of an address, 2026-11-26 or 26/11/2026; None for nothing or for what is no day."""
    try:
        return read_day(text) if text.strip() else None
    except BadInput:
        return None


def period_of(here: Visit) -> Period:
    """The period that the address names; two chosen days may come without its code."""
    query = here.query
    since, until = query.get("du", ""), query.get("au", "")
    code = query.get("jours", "") or (CHOSEN if since or until else "")
    if code != CHOSEN:
        return _ahead(code, here.day)
    first, last = day_of(since) or here.day, day_of(until)
    if (since and day_of(since) is None) or last is None:
        return Period(code, wrong=_("Donnez les deux jours, par exemple {day}.", day=figures_day(here.day)))
    if last < first:
        return Period(code, wrong=_("Le dernier jour vient avant le premier : la période est ignorée."))
    return Period(code, first, last)


def _ahead(code: str, day: date) -> Period:
    if code == "30":
        return Period(code, day, day + timedelta(days=30))
    if code == "annee":
        return Period(code, day, year_after(day))
    if code == "trimestre":
        after = QUARTER * ((day.month - 1) // QUARTER + 1)
        first = date(day.year + after // 12, after % 12 + 1, 1)
        return Period(code, day, first - timedelta(days=1))
    return Period()


def focus_of(here: Visit) -> Focus:
    """What the address looks at; what it names and nobody knows is left out."""
    query, period = here.query, period_of(here)
    theme, territory = query.get("theme", ""), query.get("territoire", "")
    return Focus(
        theme=theme if theme in THEMES else "",
        territory=territory if territory in dict(territory_names(here.desk)) else "",
        regime=query.get("regime", ""),
        since=period.since,
        until=period.until,
    )


def kept(focus: Focus) -> dict[str, str]:
    """The theme, territory and regime as an address names them."""
    found = {"theme": focus.theme, "territoire": focus.territory, "regime": focus.regime}
    return {name: value for name, value in found.items() if value}


def address(path: str, focus: Focus, more: Mapping[str, str] | None = None) -> str:
    """The list at `path` that looks at the same; `more` comes first."""
    query = {**(more or {}), **kept(focus)}
    return f"{path}?{urlencode(query)}" if query else path
