"""The answer to "may this aid use the regulation": yes or no, every figure used, every reason with its article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from mandate_flow.domain.deminimis.grant import Regime
from mandate_flow.domain.deminimis.window import Window
from mandate_flow.domain.law import Citation
from mandate_flow.domain.said import joined, said
from mandate_flow.domain.value import FactType, to_json


class ReasonCode(StrEnum):
    """Why the new grant may not use the regulation."""

    NO_REGULATION = "no_regulation"  # none is known for that day
    OVER_CEILING = "over_ceiling"  # above the ceiling of its own family
    OVER_COMMON = "over_common"  # above the ceiling of both families together (until 2023)
    LATER_PERIOD = "later_period"  # it would push the period of a later grant above its ceiling


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `total` is what the period already holds, `amount` the new grant, `cap` the ceiling, in euros."""

    code: ReasonCode
    day: date
    law: Citation | None = None
    cap: Decimal = Decimal(0)
    total: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)
    window: Window | None = None

    @property
    def sentence(self) -> str:
        """What to tell a person, figures included."""
        if self.code is ReasonCode.NO_REGULATION or self.window is None:
            return said("Aucun règlement de minimis connu n’est en vigueur le {day:day}.", day=self.day)
        common = self.code is ReasonCode.OVER_COMMON
        figures = said(
            "Sur la période du {first:day} au {last:day}, {total:euros} {what}, plus {amount:euros}, "
            "font {sum:euros}\u00a0: {excess:euros} de trop pour un plafond de {cap:euros}.",
            first=self.window.first,
            last=self.window.last,
            total=self.total,
            what=said("de minimis général et SIEG confondus") if common else said("déjà accordés"),
            amount=self.amount,
            sum=self.total + self.amount,
            excess=self.total + self.amount - self.cap,
            cap=self.cap,
        )
        if self.code is ReasonCode.LATER_PERIOD:
            return joined((figures, said("Une aide plus tardive occupe déjà cette période.")))
        return joined((figures, said("Aucune part de la nouvelle aide ne peut relever de ce règlement.")))


@dataclass(frozen=True, slots=True)
class Verdict:
    """All figures in euros. `headroom`: what could still be granted that day; `excess`: by how much it is exceeded.

    `members`: the single undertaking on the day of the grant; `law`, `cap` and `total_before` are of its own family.
    """

    ok: bool
    regime: Regime
    day: date
    members: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()
    total_before: Decimal = Decimal(0)
    cap: Decimal = Decimal(0)
    law: Citation | None = None
    headroom: Decimal = Decimal(0)
    excess: Decimal = Decimal(0)
    window: Window | None = None

    def judged(self) -> dict[str, Any]:
        """The figures as an event keeps them: whatever is declared or ended later, this is what was judged."""
        return {
            "members": list(self.members),
            "total_before": _cents(self.total_before),
            "cap": _cents(self.cap),
            "headroom": _cents(self.headroom),
            "since": self.window.first.isoformat() if self.window else None,
            "law": {"key": self.law.key, "entry": self.law.entry, "sha256": self.law.sha256} if self.law else None,
        }


def _cents(amount: Decimal) -> str:
    return str(to_json(FactType.MONEY, amount))
