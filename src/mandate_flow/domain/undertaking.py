"""Which structures are one undertaking on a day: typed, dated links between them, and the connected component."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final


class LinkKind(StrEnum):
    """How one holds another: the four criteria of the regulations (art. 2, paragraph 2), and one that only warns."""

    MAJORITY = "majority"  # majority of the voting rights
    APPOINTMENT = "appointment"  # right to appoint or remove a majority of the governing body
    INFLUENCE = "influence"  # dominant influence by contract or statutes
    AGREEMENT = "agreement"  # majority of the voting rights by agreement with other members
    CAPITAL = "capital"  # capital held, such as authorities in a SCIC: half is no majority, hence a warning only


JOINING: Final = frozenset(LinkKind) - {LinkKind.CAPITAL}
"""The kinds that make one undertaking of two; through chains too."""


@dataclass(frozen=True, slots=True)
class Link:
    """`left` holds `right` from `since` to `until` (both included; None: still).

    Ids are those of structures; `left` may be an authority for a holding of capital, of `share` percent when known.
    A link that ends before it begins was declared by mistake and never counts.
    """

    id: str
    left: str
    right: str
    kind: LinkKind
    since: date
    until: date | None = None
    note: str = ""
    share: Decimal | None = None

    @property
    def home(self) -> str:
        """The structure in whose journal the link is written."""
        return self.right if self.kind is LinkKind.CAPITAL else self.left

    def alive(self, day: date) -> bool:
        """Whether it stands on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


def component(links: Iterable[Link], structure: str, day: date | None = None) -> tuple[str, ...]:
    """The structures that are one undertaking with `structure` on `day`, itself included, in the order of their ids.

    Without a day: all that ever were, which is what must be looked at and locked.
    """
    standing = [one for one in links if one.kind in JOINING and (day is None or one.alive(day))]
    found, waiting = {structure}, [structure]
    while waiting:
        here = waiting.pop()
        beside = {one.right if one.left == here else one.left for one in standing if here in (one.left, one.right)}
        waiting.extend(beside - found)
        found |= beside
    return tuple(sorted(found))


def holdings(links: Iterable[Link], structure: str, day: date) -> tuple[Link, ...]:
    """The capital held in `structure` on `day`: it joins nobody, but somebody must look at the appointment rights."""
    return tuple(one for one in links if one.kind is LinkKind.CAPITAL and one.right == structure and one.alive(day))
