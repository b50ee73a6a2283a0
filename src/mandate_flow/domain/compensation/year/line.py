"""A line of a statement: what it is, how it is computed with its numbers in words, its amount, its law, its source."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from mandate_flow.domain.compensation.amounts import cents
from mandate_flow.domain.law import Text
from mandate_flow.domain.value import FactType, to_json


class Unit(StrEnum):
    """What a line counts."""

    EUROS = "euros"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Line:
    """`total`: a sum of lines above it. `law`: the keys it rests on, as `text.quantity`. `source`: what proves it."""

    code: str
    label: Text
    formula: Text
    amount: Decimal
    law: tuple[str, ...] = ()
    source: str = ""
    unit: Unit = Unit.EUROS
    total: bool = False

    def kept(self) -> dict[str, object]:
        """As an event keeps it: code, amount and law; no word that a person typed."""
        if self.unit is Unit.PERCENT:
            return {"code": self.code, "percent": format(self.amount, "f"), "law": list(self.law)}
        return {"code": self.code, "cents": to_json(FactType.MONEY, cents(self.amount)), "law": list(self.law)}
