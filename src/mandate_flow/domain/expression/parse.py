"""From the source of a condition to something that can be asked of a file, as often as needed."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, TypeAlias, cast

from mandate_flow.domain.expression.failure import ExpressionError, Mistake, unreadable
from mandate_flow.domain.expression.reader import Reader
from mandate_flow.domain.expression.values import Kind, Run, Scope, Unknown
from mandate_flow.domain.value import Erased, Value

LENGTH: Final = 2000
FORBIDDEN: Final = {
    "#": "Mettez le commentaire hors de l’expression.",
    "\\": "Les guillemets droits suffisent\u00a0: 'aujourd’hui' ou \"l'an\".",
}

Result: TypeAlias = Value | Unknown
NO_KINDS: Final[Mapping[str, Kind]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled condition or calculation; two are equal when their sources are.

    `names` are the dotted names it looks up, `repeated` the facts inside total() and count(), `functions` its calls,
    `columns` the (fact, column) it sums.
    """

    source: str
    names: frozenset[str] = field(compare=False)
    repeated: frozenset[str] = field(compare=False)
    functions: frozenset[str] = field(compare=False)
    run: Run = field(compare=False, repr=False)
    columns: frozenset[tuple[str, str]] = field(default=frozenset(), compare=False)

    def __call__(self, scope: Scope) -> Result:
        """The value, or Unknown of the names it lacks. Never raises unless the scope does."""
        return cast("Result", self.run(scope))


def parse(source: str, kinds: Mapping[str, Kind] = NO_KINDS) -> Expression:
    """Read a source once. `kinds` tells the kind of each fact, so that mistakes of kind are found here too.

    Raises ExpressionError with the column and what is allowed.
    """
    flat = source.translate({ord(sign): " " for sign in "\r\n\t"})
    text = flat.strip(" ")
    indent = len(flat) - len(flat.lstrip(" "))
    _refuse_at_sight(flat, text)
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise unreadable(flat, indent + (error.offset or 1)) from None
    except (ValueError, RecursionError, MemoryError):
        raise unreadable(flat, indent + 1) from None
    source_bytes = text.encode()
    reader = Reader(source_bytes, kinds)
    try:
        node = reader.node(tree)
    except Mistake as mistake:
        column = indent + len(source_bytes[: mistake.offset].decode()) + 1
        raise ExpressionError(mistake.what, column, do=mistake.do) from None
    run = node.run if node.sure else _without_erased(node.run, Unknown(node.names))
    return Expression(
        source,
        frozenset(reader.names),
        frozenset(reader.repeated),
        frozenset(reader.functions),
        run,
        frozenset(reader.columns),
    )


def _refuse_at_sight(flat: str, text: str) -> None:
    if not text:
        raise ExpressionError("L’expression est vide.", 1, do="Écrivez une condition, par exemple given(vote_date).")
    if len(text) > LENGTH:
        raise ExpressionError(f"L’expression dépasse {LENGTH} caractères.", LENGTH + 1, do="Découpez-la.")
    for sign, hint in FORBIDDEN.items():
        if sign in flat:
            raise ExpressionError(f"Le signe {sign} n’est pas admis.", flat.index(sign) + 1, do=hint)


def _without_erased(inner: Run, missing: Unknown) -> Run:
    """A lone name whose value was erased gives no value."""

    def run(scope: Scope) -> object:
        value = inner(scope)
        return missing if isinstance(value, Erased) else value

    return run
