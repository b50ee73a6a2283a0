"""The analytic account of one year: direct costs, common pools, revenues, capital employed, and what was paid."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from mandate_flow.domain.compensation.year.keys import Keys


class RevenueKind(StrEnum):
    """All revenue of the service counts, whatever its nature (article 5(4) of the SGEI Decision)."""

    FEES = "fees"
    SALES = "sales"
    OTHER_PUBLIC = "other_public"
    SPECIAL_RIGHTS = "special_rights"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Direct:
    """A cost of the entrusted service alone."""

    label: str
    amount: Decimal
    source: str = ""


@dataclass(frozen=True, slots=True)
class Pool:
    """A cost shared with other activities; its key says how much of it the service bears."""

    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Revenue:
    """A revenue of the service, the compensation under test left out."""

    label: str
    kind: RevenueKind
    amount: Decimal


@dataclass(frozen=True, slots=True)
class YearAccount:
    """Euros. `rate`: the profit rate of the act, as typed (3.45 is 3,45 %). None: not known, which is not zero."""

    year: int
    direct: tuple[Direct, ...] | None
    pools: tuple[Pool, ...] | None
    revenues: tuple[Revenue, ...] | None
    capital: Decimal | None
    rate: Decimal | None
    paid: Decimal | None
    keys: Keys = field(default_factory=Keys)
