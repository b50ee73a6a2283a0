"""The figures a workflow computes from the answers, each rounded as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from mandate_flow.domain.file import File
from mandate_flow.domain.value import CENT, FactType
from mandate_flow.domain.workflow.definition import Definition, Figure, LawOn
from mandate_flow.domain.workflow.known import Known
from mandate_flow.domain.workflow.scope import FileScope, law_day


@dataclass(frozen=True, slots=True)
class Computed:
    """A figure for one occurrence; None while an answer it needs is missing."""

    figure: Figure
    occurrence: str
    value: Decimal | None


def compute(definition: Definition, file: File, occurrence: str, day: date, known: Known) -> Iterator[Computed]:
    """Every figure of the workflow, those that repeat for `occurrence`; amounts are rounded half up to the cent."""
    on, _ = law_day(definition, file, LawOn.ENTRUSTMENT, occurrence, day)
    scopes = {where: FileScope(definition, file, known.law, day, on, where) for where in ("", occurrence)}
    for figure in definition.figures.values():
        where = occurrence if figure.per else ""
        if figure.per and not occurrence:
            continue
        value = figure.formula(scopes[where])
        yield Computed(figure, where, _rounded(figure, value) if isinstance(value, Decimal) else None)


def _rounded(figure: Figure, value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP) if figure.type is FactType.MONEY else value
