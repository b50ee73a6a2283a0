"""The functions an expression may call: their form, what they take and how they run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from mandate_flow.domain.expression import spans
from mandate_flow.domain.expression.values import NUMBERS, Kind, Node, Run, Scope, Unknown, finite, merged, tidied
from mandate_flow.domain.value import Table


@dataclass(frozen=True, slots=True)
class Function:
    """A function on values. `takes`: the kind of each value, None for all numbers or all dates."""

    form: str
    takes: Kind | None
    gives: Kind | None
    least: int
    most: int
    run: Callable[..., Any]


MANY: Final = 20
TYPES: Final[Mapping[Kind | None, set[type]]] = MappingProxyType({Kind.NUMBER: {Decimal}, Kind.DATE: {date}})
EITHER: Final = tuple(TYPES.values())

ON_VALUES: Final[Mapping[str, Function]] = MappingProxyType(
    {
        "years": Function("years(du, au)", Kind.DATE, Kind.NUMBER, 2, 2, spans.years),
        "months": Function("months(du, au)", Kind.DATE, Kind.NUMBER, 2, 2, spans.months),
        "days": Function("days(du, au)", Kind.DATE, Kind.NUMBER, 2, 2, spans.days),
        "year": Function("year(date)", Kind.DATE, Kind.NUMBER, 1, 1, lambda day: Decimal(day.year)),
        "abs": Function("abs(nombre)", Kind.NUMBER, Kind.NUMBER, 1, 1, NUMBERS.abs),
        "min": Function("min(a, b, …)", None, None, 2, MANY, min),
        "max": Function("max(a, b, …)", None, None, 2, MANY, max),
    }
)

ON_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "given": "given(nom, …)",
        "known": "known(nom)",
        "total": "total(nom)",
        "count": "count(nom)",
        "latest": "latest(nom)",
    }
)
ON_TABLES: Final[Mapping[str, str]] = MappingProxyType(
    {"column": "column(tableau, 'colonne')", "rows": "rows(tableau)"}
)

FORMS: Final[Mapping[str, str]] = MappingProxyType(
    {**{name: one.form for name, one in ON_VALUES.items()}, **ON_NAMES, **ON_TABLES, "date": "date('2026-01-08')"}
)
"""How each function is written, by name."""


def applied(function: Function, parts: tuple[Node, ...]) -> Run:
    """The function on its parts; values of a wrong kind, or a day out of the calendar, give Unknown."""
    runs = tuple(part.run for part in parts)
    mixed = Unknown(frozenset().union(*(part.names for part in parts)))
    wanted = TYPES.get(function.takes)
    work = function.run

    def run(scope: Scope) -> object:
        values = [part(scope) for part in runs]
        types = set(map(type, values))
        if types != wanted and (wanted or types not in EITHER):
            return merged(values, mixed)
        try:
            return work(*values)
        except (OverflowError, ValueError):
            return mixed

    return run


def given(parts: tuple[Node, ...]) -> Run:
    """True when all are known, else Unknown of those that are not."""
    runs = tuple(part.run for part in parts)

    def run(scope: Scope) -> object:
        unknown = [value for value in (part(scope) for part in runs) if isinstance(value, Unknown)]
        return merged(unknown, unknown[0]) if unknown else True

    return run


def known(part: Node) -> Run:
    """True or false: whether there is a value."""
    inner = part.run
    return lambda scope: not isinstance(inner(scope), Unknown)


def total(fact: str) -> Run:
    """The sum of a fact's known numbers over its occurrences; 0 when there is none."""
    mixed = Unknown(frozenset((fact,)))

    def run(scope: Scope) -> object:
        found = Decimal(0)
        for value in scope.every(fact).values():
            number = tidied(value, mixed)
            if not isinstance(number, Decimal):
                return mixed
            found = NUMBERS.add(found, number)
        return finite(found, mixed)

    return run


def latest(fact: str) -> Run:
    """The latest known date of a repeated fact; Unknown while none is known."""
    mixed = Unknown(frozenset((fact,)))

    def run(scope: Scope) -> object:
        return max((value for value in scope.every(fact).values() if isinstance(value, date)), default=mixed)

    return run


def count(fact: str) -> Run:
    """The number of occurrences for which a fact is known."""
    return lambda scope: Decimal(sum(not isinstance(value, Unknown) for value in scope.every(fact).values()))


def column(table: Node, name: str) -> Run:
    """The sum of a column of a table; 0 when it has no row, an empty cell counting for nothing."""
    inner, mixed = table.run, Unknown(table.names)

    def run(scope: Scope) -> object:
        value = inner(scope)
        if not isinstance(value, Table):
            return merged((value,), mixed)
        found = Decimal(0)
        for row in value.records():
            cell = row.get(name)
            if isinstance(cell, Decimal):
                found = NUMBERS.add(found, cell)
        return finite(found, mixed)

    return run


def rows(table: Node) -> Run:
    """The number of rows of a table."""
    inner, mixed = table.run, Unknown(table.names)

    def run(scope: Scope) -> object:
        value = inner(scope)
        return Decimal(len(value.rows)) if isinstance(value, Table) else merged((value,), mixed)

    return run
