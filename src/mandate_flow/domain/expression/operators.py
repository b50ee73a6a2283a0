"""Comparison, arithmetic and three-valued logic (Kleene) as closures that never raise."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Final, cast

from mandate_flow.domain.expression.values import NUMBERS, Kind, Node, Run, Scope, Truth, Unknown, finite, merged

ORDERED: Final = frozenset({Decimal, date, str})
EQUALLED: Final = ORDERED | {bool, tuple}

ORDERS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
EQUALITIES: Final[dict[str, Callable[[Any, Any], bool]]] = {"==": operator.eq, "!=": operator.ne}


def compared(sign: str, left: Node, right: Node) -> Truth:
    """`left sign right`; two kinds that do not compare give Unknown of the names involved."""
    test = ORDERS.get(sign) or EQUALITIES[sign]
    comparable: frozenset[type] = ORDERED if sign in ORDERS else EQUALLED
    first, second, mixed = left.run, right.run, Unknown(left.names | right.names)

    def run(scope: Scope) -> bool | Unknown:
        a, b = first(scope), second(scope)
        kind = type(a)
        if kind is type(b) and kind in comparable:
            return test(a, b)
        return merged((a, b), mixed)

    return run


def among(left: Node, choices: frozenset[str]) -> Truth:
    """Whether a text is one of the literal choices."""
    first, mixed = left.run, Unknown(left.names)

    def run(scope: Scope) -> bool | Unknown:
        value = first(scope)
        if type(value) is str:
            return value in choices
        return value if isinstance(value, Unknown) else mixed

    return run


def within(left: Node, right: Node) -> Truth:
    """Whether a text is one of the answers of a fact with several choices."""
    first, second, mixed = left.run, right.run, Unknown(left.names | right.names)

    def run(scope: Scope) -> bool | Unknown:
        value, answers = first(scope), second(scope)
        if type(value) is str and isinstance(answers, tuple):
            return value in answers
        return merged((value, answers), mixed)

    return run


def calculated(sign: str, left: Node, right: Node) -> Run:
    """`left sign right` on decimals; a division by zero or an overflow gives Unknown."""
    reckon = {"+": NUMBERS.add, "-": NUMBERS.subtract, "*": NUMBERS.multiply, "/": NUMBERS.divide}[sign]
    first, second, mixed = left.run, right.run, Unknown(left.names | right.names)
    subtracts = sign == "-"

    def run(scope: Scope) -> object:
        a, b = first(scope), second(scope)
        if type(a) is Decimal and type(b) is Decimal:
            return finite(reckon(a, b), mixed)
        if subtracts and type(a) is date and type(b) is date:
            return Decimal((a - b).days)
        return merged((a, b), mixed)

    return run


def negated(part: Node) -> Run:
    """The opposite of a number."""
    inner, mixed = part.run, Unknown(part.names)

    def run(scope: Scope) -> object:
        value = inner(scope)
        if type(value) is Decimal:
            return NUMBERS.minus(value)
        return value if isinstance(value, Unknown) else mixed

    return run


def truth(part: Node) -> Truth:
    """The part as true, false or unknown: a stored value that is neither is unknown."""
    inner = part.run
    if part.sure and part.kind is Kind.TRUTH:
        return cast("Truth", inner)
    mixed = Unknown(part.names)

    def run(scope: Scope) -> bool | Unknown:
        value = inner(scope)
        return value if isinstance(value, bool | Unknown) else mixed

    return run


def all_of(parts: tuple[Truth, ...]) -> Truth:
    """Kleene's `and`: false as soon as one is false, else unknown as soon as one is."""
    return _folded(parts, absorbing=False)


def any_of(parts: tuple[Truth, ...]) -> Truth:
    """Kleene's `or`: true as soon as one is true, else unknown as soon as one is."""
    return _folded(parts, absorbing=True)


def _folded(parts: tuple[Truth, ...], *, absorbing: bool) -> Truth:
    neutral = not absorbing

    def run(scope: Scope) -> bool | Unknown:
        found: Unknown | None = None
        for part in parts:
            value = part(scope)
            if isinstance(value, Unknown):
                found = value if found is None else Unknown(found.names | value.names)
            elif value is absorbing:
                return absorbing
        return neutral if found is None else found

    return run


def opposite(part: Truth) -> Truth:
    """Kleene's `not`."""

    def run(scope: Scope) -> bool | Unknown:
        value = part(scope)
        return value if isinstance(value, Unknown) else not value

    return run
