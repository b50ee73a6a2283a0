"""The places of the bar, and which of them a person has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mandate_flow.domain.people import Person
from mandate_flow.edge.web.language import N_, _
from mandate_flow.edge.web.who import ADMINISTRATION, CONTROL, READERS, STAFF, Allows

MOST: Final = 8
"""As many as fit the bar of a small laptop; with more, those not of every day go below « Plus »."""


@dataclass(frozen=True, slots=True)
class Place:
    """One entry; `here` is the value of aria-current: page, true (below it) or ""."""

    label: str
    href: str
    here: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The entries in sight, and those below « Plus »."""

    everyday: tuple[Place, ...] = ()
    others: tuple[Place, ...] = ()

    @property
    def in_others(self) -> bool:
        """The page one looks at is one of those below « Plus »."""
        return any(place.here for place in self.others)


EVERYDAY: Final[tuple[tuple[str, str, Allows], ...]] = (
    (N_("Tableau de bord"), "/", READERS),
    (N_("Dossiers"), "/dossiers", READERS),
    (N_("Communes"), "/communes", READERS),
    (N_("Structures"), "/structures", READERS),
    (N_("Échéances"), "/echeances", READERS),
    (N_("Inventaire"), "/inventaire", READERS),
    (N_("Mission"), "/mission", READERS),
)
OTHERS: Final[tuple[tuple[str, str, Allows], ...]] = (
    (N_("Courriels"), "/courriels", READERS),
    (N_("Contrôle"), "/controle", CONTROL),
    (N_("Administration"), "/administration", ADMINISTRATION),
    (N_("Aide"), "/aide", STAFF),
)


def bar(person: Person, path: str) -> Bar:
    """What this person finds in the bar while looking at `path`."""
    everyday, others = _places(EVERYDAY, person, path), _places(OTHERS, person, path)
    return Bar(everyday, others) if len(everyday) + len(others) > MOST else Bar(everyday + others)


def _places(entries: tuple[tuple[str, str, Allows], ...], person: Person, path: str) -> tuple[Place, ...]:
    return tuple(Place(_(label), href, _here(href, path)) for label, href, allows in entries if allows.admits(person))


def _here(href: str, path: str) -> str:
    if path == href:
        return "page"
    return "true" if href != "/" and path.startswith(f"{href}/") else ""
