"""The registered authorities as boxes to tick, in groups short enough to look through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from mandate_flow.domain.fold import fold
from mandate_flow.domain.register import Authority
from mandate_flow.edge.web.language import _

Boxes = tuple[str, tuple[tuple[str, str], ...]]
"""The title of a group, and (id, name) of each box in it."""
ENOUGH: Final = 14


def boxes(registered: Iterable[Authority], chosen: Iterable[str] = ()) -> tuple[Boxes, ...]:
    """Communes by initials ("A – C"), after the other authorities; one that is retired is there while it is chosen."""
    held = set(chosen)
    kept = [one for one in registered if not one.retired or one.id in held]
    others = tuple((one.id, one.name) for one in kept if one.kind != "commune")
    communes = sorted((one for one in kept if one.kind == "commune"), key=lambda one: fold(one.name))
    return (*([(_("Autres collectivités"), others)] if others else []), *_by_initials(communes))


def _by_initials(communes: list[Authority]) -> Iterator[Boxes]:
    group: list[Authority] = []
    for _letter, some in groupby(communes, key=lambda one: fold(one.name)[:1]):
        letter = list(some)
        if group and len(group) + len(letter) > ENOUGH:
            yield _titled(group)
            group = []
        group += letter
    if group:
        yield _titled(group)


def _titled(group: list[Authority]) -> Boxes:
    first, last = (fold(one.name)[:1].upper() for one in (group[0], group[-1]))
    return first if first == last else f"{first} – {last}", tuple((one.id, one.name) for one in group)
