"""The places of the bar, and which of them a person has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mandate_flow.domain.people import Person
from mandate_flow.edge.web.who import ADMINISTRATION, CONTROL, READERS, STAFF, Allows


@dataclass(frozen=True, slots=True)
class Place:
    """One entry; `here` is the value of aria-current: page, true (below it) or ""."""

    label: str
    href: str
    here: str


PLACES: Final[tuple[tuple[str, str, Allows], ...]] = (
    ("Tableau de bord", "/", READERS),
    ("Dossiers", "/dossiers", READERS),
    ("Communes", "/communes", READERS),
    ("Mission", "/mission", READERS),
    ("Structures", "/structures", READERS),
    ("Inventaire", "/inventaire", READERS),
    ("Échéances", "/echeances", READERS),
    ("Courriels", "/courriels", READERS),
    ("Contrôle", "/controle", CONTROL),
    ("Administration", "/administration", ADMINISTRATION),
    ("Aide", "/aide", STAFF),
)


def places(person: Person, path: str) -> tuple[Place, ...]:
    """What this person finds in the bar while looking at `path`."""
    return tuple(Place(label, href, _here(href, path)) for label, href, allows in PLACES if allows.admits(person))


def _here(href: str, path: str) -> str:
    if path == href:
        return "page"
    return "true" if href != "/" and path.startswith(f"{href}/") else ""
