"""Reads rates as stories and the demonstration write them: one row a rate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from mandate_flow.content.fields import Fields
from mandate_flow.domain.rates import Rate, RateKind


def read_rates(root: Fields, key: str = "rates") -> tuple[Rate, ...]:
    """The rates of a list, each without an id: fictitious unless they say no."""
    found = []
    for row in root.rows(key, "un taux"):
        kind = row.one_of("kind", RateKind) if row.has("kind") else RateKind.SWAP
        found.append(
            Rate(
                id="",
                kind=kind or RateKind.SWAP,
                since=row.day("since", required=True) or date.min,
                until=row.day("until"),
                rate=row.number("rate") or Decimal(0),
                source=row.text("source", "Taux fictif"),
                maturity=row.integer("maturity", 0),
                fictitious=row.yes("fictitious", default=True),
            )
        )
        row.done()
    return tuple(found)
