"""The facets beside the list and the filters that hold, each value a link that sets it or takes it away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mandate_flow.domain.file import FileKind
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.focus import day_of
from mandate_flow.edge.web.formats import long_day
from mandate_flow.edge.web.language import N_, _, in_language
from mandate_flow.edge.web.listing.asked import (
    FILTERS,
    NATURE_WORDS,
    Asked,
    address,
    kind_of,
    nature_of,
    theme_labels,
    without,
)
from mandate_flow.edge.web.render import anchor
from mandate_flow.edge.web.rows import stage_css
from mandate_flow.service.listing import Listing
from mandate_flow.store.views import NOBODY, Counted

SHOWN: Final = 6
"""How many values of a long facet stand in sight."""
TITLES: Final = {
    "q": N_("Mots"),
    "nature": N_("Nature"),
    "etat": N_("Étape"),
    "commune": N_("Collectivité"),
    "structure": N_("Structure"),
    "theme": N_("Thème"),
    "type": N_("Type"),
    "regime": N_("Régime"),
    "charge": N_("Personne chargée"),
    "retard": N_("En retard"),
    "miens": N_("Qui m’attendent"),
    "fin": N_("Mandat finissant sous 12 mois"),
    "clos": N_("Clos compris"),
    "territoire": N_("Territoire"),
    "fin_du": N_("Mandat finissant à partir du"),
    "fin_au": N_("Mandat finissant jusqu’au"),
}
NO_ONE: Final = N_("Non attribué")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet; `href` sets it, or takes it away when it is `chosen`; no `count` where none is told."""

    id: str
    label: str
    href: str
    count: int | None
    chosen: bool
    css: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A facet: values in sight, and those folded away."""

    name: str
    title: str
    values: tuple[Value, ...]
    more: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that holds, in words, and the address without it."""

    words: str
    href: str


Pairs = Iterable[tuple[str, str, int]]


def groups(found: Listing, wanted: Asked) -> list[Group]:
    """The facets that have something to choose from."""
    facets, labels = found.facets, found.labels
    kind = kind_of(wanted)
    states = labels.states(FileKind(kind) if kind else None)
    workflows = _types(found)
    made = [
        _group("etat", _ordered(states, facets.states), wanted, css=_stage_colours(found)),
        _ticks(found, wanted),
        _group("charge", _people(found), wanted),
        _group("commune", _organisations(facets.authorities), wanted),
        _group("structure", _organisations(facets.structures), wanted),
        _group("theme", _ordered(theme_labels(), facets.themes), wanted),
        _group("regime", _ordered(labels.regimes(), facets.regimes), wanted),
        _group("type", _ordered(workflows, facets.workflows), wanted),
        _natures(wanted),
    ]
    return [one for one in made if len(one.values) > 1 or any(value.chosen for value in one.values)]


def chips(found: Listing, wanted: Asked) -> list[Chip]:
    """The filters that hold, in the order of the address."""
    return [
        Chip(_worded(_(TITLES[name]), _said(found, name, wanted[name])), without(wanted, name))
        for name in FILTERS
        if name in wanted
    ]


def _worded(title: str, value: str) -> str:
    return _("{title} : {value}", title=title, value=value) if value else title


def _said(found: Listing, name: str, value: str) -> str:
    """What a filter is set to, in words; its code when nothing here knows it."""
    labels, facets = found.labels, found.facets
    kinds: Mapping[str, Callable[[], Mapping[str, str]]] = {
        "nature": lambda: {code: _(words) for code, words in NATURE_WORDS.items()},
        "etat": lambda: labels.states(None),
        "theme": theme_labels,
        "regime": labels.regimes,
        "type": lambda: _types(found),
        "charge": lambda: {one.what.id: one.what.name or _(NO_ONE) for one in facets.people},
        "commune": lambda: found.named,
        "structure": lambda: found.named,
        "territoire": lambda: found.named,
    }
    if name == "q":
        return _("« {words} »", words=value)
    if name in ("fin_du", "fin_au"):
        return long_day(day_of(value))
    if name == "charge" and value == NOBODY:
        return _(NO_ONE)
    return kinds[name]().get(value, value) if name in kinds else ""


def _types(found: Listing) -> dict[str, str]:
    """SIEG, SIG; what is no service has no such short name, and says its title."""
    return {
        one.name: formats.workflow(one.name) if one.kind is FileKind.SERVICE else in_language(one.title)
        for one in found.labels.latest
    }


def _group(name: str, pairs: Pairs, wanted: Asked, css: Mapping[str, str] | None = None) -> Group:
    held = wanted.get(name, "")
    values = [
        Value(
            id=f"f-{name}-{anchor(code)}",
            label=label,
            href=without(wanted, name) if code == held else address({**wanted, name: code}),
            count=count,
            chosen=code == held,
            css=(css or {}).get(code, ""),
        )
        for code, label, count in pairs
    ]
    values.sort(key=lambda one: not one.chosen)
    return Group(name, _(TITLES[name]), tuple(values[:SHOWN]), tuple(values[SHOWN:]))


def _ticks(found: Listing, wanted: Asked) -> Group:
    counts = {"retard": found.facets.late, "miens": found.facets.mine, "fin": found.facets.ending, "clos": None}
    values = []
    for name, count in counts.items():
        held = name in wanted
        href = without(wanted, name) if held else address({**wanted, name: "1"})
        values.append(Value(f"f-{name}", _(TITLES[name]), href, count, held))
    return Group("suivi", _("À surveiller"), tuple(values))


def _natures(wanted: Asked) -> Group:
    """The one that nobody asked for is shown too: it is what the list holds."""
    held, asked = nature_of(wanted), "nature" in wanted
    values = (
        Value(
            f"f-nature-{code if asked or code != held else ''}",
            _(words),
            without(wanted, "nature") if code == held else address({**wanted, "nature": code}),
            None,
            code == held,
        )
        for code, words in NATURE_WORDS.items()
    )
    return Group("nature", _(TITLES["nature"]), tuple(values))


def _ordered(words: Mapping[str, str], counts: Mapping[str, int]) -> Iterator[tuple[str, str, int]]:
    """In the order of the words; what no word is known of comes last, by its code."""
    yield from ((code, label, counts[code]) for code, label in words.items() if counts.get(code))
    yield from ((code, code, counts[code]) for code in sorted(counts.keys() - words.keys()) if code)


def _organisations(some: Iterable[Counted]) -> Iterator[tuple[str, str, int]]:
    yield from ((one.what.id, one.what.name, one.count) for one in some)


def _people(found: Listing) -> Iterator[tuple[str, str, int]]:
    yield from ((one.what.id, one.what.name or _(NO_ONE), one.count) for one in found.facets.people)


def _stage_colours(found: Listing) -> dict[str, str]:
    return {state.name: stage_css(state.rank) for one in found.labels.latest for state in one.states.values()}
