"""What a condition sees of the payment it judges: `payment.amount`, `payment.year_total`, `payment.scheduled` …"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from mandate_flow.domain.expression import Unknown
from mandate_flow.domain.file import File
from mandate_flow.domain.payment import Payment, PaymentKind, paid
from mandate_flow.domain.value import Table

SCHEDULE: Final = "payment_schedule"
"""The fact, per authority, that says what is to be paid: a table of year, amount and kind."""


def payment_name(file: File, one: Payment, name: str) -> object:
    """The value of `payment.<name>`, or Unknown: without a schedule nothing says what was planned."""
    match name:
        case "amount" | "on" | "kind" | "authority":
            return getattr(one, name)
        case "year":
            return Decimal(one.year)
        case "first":
            return all(other.cancelled for other in file.payments.values())
    found = _total(file, one, name)
    return Unknown(frozenset((f"payment.{name}",))) if found is None else found


def scheduled(file: File, authority: str, year: str, kind: PaymentKind | None = None) -> Decimal | None:
    """What the schedule plans for that authority and year, in every form unless one is named; None without any row."""
    rows = [amount for on, of, amount in _rows(file, authority) if on == year and kind in (None, of)]
    return sum(rows, Decimal(0)) if rows else None


def scheduled_years(file: File, authority: str) -> tuple[str, ...]:
    """The years the schedule of an authority speaks of."""
    return tuple(sorted({year for year, _, _ in _rows(file, authority)}))


def _total(file: File, one: Payment, name: str) -> Decimal | None:
    """A payment that is being judged is not in the file yet: it counts on top."""
    held = file.payments.values()
    match name:
        case "year_total":
            return paid(held, year=one.year, authority=one.authority) + one.amount
        case "kind_total":
            return paid(held, year=one.year, authority=one.authority, kind=one.kind) + one.amount
        case "all_year_total":
            return paid(held, year=one.year) + one.amount
        case "scheduled":
            return scheduled(file, one.authority, one.year)
        case "kind_scheduled":
            planned = scheduled(file, one.authority, one.year)
            return None if planned is None else scheduled(file, one.authority, one.year, one.kind) or Decimal(0)
    return None


def _rows(file: File, authority: str) -> Iterator[tuple[str, PaymentKind, Decimal]]:
    """(year, kind, amount) of each complete row; a row without a kind is money."""
    fact = file.fact(SCHEDULE, authority)
    table = fact.value if fact is not None else None
    if not isinstance(table, Table):
        return
    for row in table.records():
        year, amount, kind = row.get("year"), row.get("amount"), row.get("kind")
        if isinstance(year, Decimal) and isinstance(amount, Decimal):
            yield str(int(year)), PaymentKind.IN_KIND if kind == PaymentKind.IN_KIND else PaymentKind.CASH, amount
