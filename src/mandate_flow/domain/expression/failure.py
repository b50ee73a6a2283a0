"""What is wrong with an expression, told to whoever writes the content: the column, and what is allowed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from mandate_flow.domain.errors import BadContent

ALLOWED: Final = (
    "Sont admis\u00a0: and, or, not, ==, !=, <, <=, >, >=, in [...], +, -, *, /, les parenthèses, "
    "les nombres, les textes entre guillemets droits et les fonctions."
)

SLIPS: Final = (
    (re.compile("[’‘“”«»]"), "Écrivez les textes entre guillemets droits\u00a0: 'R6'."),
    (re.compile(r"&&?|\bet\b"), "Écrivez and pour «\u00a0et\u00a0»."),
    (re.compile(r"\|\|?|\bou\b"), "Écrivez or pour «\u00a0ou\u00a0»."),
    (re.compile("<>|=!|≠"), "Écrivez != pour «\u00a0différent de\u00a0»."),
    (re.compile(r"!(?!=)|\bnon\b"), "Écrivez not pour «\u00a0non\u00a0»."),
    (re.compile("≤|=<"), "Écrivez <= pour «\u00a0au plus\u00a0»."),
    (re.compile("≥|=>"), "Écrivez >= pour «\u00a0au moins\u00a0»."),
    (re.compile("(?<![=!<>])=(?!=)"), "Écrivez == pour comparer."),
)
"""What people write out of habit, and what to write instead."""

QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")


class ExpressionError(BadContent):
    """An expression that cannot be read; `column` counts characters of its source from 1."""

    def __init__(self, what: str, column: int, *, why: str = "", do: str = "") -> None:
        super().__init__(what, why=why, do=do, where=f"colonne {column}")
        self.column = column


class Mistake(Exception):
    """What is wrong with one part of the tree; `parse` turns its place into a column."""

    def __init__(self, what: str, tree: ast.expr, *, do: str = "") -> None:
        super().__init__(what)
        self.what, self.offset, self.do = what, tree.col_offset, do


def unreadable(source: str, column: int) -> ExpressionError:
    """The error for a source whose syntax is wrong near `column`, with a hint where the slip is a usual one."""
    bare = QUOTED.sub(lambda found: "_" * len(found[0]), source)
    for slip, hint in SLIPS:
        found = slip.search(bare)
        if found:
            return ExpressionError(f"«\u00a0{found[0]}\u00a0» n’est pas admis.", found.start() + 1, do=hint)
    column = max(1, min(column, len(source)))
    return ExpressionError("L’expression est incomplète ou contient un signe inattendu.", column, do=ALLOWED)


def nearest(name: str, known: Iterable[str]) -> str:
    """Asks whether a known name was meant, for a name close to a known one, else an empty sentence."""
    close = get_close_matches(name, list(known), n=1)
    return f"Vouliez-vous dire «\u00a0{close[0]}\u00a0»\u00a0?" if close else ""
