"""What the conditions of a workflow may ask of the ledger: the names `aid.…`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from mandate_flow.domain.deminimis.grant import Regime
from mandate_flow.domain.deminimis.ledger import Ledger
from mandate_flow.domain.law import LawBook

_REGIMES: Final = {"general": Regime.GENERAL, "sieg": Regime.SGEI}
NAMES: Final[Mapping[str, tuple[Regime, str]]] = MappingProxyType(
    {f"{word}_{what}": (regime, what) for word, regime in _REGIMES.items() for what in ("total", "headroom", "after")}
)
"""After `aid.`: general_total, general_headroom, general_after, and the same of sieg; all in euros."""


@dataclass(frozen=True, slots=True)
class AidPicture:
    """The ledger of the structure of a file; None where nobody looked, or the file has no structure."""

    ledger: Ledger | None = None

    def figure(self, name: str, on: date, law: LawBook, amount: Decimal | None, file_id: str) -> Decimal | None:
        """The figure by the law of the day `on`, without what the file itself has granted; None when it is not known.

        `amount` is what the file would grant, for the names that end in `_after`.
        """
        regime, what = NAMES[name]
        ledger = (self.ledger or Ledger("")).read_by(law)
        if what == "headroom":
            return ledger.headroom(on, regime, law, without_file=file_id)
        total = ledger.total(on, regime, without_file=file_id)
        if what == "total":
            return total
        return None if amount is None else total + amount


NOBODY_LOOKED: Final = AidPicture()
