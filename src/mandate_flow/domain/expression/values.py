"""What an expression works on: typed values, what it asks them of, and the third truth value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal, Protocol, TypeAlias

from mandate_flow.domain.value import Erased, FactType, Table

NUMBERS: Final = Context(prec=34, traps=[])
"""Arithmetic that never raises: what overflows gives an infinite number, which `finite` turns into Unknown."""


class Kind(StrEnum):
    """The kinds of values an expression tells apart."""

    TRUTH = "truth"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    TEXTS = "texts"
    TABLE = "table"


KINDS: Final[Mapping[FactType, Kind]] = MappingProxyType(
    {
        FactType.TEXT: Kind.TEXT,
        FactType.LONG_TEXT: Kind.TEXT,
        FactType.CHOICE: Kind.TEXT,
        FactType.CHOICES: Kind.TEXTS,
        FactType.YES_NO: Kind.TRUTH,
        FactType.DATE: Kind.DATE,
        FactType.MONEY: Kind.NUMBER,
        FactType.PERCENTAGE: Kind.NUMBER,
        FactType.NUMBER: Kind.NUMBER,
        FactType.ORGANISATION: Kind.TEXT,
        FactType.AUTHORITIES: Kind.TEXTS,
        FactType.PERSON: Kind.TEXT,
        FactType.DOCUMENT: Kind.TEXT,
        FactType.TABLE: Kind.TABLE,
    }
)
"""The kind of each type of fact: what a content checker hands to `parse`."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Neither true nor false nor a value: `names` are those whose value is missing (or of the wrong kind).

    Counts as false where Python asks for a truth value: what is not known never passes.
    """

    names: frozenset[str]

    def __bool__(self) -> Literal[False]:
        return False


class Scope(Protocol):
    """Where an expression finds its values. A method must not raise for a name the content checker accepted."""

    def look_up(self, name: str) -> object:
        """The value of a dotted name (`Value`, `int` or `ERASED`), or Unknown."""
        ...

    def every(self, fact: str) -> Mapping[str, object]:
        """The known values of a repeated fact, by occurrence."""
        ...


Run: TypeAlias = Callable[[Scope], object]
Truth: TypeAlias = Callable[[Scope], "bool | Unknown"]


@dataclass(frozen=True, slots=True)
class Node:
    """A compiled part: how to run it, its kind (None: known only when run) and the names it rests on.

    `sure`: it is computed, so that its kind holds whatever was stored.
    """

    run: Run
    kind: Kind | None
    names: frozenset[str] = frozenset()
    sure: bool = True


def constant(value: object, kind: Kind) -> Node:
    """A literal."""
    return Node(lambda _: value, kind)


def looked_up(name: str, kind: Kind | None) -> Node:
    """A dotted name. An erased value is known, and compares with nothing."""
    names = frozenset((name,))
    missing = Unknown(names)

    def run(scope: Scope) -> object:
        value = scope.look_up(name)
        return value if type(value) in PLAIN else tidied(value, missing)

    return Node(run, kind, names, sure=False)


PLAIN: Final = frozenset({str, bool, date, tuple, Unknown, Erased, Table})


def tidied(value: object, missing: Unknown) -> object:
    """A value in the one form that expressions compare, or `missing` where it has none."""
    if isinstance(value, Decimal):
        return finite(value, missing)
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str):
        return str(value)
    return missing


def finite(number: Decimal, otherwise: Unknown) -> Decimal | Unknown:
    """The number, unless it overflowed or never was one."""
    return number if number.is_finite() else otherwise


def merged(values: Iterable[object], otherwise: Unknown) -> Unknown:
    """All that is unknown among values; `otherwise` when each is known, but of the wrong kind."""
    found = None
    for value in values:
        if isinstance(value, Unknown):
            found = value if found is None else Unknown(found.names | value.names)
    return otherwise if found is None else found
