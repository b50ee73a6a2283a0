"""What the law in force on a day allows: the ceiling of each family, and until 2023 that of both together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mandate_flow.domain.deminimis.grant import Regime
from mandate_flow.domain.law import Citation, LawBook

COMMON = "de_minimis_sieg.cumulation"
"""Both families together; a figure until 2023 (article 2(7) of Regulation 360/2012), an article without one since."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """`amount` euros for the aid of `regimes` added up, by the text cited."""

    amount: Decimal
    regimes: frozenset[Regime]
    law: Citation


def ceilings(regime: Regime, day: date, law: LawBook) -> tuple[Ceiling, ...]:
    """Every ceiling that aid of that family must keep on `day`; none when no regulation is known for that day."""
    own = _figure(f"{regime.text}.ceiling", day, law, frozenset({regime}))
    if own is None:
        return ()
    common = _figure(COMMON, day, law, frozenset(Regime))
    return (own,) if common is None else (own, common)


def _figure(key: str, day: date, law: LawBook, regimes: frozenset[Regime]) -> Ceiling | None:
    cited = law.cite(key, day)
    if cited is None or not isinstance(cited.quantity.value, Decimal):
        return None
    return Ceiling(cited.quantity.value, regimes, cited)
