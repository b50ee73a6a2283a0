"""Reads demo/rates.yaml: the invented rates of the demonstration."""

from __future__ import annotations

from decimal import Decimal

from mandate_flow.content.fields import Fields
from mandate_flow.content.yaml_nodes import Keys
from mandate_flow.domain.demonstration import DemoBase, DemoRates


def demo_rates(root: Fields) -> DemoRates:
    """The table that every half-year has, and the base rates."""
    swap, base = root.inner("swap", "« swap »", required=True), root.inner("base", "« base »", required=True)
    table = swap.inner("rates", "« rates »", required=True)
    names = tuple(table.node.items) if isinstance(table.node, Keys) else ()
    source = base.text("source")
    bases = []
    for row in base.rows("rates", "un taux", required=True):
        where = f"{root.problems.file}:{row.line}"
        bases.append(DemoBase(row.text("since"), row.number("rate") or Decimal(0), source, where))
        row.done()
    found = DemoRates(
        swap.text("source"),
        swap.integer("half_years", 1),
        {int(name): table.number(name) or Decimal(0) for name in names if name.isdigit()},
        tuple(bases),
    )
    for inner in (table, swap, base):
        inner.done()
    return found
