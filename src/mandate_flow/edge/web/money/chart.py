"""Columns by year, drawn as SVG: where each bar, line and word stands. The table beside it says the same in figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from mandate_flow.edge.web import formats
from mandate_flow.edge.web.language import _

LEFT: Final = 62
TOP: Final = 14
FOOT: Final = 26
HEIGHT: Final = 250
SLOT: Final = 96
LEAST: Final = 700
ROOMIEST: Final = 160
"""A year alone takes no more: its bars are in sight on a phone."""
WIDEST: Final = 34
STEPS: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
TICKS: Final = 4


@dataclass(frozen=True, slots=True)
class Series:
    """One colour: its class, its name, and an amount by year (None: not known, nothing is drawn)."""

    css: str
    label: str
    amounts: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; `title` is read aloud and shown under the pointer."""

    x: str
    y: str
    width: str
    height: str
    css: str
    title: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Lengths are SVG units. `ticks`: (y, words) of the amounts; `names`: (x, words) of the years."""

    width: int
    height: int
    left: int
    zero: str
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, str], ...]
    series: tuple[Series, ...]


def columns(years: Sequence[str], series: Sequence[Series]) -> Chart | None:
    """Bars side by side for each year; None when no amount is known."""
    known = [one for each in series for one in each.amounts if one is not None]
    if not known:
        return None
    step = _step(max(*known, Decimal(0)) - min(*known, Decimal(0)))
    low = (min(*known, Decimal(0)) / step).to_integral_value(ROUND_FLOOR) * step
    high = max(step, (max(*known, Decimal(0)) / step).to_integral_value(ROUND_CEILING) * step)
    scale = _Scale(low, high)
    slot = max(SLOT, min(ROOMIEST, LEAST // len(years)))
    bars = [
        _bar(scale, slot, place, number, len(series), one, f"{year}, {one.label}", one.amounts[place])
        for place, year in enumerate(years)
        for number, one in enumerate(series)
        if one.amounts[place] is not None
    ]
    steps = int((high - low) / step)
    return Chart(
        LEFT + slot * len(years),
        HEIGHT,
        LEFT,
        scale.at(Decimal(0)),
        tuple(bars),
        tuple((scale.at(low + step * one), formats.round_money(low + step * one)) for one in range(steps + 1)),
        tuple((str(LEFT + slot * place + slot // 2), year) for place, year in enumerate(years)),
        tuple(series),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    low: Decimal
    high: Decimal

    def place(self, amount: Decimal) -> Decimal:
        return TOP + (self.high - amount) / (self.high - self.low) * (HEIGHT - TOP - FOOT)

    def at(self, amount: Decimal) -> str:
        return format(self.place(amount), ".1f")


def _step(span: Decimal) -> Decimal:
    """A round amount, of which about four make the height."""
    raw = (span or Decimal(1)) / TICKS
    unit = Decimal(10) ** raw.adjusted()
    return next(one * unit for one in STEPS if one * unit >= raw)


def _bar(
    scale: _Scale, slot: int, place: int, number: int, many: int, one: Series, title: str, amount: Decimal | None
) -> Bar:
    given = amount or Decimal(0)
    wide = min(Decimal(WIDEST), Decimal(slot - 20) / many)
    start = LEFT + slot * place + (slot - wide * many) / 2
    top, foot = sorted((scale.place(given), scale.place(Decimal(0))))
    return Bar(
        format(start + wide * number, ".1f"),
        format(top, ".1f"),
        format(wide - 2, ".1f"),
        format(max(foot - top, Decimal(1)), ".1f"),
        one.css,
        _("{what} : {amount}", what=title, amount=formats.money(given)),
    )
