"""From files, aid and inventories to the picture a calendar is computed from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.calendar.picture import Picture, Seen
from mandate_flow.domain.deminimis.grant import Grant
from mandate_flow.domain.event import Stream, StreamKind
from mandate_flow.domain.file import File
from mandate_flow.domain.inventory.line import Line
from mandate_flow.domain.payment import PaymentKind
from mandate_flow.domain.register import Authority, Structure

SIGNED: Final = ("sign", "")
AID: Final = frozenset({"R4_DEMIN", "R5_DEMIN_SIEG", "R6_DECISION", "R7_RGEC"})
"""The regimes under which what is given is aid to report to the region (CGCT L1511-1)."""
REPORTS: Final = frozenset({"commune", "metropole", "departement"})
"""Who sends its aid to the region (CGCT L1511-1): neither the region itself nor the State."""
DECISION: Final = "R6_DECISION"
DATES: Final = ("accounts_approved_on", "accounts_published_on")
LONGEST: Final = 60
"""Years of one mandate that are looked at."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was loaded about one owner: its files, and of an authority its grants and the lines of its inventory."""

    files: tuple[File, ...] = ()
    grants: tuple[Grant, ...] = ()
    lines: tuple[Line, ...] = ()
    decision_since: date | None = None
    swap_days: frozenset[date] = field(default_factory=frozenset)


def picture_of_structure(structure: Structure, found: Findings) -> Picture:
    """Cash grants and dates of accounts by fiscal year, and the days of de minimis aid that no file tells of."""
    values: dict[tuple[str, str], Seen] = {("fiscal_year_end_month", ""): Decimal(structure.fiscal_year_end_month)}
    for year, amount in _cash(found.files).items():
        values["cash_grants", year] = amount
    for file in found.files:
        for name, year, day in _dates(file):
            values[name, year] = _earlier(values.get((name, year)), day)
    days = sorted({one.granted_on for one in found.grants if not one.withdrawn and not one.file_id})
    return Picture(Stream(StreamKind.STRUCTURE, structure.id), values, {"deminimis_days": tuple(days)})


def picture_of_authority(authority: Authority, found: Findings) -> Picture:
    """In which years the authority gave aid, and its largest compensation under the decision in force since 2026."""
    values: dict[tuple[str, str], Seen] = {("reports_to_region", ""): authority.kind in REPORTS}
    for year in _aided(authority.id, found):
        values["gave_aid", year] = True
    for year, by_structure in _under_decision(authority.id, found).items():
        values["largest_decision_aid", year] = max(by_structure.values())
    return Picture(Stream(StreamKind.AUTHORITY, authority.id), values)


def picture_of_system(owner: Stream, found: Findings) -> Picture:
    """On which days the swap rates of the period are registered."""
    return Picture(owner, {("swap_table", day.isoformat()): True for day in found.swap_days})


def _cash(files: Iterable[File]) -> Mapping[str, Decimal]:
    """By fiscal year, what the structure received in cash: the payments of all its files, or the total that one tells.

    A total told in a file is already that of all administrations, so the greatest counts, and is not added.
    """
    paid: dict[str, Decimal] = {}
    told: dict[str, Decimal] = {}
    for file in files:
        for one in file.payments.values():
            if one.kind is PaymentKind.CASH and not one.cancelled:
                paid[one.year] = paid.get(one.year, Decimal(0)) + one.amount
        for (name, year), fact in file.facts.items():
            if name == "cash_grants_total" and year and isinstance(fact.value, Decimal):
                told[year] = max(told.get(year, Decimal(0)), fact.value)
    return {year: max(paid.get(year, Decimal(0)), told.get(year, Decimal(0))) for year in {*paid, *told}}


def _dates(file: File) -> Iterator[tuple[str, str, date]]:
    for (name, year), fact in file.facts.items():
        if name in DATES and year and isinstance(fact.value, date):
            yield name, year, fact.value


def _aided(authority: str, found: Findings) -> set[str]:
    years = {str(one.granted_on.year) for one in found.grants if not one.withdrawn and one.authority == authority}
    for file in found.files:
        if _text(file, "regime") not in AID:
            continue
        paid = (one for one in file.payments.values() if one.authority == authority and not one.cancelled)
        years.update(str(one.on.year) for one in paid)
        if SIGNED in file.taken:
            years.update(_years(_day(file, "mandate_start"), _day(file, "mandate_end")))
    for line in found.lines:
        if line.counts:
            years.update(_years(line.since or line.granted_on, line.until or line.since or line.granted_on))
    return years


def _under_decision(authority: str, found: Findings) -> dict[str, dict[str, Decimal]]:
    """By year and structure, what the authority gives under the present decision: what it paid, else what was agreed.

    The yearly amount of a file of several authorities is counted in full for each: the cautious reading.
    """
    totals: dict[str, dict[str, Decimal]] = {}
    for file in found.files:
        entrusted = _day(file, "sign_date")
        since = found.decision_since
        if _text(file, "regime") != DECISION or SIGNED not in file.taken or entrusted is None or since is None:
            continue
        if entrusted < since:
            continue
        for year, amount in _given(authority, file).items():
            of_year = totals.setdefault(year, {})
            for structure in file.structures:
                of_year[structure] = of_year.get(structure, Decimal(0)) + amount
    return totals


def _given(authority: str, file: File) -> Mapping[str, Decimal]:
    amount = file.fact("yearly_amount")
    agreed = _number(amount.value if amount is not None else None)
    years = dict.fromkeys(_years(_day(file, "mandate_start"), _day(file, "mandate_end")), agreed)
    paid: dict[str, Decimal] = {}
    for one in file.payments.values():
        if one.authority == authority and not one.cancelled:
            paid[one.year] = paid.get(one.year, Decimal(0)) + one.amount
    return years | paid


def _years(start: date | None, end: date | None) -> Iterable[str]:
    if start is None or end is None:
        return ()
    return (str(year) for year in range(start.year, min(end.year, start.year + LONGEST) + 1))


def _text(file: File, name: str) -> str:
    fact = file.fact(name)
    return fact.value if fact is not None and isinstance(fact.value, str) else ""


def _day(file: File, name: str) -> date | None:
    fact = file.fact(name)
    return fact.value if fact is not None and isinstance(fact.value, date) else None


def _number(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def _earlier(held: Seen | None, day: date) -> date:
    return min(held, day) if isinstance(held, date) else day
