"""The leaves of an expression: dotted names, numbers, texts and dates, and what each is called in a message."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.expression.failure import Mistake
from mandate_flow.domain.expression.values import Kind, Node, constant

WORD: Final = re.compile("[A-Za-z_][A-Za-z0-9_]*")
NUMBER: Final = re.compile(r"[0-9]{1,20}(\.[0-9]{0,20})?|\.[0-9]{1,20}")
FAMILIES: Final = {
    "documents": 2,
    "law": 3,
    "entered": 2,
    "taken": 2,
    "aid": 2,
    "rates": 2,
    "open": 2,
    "closed": 2,
    "meetings": 2,
    "due": 2,
    "payment": 2,
    "money": 2,
}
NAMES: Final = (
    "Un fait, ou documents.<pièce>, law.<texte>.<grandeur>, entered.<état>, taken.<étape>, open.<fil>, closed.<fil>, "
    "due.<échéance>, aid.<total>, rates.<taux>, "
    "meetings.<genre>, payment.<renseignement>, money.<montant>."
)
FIXED: Final[Mapping[str, Kind]] = {
    "state": Kind.TEXT,
    "occurrence": Kind.TEXT,
    "day": Kind.DATE,
    "fiscal_year_end": Kind.DATE,
    "last_payment_on": Kind.DATE,
    "meeting_day": Kind.DATE,
    "open_controls": Kind.NUMBER,
    "closed_controls": Kind.NUMBER,
    "authorities": Kind.NUMBER,
    "structures": Kind.NUMBER,
    "documents": Kind.TRUTH,
    "entered": Kind.DATE,
    "taken": Kind.DATE,
    "aid": Kind.NUMBER,
    "rates": Kind.NUMBER,
    "open": Kind.NUMBER,
    "closed": Kind.NUMBER,
    "meetings": Kind.NUMBER,
    "due": Kind.DATE,
    "payment": Kind.NUMBER,
    "payment.on": Kind.DATE,
    "payment.kind": Kind.TEXT,
    "payment.authority": Kind.TEXT,
    "payment.first": Kind.TRUTH,
    "money": Kind.NUMBER,
    "money.period_outcome": Kind.TEXT,
    "money.period_ends": Kind.TRUTH,
    "money.keys_complete": Kind.TRUTH,
    "money.keys_whole": Kind.TRUTH,
    "money.plan_complete": Kind.TRUTH,
    "money.exempt": Kind.TRUTH,
}
"""The kinds of the names that are not facts, whole or by their first word."""

CALLED: Final[Mapping[Kind | None, str]] = {
    None: "une valeur",
    Kind.TRUTH: "une condition",
    Kind.NUMBER: "un nombre",
    Kind.DATE: "une date",
    Kind.TEXT: "un texte",
    Kind.TEXTS: "une liste de choix",
    Kind.TABLE: "un tableau",
}


def dotted(tree: ast.expr) -> str:
    """The dotted name written here."""
    words: list[str] = []
    part = tree
    while isinstance(part, ast.Attribute):
        words.append(part.attr)
        part = part.value
    if not isinstance(part, ast.Name):
        raise Mistake("Un nom est attendu ici.", tree, do=NAMES)
    words = [part.id, *reversed(words)]
    name = ".".join(words)
    if not all(map(WORD.fullmatch, words)) or len(words) != FAMILIES.get(words[0], 1):
        raise Mistake(f"«\u00a0{name}\u00a0» n’est pas un nom admis.", tree, do=NAMES)
    return name


def kind_of(name: str) -> Kind | None:
    """The kind of a name that is not a fact; None for a fact or a quantity of the law."""
    return FIXED.get(name) or FIXED.get(name.partition(".")[0])


def literal(tree: ast.Constant, written: str) -> Node:
    """A constant; `written` is its source, so that 0.1 stays what was written."""
    if isinstance(tree.value, bool):
        return constant(tree.value, Kind.TRUTH)
    if isinstance(tree.value, str):
        return constant(tree.value, Kind.TEXT)
    plain = written.replace("_", "")
    if NUMBER.fullmatch(plain):
        return constant(Decimal(plain), Kind.NUMBER)
    do = "Un nombre s’écrit avec un point\u00a0: 1500.50\u00a0; l’absence de valeur\u00a0: not known(nom)."
    raise Mistake("Cette valeur n’est pas admise.", tree, do=do)


def day(tree: ast.Call) -> Node:
    """The day in date('2026-01-08')."""
    text = tree.args[0].value if len(tree.args) == 1 and isinstance(tree.args[0], ast.Constant) else None
    try:
        if isinstance(text, str) and len(text) == len("2026-01-08"):
            return constant(date.fromisoformat(text), Kind.DATE)
    except ValueError:
        pass
    raise Mistake("Cette date n’existe pas ou n’est pas écrite ainsi\u00a0: date('2026-01-08').", tree)
