"""Enters the invented rates of the demonstration, each table in the first days of its half-year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from mandate_flow.domain.command import Moment
from mandate_flow.domain.demonstration import Calendar, DemoRates
from mandate_flow.domain.errors import BadContent
from mandate_flow.domain.rates import RateKind
from mandate_flow.domain.rates.book import ONE_DAY, half_year
from mandate_flow.service.desk import Desk
from mandate_flow.service.rates import Entry, record_rates


def enter_rates(desk: Desk, rates: DemoRates, calendar: Calendar, on: Callable[[date], Moment]) -> int:
    """Record the tables and base rates, oldest first; how many rates. Raises BadContent for a day nobody can read."""
    given = sorted((*_tables(rates, calendar), *_bases(rates, calendar)), key=lambda one: one[0].since)
    written = 0
    for table in given:
        written += len(record_rates(desk, table, on(calendar.done(table[0].since + ONE_DAY))))
    return written


def _tables(rates: DemoRates, calendar: Calendar) -> Iterator[list[Entry]]:
    since, until = half_year(calendar.today)
    for _ in range(rates.half_years):
        yield [
            Entry(RateKind.SWAP, since, until, rate, rates.source, maturity, fictitious=True)
            for maturity, rate in sorted(rates.table.items())
        ]
        since, until = half_year(since - ONE_DAY)


def _bases(rates: DemoRates, calendar: Calendar) -> Iterator[list[Entry]]:
    for one in rates.bases:
        try:
            since = calendar.day(one.since, calendar.today)
        except ValueError:
            do = "Écrivez N-1-07-01 ou 2012-01-31."
            raise BadContent(f"« {one.since} » n’est pas un jour.", do=do, where=one.where) from None
        yield [Entry(RateKind.BASE, since, None, one.rate, one.source, fictitious=True)]
