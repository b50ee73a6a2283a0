"""A scope over two dictionaries, and one mandate in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from mandate_flow.domain.expression import Result, Unknown, parse
from mandate_flow.domain.value import ERASED


@dataclass
class Facts:
    """A scope over two dictionaries."""

    values: Mapping[str, object] = field(default_factory=dict)
    repeated: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def look_up(self, name: str) -> object:
        return self.values.get(name, Unknown(frozenset((name,))))

    def every(self, fact: str) -> Mapping[str, object]:
        return self.repeated.get(fact, {})


class Regime(StrEnum):
    R6 = "R6"


MANDATE = Facts(
    {
        "regime": "R6",
        "mandate_start": date(2027, 1, 1),
        "mandate_end": date(2036, 12, 31),
        "yearly_amount": Decimal("1500000.00"),
        "in_kind": False,
        "publics": ("sport", "youth"),
        "law.sgei_decision.max_years": Decimal(10),
        "law.sgei_decision.ceiling": Decimal(20_000_000),
        "documents.report": True,
        "entered.mandate": date(2027, 1, 1),
        "day": date(2027, 3, 1),
        "open_controls": 2,
        "president": ERASED,
        "like_a_choice": Regime.R6,
        "broken": None,
        "half": 0.5,
        "not_a_number": Decimal("sNaN"),
        "endless": Decimal("Infinity"),
        "immense": Decimal("9E+999999"),
        "first_day": date.min,
        "last_day": date.max,
        "late_day": date(9999, 12, 30),
        "documents.odd": "deposited",
    },
    {
        "paid": {"2027": Decimal("10.50"), "2028": Decimal("4.50")},
        "visits": {"2027": 3, "2028": "three"},
        "votes": {"commune-59350": True},
        "lost": {"2027": ERASED, "2028": Unknown(frozenset(("lost",)))},
    },
)


def ask(source: str, scope: Facts = MANDATE) -> Result:
    return parse(source)(scope)


def unknown(*names: str) -> Unknown:
    return Unknown(frozenset(names))
