"""What the address of the list asks for, and the addresses that ask for something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qsl, urlencode

from mandate_flow.domain.file import FileKind
from mandate_flow.domain.people import Person
from mandate_flow.edge.web.focus import day_of
from mandate_flow.edge.web.language import N_, _
from mandate_flow.service.board import mine
from mandate_flow.service.labels import THEMES
from mandate_flow.store.views import Filters, Sort

PATH: Final = "/dossiers"
SERVICES: Final = "services"
EVERY: Final = "toutes"
NATURES: Final = {
    SERVICES: FileKind.SERVICE.value,
    "chemins": FileKind.PATH.value,
    "missions": FileKind.MISSION.value,
    EVERY: "",
}
"""What the list may show beside the files of services: their kind by its name in the address, "" for all."""
NATURE_WORDS: Final = {
    SERVICES: N_("Services"),
    "chemins": N_("Chemins des communes"),
    "missions": N_("Missions"),
    EVERY: N_("Tous les dossiers"),
}
SORTS: Final = {
    Sort.CHANGED: N_("Dernière modification"),
    Sort.DUE: N_("Prochaine échéance"),
    Sort.REF: N_("Référence"),
    Sort.STATE: N_("Étape"),
    Sort.END: N_("Fin du mandat"),
    Sort.AMOUNT: N_("Montant annuel"),
}
SINGLE: Final = (
    "q",
    "nature",
    "etat",
    "commune",
    "structure",
    "theme",
    "type",
    "regime",
    "charge",
    "territoire",
    "fin_du",
    "fin_au",
)
TICKED: Final = ("retard", "miens", "fin", "clos")
FILTERS: Final = (*SINGLE, *TICKED)
NAMES: Final = (*FILTERS, "tri")
LONGEST: Final = 200

Asked = Mapping[str, str]
"""The filters and the sorting of an address, those that are set, in one order."""


def asked(query: Mapping[str, str]) -> Asked:
    """What an address asks of the list; anything else in it is left out."""
    found = {name: query.get(name, "").strip()[:LONGEST] for name in NAMES}
    kept = {name: value for name, value in found.items() if value and (name not in TICKED or value == "1")}
    if kept.get("tri") == Sort.CHANGED.value or kept.get("tri") not in frozenset(Sort):
        kept.pop("tri", None)
    if kept.get("nature") not in NATURES or kept.get("nature") == _unasked(kept):
        kept.pop("nature", None)
    return kept


def asked_in(text: str) -> Asked:
    """The same, from the part of an address behind its question mark."""
    return asked(dict(parse_qsl(text)))


def told(wanted: Asked) -> str:
    """The part of an address behind its question mark; the same filters always give the same."""
    return urlencode({name: wanted[name] for name in NAMES if wanted.get(name)})


def address(wanted: Asked, *, page: int = 1, path: str = PATH) -> str:
    """The address of a page of a list."""
    number = f"page={page}" if page > 1 else ""
    query = "&".join(part for part in (told(wanted), number) if part)
    return f"{path}?{query}" if query else path


def without(wanted: Asked, name: str) -> str:
    """The address of the list without one of its filters; of the whole list, not of the view one begins with."""
    left = {one: value for one, value in wanted.items() if one != name}
    return address(left) if left else f"{PATH}?vue=tous"


def filters_of(wanted: Asked, person: Person) -> Filters:
    """The filters that an address asks for."""
    return Filters(
        state=wanted.get("etat", ""),
        authority=wanted.get("commune", ""),
        structure=wanted.get("structure", ""),
        theme=wanted.get("theme", ""),
        workflow=wanted.get("type", ""),
        kind=kind_of(wanted),
        regime=wanted.get("regime", ""),
        late=True if "retard" in wanted else None,
        ended=None if "clos" in wanted else False,
        ending="fin" in wanted,
        mine=mine(person) if "miens" in wanted else None,
        assignee=wanted.get("charge", ""),
        text=wanted.get("q", ""),
        theme_labels=theme_labels(),
        territory=wanted.get("territoire", ""),
        ends_since=day_of(wanted.get("fin_du", "")),
        ends_until=day_of(wanted.get("fin_au", "")),
    )


def these(filters: Filters, refs: tuple[str, ...]) -> Filters:
    """Some files of whatever kind, and no others, among those a person may see."""
    return replace(Filters(kind=""), refs=refs, theme_labels=filters.theme_labels)


def sort_of(wanted: Asked) -> Sort:
    """How the list is sorted."""
    return Sort(wanted.get("tri", Sort.CHANGED.value))


def nature_of(wanted: Asked) -> str:
    """The kind of files shown, by its name in the address."""
    return wanted.get("nature") or _unasked(wanted)


def _unasked(wanted: Asked) -> str:
    """Words are searched in files of every kind: a reference is found whatever it is about."""
    return EVERY if "q" in wanted else SERVICES


def kind_of(wanted: Asked) -> str:
    """The kind of files to show; "" for all."""
    return NATURES[nature_of(wanted)]


def theme_labels() -> dict[str, str]:
    """Code to label of each theme, in the language of the reader."""
    return {code: _(label) for code, label in THEMES.items()}
