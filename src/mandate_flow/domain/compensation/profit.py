"""The limit of reasonable profit: the swap rate of the act's duration plus a margin, and who may go above it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from mandate_flow.domain.compensation.amounts import HUNDRED, Missing

SWAP: Final = "swap_rate"
MARGIN: Final = "law.sgei_decision.profit_cap_bp"


class ProfitStanding(StrEnum):
    """How a profit rate stands to the limit (article 5(7) of the SGEI Decision)."""

    WITHIN = "within"  # at or below the limit: nothing to justify
    JUSTIFIED = "justified"  # above, with a commercial risk and its reasons
    TO_JUSTIFY = "to_justify"  # above, with a commercial risk, reasons owed
    REFUSED = "refused"  # above without commercial risk: the net cost is made good in full


@dataclass(frozen=True, slots=True)
class ProfitVerdict:
    """Rates in percent, as typed."""

    standing: ProfitStanding
    rate: Decimal
    cap: Decimal

    @property
    def above(self) -> Decimal:
        """By how much the rate exceeds the limit, in percentage points; zero when it does not."""
        return max(Decimal(0), self.rate - self.cap)


def profit_cap(swap: Decimal | None, margin_bp: Decimal | None) -> Decimal | Missing:
    """Swap rate plus margin, in percent as typed (2.45 and 100 bp give 3.45)."""
    if swap is None or margin_bp is None:
        names = ((SWAP, swap), (MARGIN, margin_bp))
        return Missing(tuple(name for name, one in names if one is None))
    return swap + margin_bp / HUNDRED


def judge_profit(
    rate: Decimal | None, cap: Decimal | Missing, *, commercial_risk: bool | None, reasons_given: bool
) -> ProfitVerdict | Missing:
    """What may be said of the rate of an act; whether a risk is borne need be known only above the limit."""
    if isinstance(cap, Missing):
        return cap if rate is not None else Missing(("profit_rate", *cap.names))
    if rate is None:
        return Missing(("profit_rate",))
    if rate <= cap:
        return ProfitVerdict(ProfitStanding.WITHIN, rate, cap)
    if commercial_risk is None:
        return Missing(("commercial_risk",))
    if not commercial_risk:
        return ProfitVerdict(ProfitStanding.REFUSED, rate, cap)
    return ProfitVerdict(ProfitStanding.JUSTIFIED if reasons_given else ProfitStanding.TO_JUSTIFY, rate, cap)
