"""What was aimed at and what came of it: each indicator of the obligations, its target, and its result year by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mandate_flow.domain.file import File
from mandate_flow.domain.value import Scalar, Table
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.language import _
from mandate_flow.service.reading import FilePage

AIMED: Final = "indicators"
MEASURED: Final = "indicator_results"
"""Names that every workflow gives these two tables, when it asks for them."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a year gave; `reached` is None where nothing was measured."""

    words: str
    reached: bool | None


@dataclass(frozen=True, slots=True)
class Aim:
    """One indicator, in the words of the mandate."""

    indicator: str
    obligation: str
    target: str
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Targets:
    """The indicators, and the years that were measured."""

    years: tuple[str, ...]
    aims: tuple[Aim, ...]


def targets(page: FilePage) -> Targets | None:
    """None while no target was set or no year measured."""
    aimed = _rows(page.file, AIMED, "")
    years = tuple(sorted(at for name, at in page.file.facts if name == MEASURED and _rows(page.file, MEASURED, at)))
    if not aimed or not years:
        return None
    measured = {year: {str(row["indicator"]): row for row in _rows(page.file, MEASURED, year)} for year in years}
    return Targets(years, tuple(_aim(row, measured) for row in aimed))


def _rows(file: File, name: str, occurrence: str) -> tuple[Mapping[str, Scalar | None], ...]:
    fact = file.fact(name, occurrence)
    return tuple(fact.value.records()) if fact is not None and isinstance(fact.value, Table) else ()


def _aim(row: Mapping[str, Scalar | None], measured: Mapping[str, Mapping[str, Mapping[str, Scalar | None]]]) -> Aim:
    name, unit, target = str(row["indicator"]), str(row.get("unit") or ""), row["target"]
    found = (rows.get(name, {}).get("result") for rows in measured.values())
    return Aim(
        indicator=name,
        obligation=str(row["obligation"]),
        target=_said(target, unit),
        results=tuple(Result(_said(one, unit), _reached(one, target)) for one in found),
    )


def _said(value: Scalar | None, unit: str) -> str:
    return f"{formats.number(value, 4)} {unit}".strip() if isinstance(value, Decimal) else _("non mesuré")


def _reached(result: Scalar | None, target: Scalar | None) -> bool | None:
    """An indicator is written so that more is better."""
    return result >= target if isinstance(result, Decimal) and isinstance(target, Decimal) else None
