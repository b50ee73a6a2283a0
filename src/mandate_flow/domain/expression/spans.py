"""Length of a period from one day to another, both included, in exact decimals."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from mandate_flow.domain.expression.values import NUMBERS

SHORTEST_MONTH: Final = 28


def days(first: date, last: date) -> Decimal:
    """Days from the first to the last, both counted: 1 when they are the same."""
    return Decimal((last - first).days + 1)


def years(first: date, last: date) -> Decimal:
    """Whole years, then the days left over the days of the year they fall in: 1 Jan 2027 to 31 Dec 2036 is 10."""
    return _length(first, last, 12)


def months(first: date, last: date) -> Decimal:
    """Whole months, then the days left over the days of the month they fall in: 15 Jan to 14 Mar is 2."""
    return _length(first, last, 1)


def _length(first: date, last: date, unit: int) -> Decimal:
    """In units of `unit` months; negative when the last day comes more than a day before the first."""
    end = last + timedelta(days=1)
    if end < first:
        return -_between(end, first, unit)
    return _between(first, end, unit)


def _between(start: date, end: date, unit: int) -> Decimal:
    whole = ((end.year - start.year) * 12 + end.month - start.month) // unit
    if _anniversary(start, whole * unit) > end:
        whole -= 1
    since = _anniversary(start, whole * unit)
    if since == end:
        return Decimal(whole)
    until = _anniversary(start, (whole + 1) * unit)
    return NUMBERS.add(Decimal(whole), NUMBERS.divide(Decimal((end - since).days), Decimal((until - since).days)))


def _anniversary(start: date, months_later: int) -> date:
    """The same day `months_later`, or the first of the next month where that day does not exist.

    A period that starts on 29 February 2028 is thus ten years long when it ends on 28 February 2038.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months_later, 12)
    month += 1
    if start.day > SHORTEST_MONTH and start.day > monthrange(year, month)[1]:
        return date(year, month + 1, 1)
    return date(year, month, start.day)
