"""The tables of the journey as values: what its grids give, and what was paid."""

from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.command import RecordPayment
from mandate_flow.domain.file import FactKey
from mandate_flow.domain.payment import PaymentKind
from mandate_flow.domain.value import Scalar, Table, Value
from mandate_flow.domain.workflow.definition import Definition
from tests.browser.house import LILLE

PAID: Final = Decimal(412_500)


def keys(definition: Definition) -> dict[FactKey, Value | None]:
    """Six tenths of the head office for the service, four for the rest."""
    rows = (("Siège", "entrusted", 6), ("Siège", "other", 4))
    return {
        ("allocation_keys", ""): _table(
            definition,
            "allocation_keys",
            [
                {"pool": pool, "activity": activity, "numerator": Decimal(part), "denominator": Decimal(10)}
                for pool, activity, part in rows
            ],
        )
    }


def accounts(definition: Definition, year: str) -> dict[FactKey, Value | None]:
    """600 000 of costs, 210 000 of revenue."""
    rows: dict[str, dict[str, Scalar]] = {
        "direct_costs": {"label": "Personnel et véhicules", "amount": Decimal(540_000)},
        "common_costs": {"pool": "Siège", "amount": Decimal(100_000)},
        "revenues": {"label": "Abonnements", "kind": "fees", "amount": Decimal(210_000)},
    }
    return {(name, year): _table(definition, name, [row]) for name, row in rows.items()}


def schedule(definition: Definition, year: str) -> dict[FactKey, Value | None]:
    """What Lille voted for that year."""
    row: dict[str, Scalar] = {"year": Decimal(year), "amount": PAID, "kind": "cash"}
    return {("payment_schedule", LILLE): _table(definition, "payment_schedule", [row])}


def payment(year: str) -> RecordPayment:
    """All of it, in March."""
    return RecordPayment(f"{1:016x}", LILLE, year, PaymentKind.CASH, PAID, date(int(year), 3, 1))


def _table(definition: Definition, name: str, rows: list[dict[str, Scalar]]) -> Table:
    columns = definition.facts[name].typed_columns
    return Table(columns, tuple(tuple(row.get(column) for column, _ in columns) for row in rows))
