"""The value of a fact, an occurrence and a day, in French words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from mandate_flow.domain import wording
from mandate_flow.domain.law import Citation, Confidence, Quantity
from mandate_flow.domain.value import Erased, FactType, Scalar, Table, Value
from mandate_flow.domain.workflow.definition import Column, Definition, FactKind
from mandate_flow.domain.workflow.figures import Computed
from mandate_flow.domain.workflow.meetings import KIND, Meeting, day_of
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.language import N_, _, in_language, speaking

NOTHING = N_("non renseigné")
GONE = N_("effacé")
UNITS = (N_("ans"), N_("EUR/an"))  # as the content writes them
ZERO = Decimal(0)
NOBODY: Mapping[str, str] = MappingProxyType({})


def said(kind: FactKind | Column, value: Value | Erased | None, names: Mapping[str, str] = NOBODY) -> str:
    """A value as a person reads it; `names` gives those of the authorities it speaks of, by id."""
    if value is None:
        return _(NOTHING)
    if isinstance(value, Erased):
        return _(GONE)
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, date):
        return formats.long_day(value)
    if isinstance(value, Decimal):
        return _amount(kind, value)
    if isinstance(value, Table):
        return table_said(kind, value) if isinstance(kind, FactKind) else _(NOTHING)
    labels = {choice.value: in_language(choice.label) for choice in kind.choices}
    parts = value if isinstance(value, tuple) else (value,)
    told = ", ".join(labels.get(part) or names.get(part, part) for part in parts)
    if kind.type is not FactType.AUTHORITIES:
        return told
    return _("{what} : {amount}", what=formats.plural(len(parts), "collectivité"), amount=told)


def table_said(kind: FactKind, table: Table) -> str:
    """A table in few words: how many rows, and the total of each column of amounts."""
    totals = [
        _("{what} : {amount}", what=in_language(column.label), amount=formats.money(total))
        for column, total in money_totals(kind, table)
    ]
    return " · ".join((wording.rows_words(len(table.rows), speaking()), *totals))


def money_totals(kind: FactKind, table: Table) -> tuple[tuple[Column, Decimal], ...]:
    """The columns of amounts, each with its total."""
    records = table.records()
    return tuple(
        (column, sum((cell for row in records if isinstance(cell := row.get(column.name), Decimal)), ZERO))
        for column in kind.columns
        if column.type is FactType.MONEY
    )


def cell_said(column: Column, cell: Scalar | None) -> str:
    """A cell of a table as a person reads it, its day in figures; "" for an empty one."""
    if cell is None:
        return ""
    return formats.figures_day(cell) if isinstance(cell, date) else said(column, cell)


def typed(value: Value | Erased | None) -> str:
    """A value as it stands in its field, such that reading it again gives the same value."""
    if value is None or isinstance(value, Erased):
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return formats.figures_day(value)
    if isinstance(value, Decimal):
        return formats.typed_number(value)
    if isinstance(value, Table):
        return ""  # its cells have fields of their own
    return value if isinstance(value, str) else ",".join(value)


def law_said(cited: Iterable[Citation]) -> str:
    """The texts behind a condition, each once; one that nobody has read in the official text says so."""
    told = (one.words(speaking()) + _doubt(one.quantity) for one in cited)
    return " ;\n".join(dict.fromkeys(told))


def _doubt(quantity: Quantity) -> str:
    if not quantity.binding:
        return _(" (à confirmer)")
    second_hand = quantity.confidence is Confidence.SECONDARY and quantity.checked_on is None
    return _(" (lu dans une source secondaire)") if second_hand else ""


def figure_said(one: Computed) -> str:
    """A computed figure as a person reads it."""
    if one.value is None:
        return _("à calculer : une réponse manque")
    return formats.money(one.value) if one.figure.type is FactType.MONEY else formats.number(one.value, 4)


def occurrence_said(occurrence: str, names: Mapping[str, str]) -> str:
    """The authority or structure by its name, "exercice 2027", or "séance du 12 mars 2028"."""
    if occurrence in names:
        return names[occurrence]
    meeting = day_of(occurrence)
    if meeting is not None:
        return _("séance du {day}", day=formats.long_day(meeting))
    return _("exercice {year}", year=occurrence) if occurrence.isdigit() else occurrence


def meeting_said(definition: Definition, one: Meeting) -> str:
    """A meeting by its day and kind: "12 avril 2012, groupe de travail"."""
    kinds = definition.facts[KIND].choices if KIND in definition.facts else ()
    kind = next((in_language(each.label).lower() for each in kinds if each.value == one.kind), "")
    return ", ".join(part for part in (formats.long_day(one.day), kind, _("annulée") if one.cancelled else "") if part)


def _amount(kind: FactKind | Column, value: Decimal) -> str:
    if kind.type is FactType.MONEY:
        return formats.money(value)
    if kind.type is FactType.PERCENTAGE:
        return formats.percentage(value)
    unit = _(kind.unit) if isinstance(kind, FactKind) else ""
    return f"{formats.number(value, 4)} {unit}".strip()
