"""Adds up the aid of one undertaking and says what a new grant would do, by the law in force on each day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.boundary import reads_cautiously
from mandate_flow.domain.deminimis.ceiling import Ceiling, ceilings
from mandate_flow.domain.deminimis.grant import Grant, Regime
from mandate_flow.domain.deminimis.verdict import Reason, ReasonCode, Verdict
from mandate_flow.domain.deminimis.window import DECEMBER, Window, last_day_in, window_to
from mandate_flow.domain.law import LawBook
from mandate_flow.domain.undertaking import Link, component

NOTHING: Final = Decimal(0)
NO_LAW: Final = LawBook({})


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is known of a structure and of all that was ever linked with it.

    `year_end_month`: that of the structure's accounts, for the fiscal years until 2023. `links` may be of any day.
    `law` says how boundary days are read: without it, with caution.
    """

    structure: str
    grants: tuple[Grant, ...] = ()
    links: tuple[Link, ...] = ()
    year_end_month: int = DECEMBER
    law: LawBook = NO_LAW

    def members(self, day: date) -> tuple[str, ...]:
        """The single undertaking on that day, ids in order."""
        return component(self.links, self.structure, day)

    def within(self, window: Window, regimes: frozenset[Regime], *, without_file: str = "") -> tuple[Grant, ...]:
        """The grants that count in a period for the undertaking as it is on the period's last day, oldest first."""
        members = self.members(window.last)
        found = (
            one
            for one in self.grants
            if not one.withdrawn
            and one.structure in members
            and one.regime in regimes
            and window.holds(one.granted_on)
            and not (without_file and one.file_id == without_file)
        )
        return tuple(sorted(found, key=lambda one: (one.granted_on, one.id)))

    def window(self, day: date) -> Window:
        """The period that ends on that day."""
        return window_to(day, self.year_end_month, boundary=reads_cautiously(self.law, day))

    def total(self, day: date, regime: Regime, *, without_file: str = "") -> Decimal:
        """Euros granted in the period that ends on `day`."""
        return added(self.within(self.window(day), frozenset({regime}), without_file=without_file))

    def headroom(self, day: date, regime: Regime, law: LawBook, *, without_file: str = "") -> Decimal | None:
        """What may still be granted on `day`, every period that holds it considered; None when no regulation stands.

        Never below zero.
        """
        left = [limit.amount - total for limit, _, total in self._limits(day, regime, law, without_file)]
        return max(NOTHING, min(left)) if left else None

    def leaving(self, from_day: date, regime: Regime) -> tuple[tuple[date, Grant], ...]:
        """What counts on `from_day` and until which day included, earliest first."""
        held = self.within(self.window(from_day), frozenset({regime}))
        return tuple(sorted(((self.last_day(one), one) for one in held), key=lambda pair: (pair[0], pair[1].id)))

    def last_day(self, grant: Grant) -> date:
        """The last day on which a grant counts."""
        boundary = reads_cautiously(self.law, grant.granted_on)
        return last_day_in(grant.granted_on, self.year_end_month, boundary=boundary)

    def read_by(self, law: LawBook) -> Ledger:
        """The same ledger, whose periods are read as the law of the house says."""
        return replace(self, law=law)

    def what_if(self, grant: Grant, law: LawBook, *, declared: Decimal = NOTHING) -> Verdict:
        """Whether `grant`, not in the ledger yet, may use the regulation of its family; all of it or nothing.

        `declared`: aid of the same family known from a declaration that is not in the ledger.
        """
        day, regime = grant.granted_on, grant.regime
        limits = list(self._limits(day, regime, law, grant.file_id))
        if not limits:
            nothing = Reason(ReasonCode.NO_REGULATION, day)
            return Verdict(ok=False, regime=regime, day=day, members=self.members(day), reasons=(nothing,))
        found = [(limit, window, total + declared) for limit, window, total in limits]
        reasons = tuple(
            Reason(_code(limit, window, day), window.last, limit.law, limit.amount, total, grant.amount, window)
            for limit, window, total in found
            if total + grant.amount > limit.amount
        )
        own, tightest = found[0], min(found, key=lambda one: one[0].amount - one[2])
        return Verdict(
            ok=not reasons,
            regime=regime,
            day=day,
            members=self.members(day),
            reasons=reasons,
            total_before=own[2],
            cap=own[0].amount,
            law=own[0].law,
            headroom=max(NOTHING, tightest[0].amount - tightest[2]),
            excess=max(NOTHING, tightest[2] + grant.amount - tightest[0].amount),
            window=own[1],
        )

    def _limits(
        self, day: date, regime: Regime, law: LawBook, without_file: str
    ) -> Iterator[tuple[Ceiling, Window, Decimal]]:
        """Each ceiling of each period in which a grant on `day` would count, with what is in it; that of `day` first.

        A grant written down late counts in the periods of those that came after it too: "over any period".
        """
        read = self.read_by(law)
        for end in self._ends(day):
            window = read.window(end)
            if not window.holds(day):
                continue
            for limit in ceilings(regime, end, law):
                yield limit, window, added(self.within(window, limit.regimes, without_file=without_file))

    def _ends(self, day: date) -> Iterator[date]:
        yield day
        yield from sorted({one.granted_on for one in self.grants if one.granted_on > day and not one.withdrawn})


def added(grants: tuple[Grant, ...]) -> Decimal:
    """Their sum in euros."""
    return sum((one.amount for one in grants), NOTHING)


def _code(limit: Ceiling, window: Window, day: date) -> ReasonCode:
    if window.last != day:
        return ReasonCode.LATER_PERIOD
    return ReasonCode.OVER_CEILING if len(limit.regimes) == 1 else ReasonCode.OVER_COMMON
