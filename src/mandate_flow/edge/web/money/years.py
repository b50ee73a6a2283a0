"""The years of a mandate on its money page: planned, allowed, paid, what is left over, and the control of each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mandate_flow.domain.compensation import Missing, Planned
from mandate_flow.domain.compensation.picture import Picture
from mandate_flow.domain.compensation.reading import plan_of
from mandate_flow.domain.file import File, ThreadStatus
from mandate_flow.edge.web.language import N_, _
from mandate_flow.edge.web.money.chart import Chart, Series, columns

STATUS: Final = {
    ThreadStatus.OPEN: (N_("contrôle ouvert"), "warn"),
    ThreadStatus.CLOSED: (N_("contrôle clos"), "ok"),
}


@dataclass(frozen=True, slots=True)
class YearRow:
    """Amounts in euros, None while not known. `status` is empty before the control opens."""

    year: int
    planned: Decimal | None
    net_cost: Decimal | None
    maximum: Decimal | None
    paid: Decimal | None
    excess: Decimal | None
    status: str
    tone: str


def year_rows(seen: Picture, file: File) -> tuple[YearRow, ...]:
    """One row a year; without payments nor accounts, nothing is said of a year that is still to come."""
    plan = {one.year: one for one in plan_of(file)}
    return tuple(_row(seen, file, year, plan.get(year)) for year in seen.years)


def year_chart(rows: tuple[YearRow, ...]) -> Chart | None:
    """What was planned, what may be paid and what was paid, side by side."""
    return columns(
        [str(one.year) for one in rows],
        (
            Series("c-plan", _("prévu au mandat"), tuple(one.planned for one in rows)),
            Series("c-most", _("maximum permis"), tuple(one.maximum for one in rows)),
            Series("c-cost", _("coût net"), tuple(one.net_cost for one in rows)),
            Series("c-paid", _("versé"), tuple(one.paid for one in rows)),
        ),
    )


def _row(seen: Picture, file: File, year: int, plan: Planned | None) -> YearRow:
    found = seen.statements[year]
    status, tone = STATUS.get(file.controls.get(str(year), ThreadStatus.OPEN), ("", ""))
    if str(year) not in file.controls:
        status, tone = "", ""
    paid = known(found.paid)
    return YearRow(
        year,
        plan.compensation if plan else None,
        known(found.net_cost),
        known(found.maximum),
        paid if paid or known(found.net_cost) is not None else None,
        known(found.excess),
        _(status) if status else "",
        tone,
    )


def known(amount: Decimal | Missing) -> Decimal | None:
    """The amount, or None."""
    return None if isinstance(amount, Missing) else amount
