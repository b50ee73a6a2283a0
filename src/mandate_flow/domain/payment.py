"""What an authority paid, or gave in kind, under a file: told by its events, never changed, only cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, Final

from mandate_flow.domain.value import CENT, ERASED, Erased

NAMES: Final = (
    "amount",
    "on",
    "year",
    "kind",
    "authority",
    "year_total",
    "all_year_total",
    "scheduled",
    "kind_total",
    "kind_scheduled",
    "first",
)
"""What a condition of a payment may ask, after `payment.`."""


class PaymentKind(StrEnum):
    """In what form: a support in kind is valued and counts like money."""

    CASH = "cash"
    IN_KIND = "in_kind"


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment of one authority for one fiscal year; `amount` in euros, to the cent.

    `irregular`: it was made although the rules stood against it; `against` are their codes, as (code, occurrence).
    """

    id: str
    authority: str
    year: str
    kind: PaymentKind
    amount: Decimal
    on: date
    cancelled: bool = False
    label: str | Erased = ""
    irregular: bool = False
    against: tuple[tuple[str, str], ...] = ()


def cents(amount: Decimal) -> str:
    """An amount as events keep it."""
    return str(int((amount / CENT).to_integral_value(ROUND_HALF_UP)))


def payment_to_json(one: Payment) -> dict[str, Any]:
    """A payment as the body of a row keeps it."""
    return {
        "id": one.id,
        "authority": one.authority,
        "year": one.year,
        "kind": one.kind.value,
        "cents": cents(one.amount),
        "on": one.on.isoformat(),
        "cancelled": one.cancelled,
        "label": {"erased": True} if isinstance(one.label, Erased) else one.label,
        "irregular": one.irregular,
        "against": [list(pair) for pair in one.against],
    }


def payment_from_json(row: Mapping[str, Any]) -> Payment:
    """Inverse of `payment_to_json`."""
    return Payment(
        id=row["id"],
        authority=row["authority"],
        year=row["year"],
        kind=PaymentKind(row["kind"]),
        amount=Decimal(row["cents"]) * CENT,
        on=date.fromisoformat(row["on"]),
        cancelled=row["cancelled"],
        label=ERASED if isinstance(row["label"], dict) else row["label"],
        irregular=row["irregular"],
        against=tuple((code, occurrence) for code, occurrence in row["against"]),
    )


def paid(
    payments: Iterable[Payment], *, year: str, authority: str | None = None, kind: PaymentKind | None = None
) -> Decimal:
    """What was paid for a year and still counts: by every authority and in every form, unless one is named."""
    return sum(
        (
            one.amount
            for one in payments
            if not one.cancelled
            and one.year == year
            and authority in (None, one.authority)
            and kind in (None, one.kind)
        ),
        Decimal(0),
    )
