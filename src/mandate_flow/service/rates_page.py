"""What the page of rates shows: tables by period and maturity, what is missing, and the document of a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.rates import Published, Rate, RateKind
from mandate_flow.domain.rates.book import ONE_DAY, RateBook, half_year
from mandate_flow.domain.wording import number_words
from mandate_flow.service.desk import Desk
from mandate_flow.service.language import speaking

YEARS: Final = {"fr": ("an", "ans"), "en": ("year", "years"), "nl": ("jaar", "jaar")}
USUAL: Final = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
"""The maturities a first table is offered: as long as a mandate may last."""


@dataclass(frozen=True, slots=True)
class Period:
    """The swap rates of one period by maturity."""

    since: date
    until: date
    rates: tuple[Rate, ...]

    def of(self, maturity: int) -> Rate | None:
        """The rate of a maturity."""
        return next((one for one in self.rates if one.maturity == maturity), None)

    @property
    def fictitious(self) -> bool:
        """True when one of them is invented."""
        return any(one.fictitious for one in self.rates)

    @property
    def sources(self) -> tuple[str, ...]:
        """Where they were read, each once."""
        return tuple(dict.fromkeys(one.source for one in self.rates))

    @property
    def document(self) -> Published | None:
        """What they were read in."""
        return next((one.document for one in self.rates if one.document), None)


@dataclass(frozen=True, slots=True)
class RatesPage:
    """`periods` and `bases`: latest first. `holes`: days between two tables without any, the present ones apart.

    `waiting`: first and last day of the present half-year when it has no table, else None.
    """

    periods: tuple[Period, ...]
    maturities: tuple[int, ...]
    bases: tuple[Rate, ...]
    retired: tuple[Rate, ...]
    holes: tuple[tuple[date, date], ...]
    waiting: tuple[date, date] | None

    @property
    def empty(self) -> bool:
        """True when nothing was ever entered that still counts."""
        return not self.periods and not self.bases


def rate_book(desk: Desk) -> RateBook:
    """Every reference rate that counts."""
    with desk.store.read() as unit:
        return unit.rates.book()


def rates_page(desk: Desk, day: date) -> RatesPage:
    """The register as it stands."""
    with desk.store.read() as unit:
        every = unit.rates.all()
    return _page(every, day)


def one_rate(desk: Desk, rate_id: str) -> Rate:
    """Raises NotFound."""
    with desk.store.read() as unit:
        return unit.rates.get(rate_id)


def document_of(desk: Desk, sha256: str) -> tuple[Published, bytes]:
    """A document that a table was read in, and its genuine bytes. Raises NotFound, Tampered."""
    with desk.store.read() as unit:
        found = next((one.document for one in unit.rates.all() if one.document and one.document.sha256 == sha256), None)
    if found is None:
        raise NotFound("Ce document n’est pas au registre des taux.", do="Revenez à la page des taux.")
    return found, desk.blobs.genuine(found.sha256, found.size)


def no_table(book: RateBook, day: date) -> tuple[date, date] | None:
    """The half-year of a day when the register has no swap rate on that day."""
    return None if book.table(day) else half_year(day)


def _page(every: Iterable[Rate], day: date) -> RatesPage:
    given = tuple(every)
    book = RateBook.of(given)
    periods = _periods(one for one in book.rates if one.kind is RateKind.SWAP)
    bases = tuple(one for one in book.rates if one.kind is RateKind.BASE)
    return RatesPage(
        periods=periods[::-1],
        maturities=tuple(sorted({one.maturity for period in periods for one in period.rates})),
        bases=bases[::-1],
        retired=tuple(one for one in given if one.retired)[::-1],
        holes=tuple((since, until) for since, until in _holes(periods) if not since <= day <= until),
        waiting=no_table(book, day),
    )


def _periods(swaps: Iterable[Rate]) -> tuple[Period, ...]:
    found: dict[tuple[date, date], list[Rate]] = {}
    for one in swaps:
        found.setdefault((one.since, one.until or one.since), []).append(one)
    return tuple(Period(since, until, tuple(rates)) for (since, until), rates in sorted(found.items()))


def _holes(periods: Iterable[Period]) -> tuple[tuple[date, date], ...]:
    holes: list[tuple[date, date]] = []
    reached: date | None = None
    for one in periods:
        if reached is not None and one.since > reached + ONE_DAY:
            holes.append((reached + ONE_DAY, one.since - ONE_DAY))
        reached = one.until if reached is None else max(reached, one.until)
    return tuple(holes)


def maturity_said(years: Decimal) -> str:
    """10 ans, 1 an, 3,5 ans; 10 years."""
    lang = speaking()
    one, many = YEARS[lang]
    alone = years < 2 if lang == "fr" else years == 1  # noqa: PLR2004 - the French plural begins at two
    return f"{number_words(years.normalize(), lang)} {one if alone else many}"
