"""Whether an answer fits its question: its form, its choices, its bounds, and each cell of a table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.said import N_, said
from mandate_flow.domain.value import FactType, Scalar, Table, Value
from mandate_flow.domain.workflow.definition import Column, FactKind

LONGEST: Final = 20_000
LONGEST_CELL: Final = 500
MOST_ROWS: Final = 200
_PYTHON: Final[dict[FactType, type | tuple[type, ...]]] = {
    FactType.YES_NO: bool,
    FactType.DATE: date,
    FactType.MONEY: Decimal,
    FactType.PERCENTAGE: Decimal,
    FactType.NUMBER: Decimal,
    FactType.CHOICES: tuple,
    FactType.AUTHORITIES: tuple,
    FactType.TABLE: Table,
}


def check_value(kind: FactKind, value: Value) -> None:
    """Raises BadInput unless `value` is of the kind's type, among its choices and within its bounds."""
    if isinstance(value, Table) and kind.type is FactType.TABLE:
        check_table(kind, value)
    else:
        check_one(kind, value, kind.name)


def check_table(kind: FactKind, table: Table) -> None:
    """Raises BadInput unless each row fits the columns; `where` then names the cell: `costs.2.amount`, from row 1.

    A column that may be left empty may also be lacking altogether.
    """
    if not set(table.columns) <= set(kind.typed_columns):
        raise BadInput("Les colonnes de ce tableau ne sont pas celles qui sont demandées.", where=kind.name)
    if len(table.rows) > MOST_ROWS:
        do = N_("Regroupez des lignes, ou déposez le détail en pièce jointe.")
        raise BadInput(said("Ce tableau dépasse {most} lignes.", most=MOST_ROWS), do=do, where=kind.name)
    for number, row in enumerate(table.records(), start=1):
        if all(cell is None for cell in row.values()):
            raise BadInput(
                said("La ligne {number} est vide.", number=number), do="Retirez-la.", where=f"{kind.name}.{number}"
            )
        for column in kind.columns:
            _check_cell(column, row.get(column.name), f"{kind.name}.{number}.{column.name}")


def check_one(kind: FactKind | Column, value: Value, where: str) -> None:
    """The same for one value, or one cell; `where` is its place."""
    if not isinstance(value, _PYTHON.get(kind.type, str)):
        raise BadInput("Cette réponse n’est pas de la forme attendue.", where=where)
    given = value if isinstance(value, tuple) else (value,)
    allowed = {choice.value for choice in kind.choices}
    if kind.type in (FactType.CHOICE, FactType.CHOICES) and not allowed.issuperset(map(str, given)):
        raise BadInput("Cette réponse n’est pas dans la liste proposée.", do="Choisissez dans la liste.", where=where)
    longest = LONGEST_CELL if isinstance(kind, Column) else LONGEST
    if isinstance(value, str) and len(value) > longest:
        do = N_("Abrégez-le.") if isinstance(kind, Column) else N_("Déposez-le plutôt en pièce jointe.")
        raise BadInput(said("Ce texte dépasse {longest} caractères.", longest=longest), do=do, where=where)
    if isinstance(value, Decimal):
        _check_number(kind, value, where)


def _check_cell(column: Column, cell: Scalar | None, where: str) -> None:
    if cell is not None and cell != "":
        check_one(column, cell, where)
    elif column.required:
        raise BadInput(
            said("« {label:words} » manque.", label=column.label), do="Complétez la ligne, ou videz-la.", where=where
        )


def _check_number(kind: FactKind | Column, value: Decimal, where: str) -> None:
    if not value.is_finite():
        raise BadInput("Ce nombre n’est pas utilisable.", where=where)
    if kind.whole and value != value.to_integral_value():
        raise BadInput("Un nombre entier est attendu ici.", where=where)
    if kind.least is not None and value < kind.least:
        raise BadInput(said("Ce nombre ne peut pas être inférieur à {least}.", least=kind.least), where=where)
    if kind.most is not None and value > kind.most:
        raise BadInput(said("Ce nombre ne peut pas dépasser {most}.", most=kind.most), where=where)
