"""What a file says of its money: the account of each year, the keys, the plan, and what the act agreed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.compensation.control.exemption import Income
from mandate_flow.domain.compensation.projection import Planned
from mandate_flow.domain.compensation.year.account import Direct, Pool, Revenue, RevenueKind, YearAccount
from mandate_flow.domain.compensation.year.keys import Key, Keys
from mandate_flow.domain.file import File
from mandate_flow.domain.payment import paid
from mandate_flow.domain.value import Erased, Scalar, Table, Value


def account_of(file: File, year: str) -> YearAccount:
    """The account of a fiscal year, as far as it is given."""
    direct, pools, revenues = (rows(file, name, year) for name in ("direct_costs", "common_costs", "revenues"))
    if pools is None and fact(file, "other_activities") is False:
        pools = ()  # nothing is shared with another activity
    return YearAccount(
        int(year),
        None if direct is None else tuple(_direct(direct)),
        None if pools is None else tuple(_pools(pools)),
        None if revenues is None else tuple(_revenues(revenues)),
        number(file, "capital_employed", year),
        number(file, "profit_rate"),
        paid(file.payments.values(), year=year),
        keys_of(file),
    )


def keys_of(file: File) -> Keys:
    """The allocation keys of the act; a row without its numbers shares nothing."""
    return Keys(
        tuple(
            Key(
                str(row.get("pool") or ""),
                str(row.get("activity") or ""),
                str(row.get("unit") or ""),
                _amount(row, "numerator"),
                _amount(row, "denominator"),
                str(row.get("source") or ""),
            )
            for row in rows(file, "allocation_keys") or ()
        )
    )


def plan_of(file: File) -> tuple[Planned, ...]:
    """The agreed business plan, a year in each row."""
    return tuple(
        Planned(
            int(_amount(row, "year")),
            _amount(row, "cost"),
            _amount(row, "revenue"),
            _amount(row, "capital"),
            _amount(row, "compensation"),
        )
        for row in rows(file, "yearly_budget") or ()
        if isinstance(row.get("year"), Decimal)
    )


def incomes_of(file: File, years: Iterable[int]) -> dict[int, Income]:
    """All income of the body by year, and what came from other commercial activities."""
    return {
        year: Income(number(file, "total_income", str(year)), number(file, "other_commercial_income", str(year)))
        for year in years
    }


def years_of(file: File) -> tuple[int, ...]:
    """The fiscal years of the act, up to the one it was ended in; none while its dates are not known."""
    start, end = fact(file, "mandate_start"), fact(file, "mandate_end")
    if not isinstance(start, date) or not isinstance(end, date):
        return ()
    ended = fact(file, "terminated_on")
    end = min(end, ended) if isinstance(ended, date) else end
    return tuple(range(start.year, min(end.year, start.year + MOST_YEARS - 1) + 1))


MOST_YEARS: Final = 60


def fact(file: File, name: str, occurrence: str = "") -> Value | None:
    """The value of a fact; None when it is not given, or erased."""
    found = file.fact(name, occurrence)
    return None if found is None or isinstance(found.value, Erased) else found.value


def number(file: File, name: str, occurrence: str = "") -> Decimal | None:
    """The value of a fact that is a number."""
    found = fact(file, name, occurrence)
    return found if isinstance(found, Decimal) else None


def rows(file: File, name: str, occurrence: str = "") -> tuple[Mapping[str, Scalar | None], ...] | None:
    """The rows of a table; None when it is not given."""
    found = fact(file, name, occurrence)
    return found.records() if isinstance(found, Table) else None


def _direct(table: Iterable[Mapping[str, Scalar | None]]) -> Iterable[Direct]:
    for row in table:
        yield Direct(str(row.get("label") or ""), _amount(row, "amount"), str(row.get("source") or ""))


def _pools(table: Iterable[Mapping[str, Scalar | None]]) -> Iterable[Pool]:
    for row in table:
        yield Pool(str(row.get("pool") or ""), _amount(row, "amount"))


def _revenues(table: Iterable[Mapping[str, Scalar | None]]) -> Iterable[Revenue]:
    known = {one.value for one in RevenueKind}
    for row in table:
        kind = row.get("kind")
        said = RevenueKind(kind) if isinstance(kind, str) and kind in known else RevenueKind.OTHER
        yield Revenue(str(row.get("label") or ""), said, _amount(row, "amount"))


def _amount(row: Mapping[str, Scalar | None], name: str) -> Decimal:
    found = row.get(name)
    return found if isinstance(found, Decimal) else Decimal(0)
