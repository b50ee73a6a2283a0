"""From Python's syntax tree to closures: only what is named here gets through, and kinds are checked where known."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Final

from mandate_flow.domain.expression import functions, operators
from mandate_flow.domain.expression.failure import ALLOWED, Mistake, nearest
from mandate_flow.domain.expression.leaves import CALLED, day, dotted, kind_of, literal
from mandate_flow.domain.expression.values import Kind, Node, looked_up

DEPTH: Final = 40
COMPARISONS: Final[Mapping[type[ast.cmpop], str]] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
LIST: Final = "Exemple\u00a0: in ['R5', 'R6']."
TABLE: Final = "Écrivez la somme d’une colonne, column(tableau, 'colonne'), ou le nombre de lignes, rows(tableau)."
ALL_FORMS: Final = ", ".join(functions.FORMS.values())
SUMS: Final[Mapping[type[ast.operator], str]] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


class Reader:
    """Reads one expression and remembers what it uses.

    `source` in UTF-8, as the parser counts bytes; `kinds` are those of the facts, where they are known.
    """

    def __init__(self, source: bytes, kinds: Mapping[str, Kind]) -> None:
        self.source, self.kinds = source, kinds
        self.names: set[str] = set()
        self.repeated: set[str] = set()
        self.functions: set[str] = set()
        self.columns: set[tuple[str, str]] = set()

    def node(self, tree: ast.expr, depth: int = 0) -> Node:
        """Compile one part of the tree."""
        if depth > DEPTH:
            raise Mistake(f"L’expression a plus de {DEPTH} niveaux.", tree, do="Découpez-la en plusieurs exigences.")
        match tree:
            case ast.BoolOp():
                return self.logic(tree, depth + 1)
            case ast.Compare():
                return self.comparison(tree, depth + 1)
            case ast.UnaryOp(op=ast.Not()):
                part = self.condition(tree.operand, depth + 1)
                return Node(operators.opposite(operators.truth(part)), Kind.TRUTH, part.names)
            case ast.UnaryOp(op=ast.USub()):
                part = self.of_kind(Kind.NUMBER, tree.operand, depth + 1)
                return Node(operators.negated(part), Kind.NUMBER, part.names)
            case ast.BinOp() if type(tree.op) in SUMS:
                return self.sum(tree, depth + 1)
            case ast.Call():
                return self.call(tree, depth + 1)
            case ast.Name() | ast.Attribute():
                return self.name(tree)
            case ast.Constant():
                return literal(tree, self.source[tree.col_offset : tree.end_col_offset].decode())
        raise Mistake("Cette écriture n’est pas admise dans une expression.", tree, do=ALLOWED)

    def logic(self, tree: ast.BoolOp, depth: int) -> Node:
        parts = [self.condition(part, depth) for part in tree.values]
        fold = operators.all_of if isinstance(tree.op, ast.And) else operators.any_of
        names = frozenset[str]().union(*(part.names for part in parts))
        return Node(fold(tuple(operators.truth(part) for part in parts)), Kind.TRUTH, names)

    def condition(self, tree: ast.expr, depth: int) -> Node:
        """A part that stands beside and, or, not."""
        part = self.node(tree, depth)
        if part.kind not in (Kind.TRUTH, None):
            do = "Comparez-la à une valeur, ou écrivez given(nom) pour «\u00a0est renseigné\u00a0»."
            raise Mistake(f"Une condition est attendue ici, pas {CALLED[part.kind]}.", tree, do=do)
        return part

    def of_kind(self, kind: Kind | None, tree: ast.expr, depth: int) -> Node:
        """A part of that kind, as far as its kind is known; None: a number or a date."""
        part = self.node(tree, depth)
        allowed = (Kind.NUMBER, Kind.DATE) if kind is None else (kind,)
        if part.kind is not None and part.kind not in allowed:
            wanted = " ou ".join(CALLED[one] for one in allowed)
            do = "Écrivez une date ainsi\u00a0: date('2026-01-08')." if Kind.DATE in allowed else ""
            raise Mistake(f"Ici est attendu {wanted}, pas {CALLED[part.kind]}.", tree, do=do)
        return part

    def comparison(self, tree: ast.Compare, depth: int) -> Node:
        lefts = [tree.left, *tree.comparators]
        pairs = [self.pair(*one, depth) for one in zip(lefts, tree.ops, tree.comparators, strict=False)]
        if len(pairs) == 1:
            return pairs[0]
        names = frozenset[str]().union(*(pair.names for pair in pairs))
        return Node(operators.all_of(tuple(operators.truth(pair) for pair in pairs)), Kind.TRUTH, names)

    def pair(self, left: ast.expr, sign: ast.cmpop, right: ast.expr, depth: int) -> Node:
        if isinstance(sign, ast.In | ast.NotIn):
            part = self.membership(left, right, depth)
            test = operators.truth(part)
            return Node(test if isinstance(sign, ast.In) else operators.opposite(test), Kind.TRUTH, part.names)
        if type(sign) not in COMPARISONS:
            raise Mistake("is n’est pas admis.", right, do="Écrivez == ou !=, ou known(nom).")
        symbol = COMPARISONS[type(sign)]
        a, b = self.node(left, depth), self.node(right, depth)
        if None not in (a.kind, b.kind) and a.kind is not b.kind:
            do = "Écrivez une date ainsi\u00a0: date('2026-01-08')." if Kind.DATE in (a.kind, b.kind) else ""
            raise Mistake(f"{CALLED[a.kind].capitalize()} ne se compare pas à {CALLED[b.kind]}.", right, do=do)
        if Kind.TABLE in (a.kind, b.kind):
            raise Mistake("Un tableau ne se compare pas.", right, do=TABLE)
        if symbol in operators.ORDERS and {a.kind, b.kind} & {Kind.TRUTH, Kind.TEXTS}:
            kind = CALLED[a.kind or b.kind].capitalize()
            raise Mistake(f"{kind} n’a pas d’ordre.", right, do="Écrivez == ou !=.")
        return Node(operators.compared(symbol, a, b), Kind.TRUTH, a.names | b.names)

    def membership(self, left: ast.expr, right: ast.expr, depth: int) -> Node:
        part = self.of_kind(Kind.TEXT, left, depth)
        if isinstance(right, ast.Name | ast.Attribute):
            answers = self.name(right)
            if answers.kind not in (Kind.TEXTS, None):
                raise Mistake(f"in attend une liste, pas {CALLED[answers.kind]}.", right, do=LIST)
            return Node(operators.within(part, answers), Kind.TRUTH, part.names | answers.names)
        items = right.elts if isinstance(right, ast.List | ast.Tuple | ast.Set) else []
        texts = [one.value for one in items if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if not texts or len(texts) != len(items):
            raise Mistake("in attend une liste de textes.", right, do=LIST)
        return Node(operators.among(part, frozenset(texts)), Kind.TRUTH, part.names)

    def sum(self, tree: ast.BinOp, depth: int) -> Node:
        sign = SUMS[type(tree.op)]
        kind = None if sign == "-" else Kind.NUMBER
        a, b = self.of_kind(kind, tree.left, depth), self.of_kind(kind, tree.right, depth)
        if None not in (a.kind, b.kind) and a.kind is not b.kind:
            do = "Pour comparer des jours, écrivez date - date, qui donne un nombre de jours."
            raise Mistake("Une date et un nombre ne se soustraient pas.", tree.right, do=do)
        if sign == "/" and isinstance(tree.right, ast.Constant) and not tree.right.value:
            raise Mistake("Division par zéro.", tree.right)
        return Node(operators.calculated(sign, a, b), Kind.NUMBER, a.names | b.names)

    def call(self, tree: ast.Call, depth: int) -> Node:
        if not isinstance(tree.func, ast.Name):
            raise Mistake("Seule une fonction peut être appelée.", tree, do=f"Fonctions\u00a0: {ALL_FORMS}.")
        name = tree.func.id
        if name not in functions.FORMS:
            do = f"{nearest(name, functions.FORMS)} Fonctions\u00a0: {ALL_FORMS}.".strip()
            raise Mistake(f"La fonction «\u00a0{name}\u00a0» n’existe pas.", tree, do=do)
        self.functions.add(name)
        if tree.keywords or any(isinstance(one, ast.Starred) for one in tree.args):
            raise ill_called(name, tree)
        if name == "date":
            return day(tree)
        if name in functions.ON_TABLES:
            return self.on_table(name, tree)
        return self.on_names(name, tree) if name in functions.ON_NAMES else self.on_values(name, tree, depth)

    def on_values(self, name: str, tree: ast.Call, depth: int) -> Node:
        function = functions.ON_VALUES[name]
        if not function.least <= len(tree.args) <= function.most:
            raise ill_called(name, tree)
        parts = tuple(self.of_kind(function.takes, one, depth) for one in tree.args)
        kinds = {part.kind for part in parts} - {None}
        if len(kinds) > 1:
            raise Mistake(f"{name} attend des nombres ou des dates, pas un mélange.", tree)
        names = frozenset[str]().union(*(part.names for part in parts))
        return Node(functions.applied(function, parts), function.gives or next(iter(kinds), None), names)

    def on_names(self, name: str, tree: ast.Call) -> Node:
        if not tree.args or (name != "given" and len(tree.args) > 1):
            raise ill_called(name, tree)
        if name in ("total", "count", "latest"):
            fact = dotted(tree.args[0])
            if name == "total" and self.kinds.get(fact) is Kind.TABLE:
                raise Mistake("total additionne des nombres, pas des tableaux.", tree.args[0], do=TABLE)
            self.repeated.add(fact)
            if name == "latest":
                if self.kinds.get(fact, Kind.DATE) is not Kind.DATE:
                    raise Mistake("latest attend une date qui se répète.", tree.args[0])
                return Node(functions.latest(fact), Kind.DATE, frozenset((fact,)))
            run = functions.total(fact) if name == "total" else functions.count(fact)
            return Node(run, Kind.NUMBER, frozenset((fact,)))
        parts = tuple(self.deposited_not(one) for one in tree.args)
        names = frozenset[str]().union(*(part.names for part in parts))
        return Node(functions.given(parts) if name == "given" else functions.known(parts[0]), Kind.TRUTH, names)

    def on_table(self, name: str, tree: ast.Call) -> Node:
        if len(tree.args) != (2 if name == "column" else 1):
            raise ill_called(name, tree)
        table = self.name(tree.args[0])
        if table.kind not in (Kind.TABLE, None):
            raise Mistake(f"{name} attend un tableau, pas {CALLED[table.kind]}.", tree.args[0])
        if name == "rows":
            return Node(functions.rows(table), Kind.NUMBER, table.names)
        column = tree.args[1]
        if not isinstance(column, ast.Constant) or not isinstance(column.value, str):
            raise Mistake("Le nom de la colonne s’écrit entre guillemets.", column, do=TABLE)
        (fact,) = table.names
        self.columns.add((fact, column.value))
        return Node(functions.column(table, column.value), Kind.NUMBER, table.names)

    def deposited_not(self, tree: ast.expr) -> Node:
        """A name that may lack a value: a document is there or not, which is always known."""
        part = self.name(tree)
        (name,) = part.names
        if name.startswith("documents."):
            raise Mistake(f"{name} est toujours vrai ou faux.", tree, do=f"Écrivez {name} seul.")
        return part

    def name(self, tree: ast.expr) -> Node:
        name = dotted(tree)
        self.names.add(name)
        return looked_up(name, kind_of(name) or self.kinds.get(name))


def ill_called(name: str, tree: ast.Call) -> Mistake:
    """A function called otherwise than it is written."""
    return Mistake(f"{name} s’écrit {functions.FORMS[name]}.", tree)
