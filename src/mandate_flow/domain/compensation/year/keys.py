"""Allocation keys: the share of a common pool that the entrusted service bears, fixed by the act before the years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

ENTRUSTED: Final = "entrusted"
"""The activity the act entrusts; every other activity bears its own share (article 5(9) of the SGEI Decision)."""


@dataclass(frozen=True, slots=True)
class Key:
    """`numerator` of `denominator`, in `unit` (FTE, reservations, m²), for one activity and one pool."""

    pool: str
    activity: str
    unit: str
    numerator: Decimal
    denominator: Decimal
    source: str = ""

    @property
    def share(self) -> Fraction | None:
        """Exact; None for a key that shares nothing (denominator zero)."""
        return Fraction(self.numerator) / Fraction(self.denominator) if self.denominator else None


class KeyFault(StrEnum):
    """Why keys cannot be used as they are."""

    NO_KEY = "no_key"  # a pool of the year without a key for the entrusted service
    NOT_WHOLE = "not_whole"  # the shares of a pool do not make one
    OUT_OF_RANGE = "out_of_range"  # a share below zero or above one, or a denominator of zero
    REPEATED = "repeated"  # two keys for the same pool and activity
    CHANGED = "changed"  # not the key of the act


@dataclass(frozen=True, slots=True)
class KeyProblem:
    """One fault of the keys of one pool; `total` is what its shares make."""

    fault: KeyFault
    pool: str
    total: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of an act."""

    keys: tuple[Key, ...] = ()

    def of(self, pool: str) -> Key | None:
        """The key by which the entrusted service bears that pool."""
        return next((one for one in self.keys if _same(one.pool, pool) and one.activity == ENTRUSTED), None)

    def problems(self, pools: Iterable[str] = ()) -> tuple[KeyProblem, ...]:
        """Every fault; `pools` are those of a year, each of which needs a key."""
        named = {_plain(one.pool): one.pool for one in self.keys}
        found = [problem for plain, pool in named.items() for problem in self._of_pool(plain, pool)]
        lacking = dict.fromkeys(pool for pool in pools if self.of(pool) is None)
        return tuple(found) + tuple(KeyProblem(KeyFault.NO_KEY, pool) for pool in lacking)

    def changed_from(self, before: Keys) -> tuple[KeyProblem, ...]:
        """The pools whose keys are not those of the act: same activity, unit and share; sources may differ."""
        mine, theirs = self._terms(), before._terms()
        pools = dict.fromkeys((*(one.pool for one in before.keys), *(one.pool for one in self.keys)))
        return tuple(
            KeyProblem(KeyFault.CHANGED, pool)
            for pool in {_plain(one): one for one in pools}.values()
            if mine.get(_plain(pool)) != theirs.get(_plain(pool))
        )

    def _of_pool(self, plain: str, pool: str) -> list[KeyProblem]:
        own = [one for one in self.keys if _plain(one.pool) == plain]
        shares = [one.share for one in own]
        found = []
        if len({one.activity for one in own}) < len(own):
            found.append(KeyProblem(KeyFault.REPEATED, pool))
        if any(share is None or not 0 <= share <= 1 for share in shares):
            found.append(KeyProblem(KeyFault.OUT_OF_RANGE, pool))
        total = sum((share for share in shares if share is not None), Fraction(0))
        if total != 1:
            found.append(KeyProblem(KeyFault.NOT_WHOLE, pool, total))
        return found

    def _terms(self) -> dict[str, set[tuple[str, str, Fraction | None]]]:
        found: dict[str, set[tuple[str, str, Fraction | None]]] = {}
        for one in self.keys:
            found.setdefault(_plain(one.pool), set()).add((one.activity, _plain(one.unit), one.share))
        return found


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)
