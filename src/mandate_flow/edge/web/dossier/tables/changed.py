"""What changed in a table, told row by row and cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from markupsafe import Markup, escape

from mandate_flow.domain.value import Cells, Table
from mandate_flow.domain.workflow.definition import Column, FactKind
from mandate_flow.edge.web.dossier.words import NOTHING, cell_said
from mandate_flow.edge.web.language import N_, _, in_language, ngettext

TOLD: Final = 4
EMPTY: Final = N_("vide")


@dataclass(frozen=True, slots=True)
class Turn:
    """One change: where ("ligne 2, Montant"), what stood there and what stands there now ("" for nothing)."""

    where: str
    before: str
    after: str


def turns(kind: FactKind, old: Table, new: Table) -> tuple[Turn, ...]:
    """The rows that came, went or changed; a row that changed is told by its cells."""
    columns = tuple(_column(kind, name) or Column(name, of, {"fr": name}) for name, of in new.columns)
    return tuple(_turns(columns, old.under(new.columns).rows, new.rows))


def told(kind: FactKind, old: Table | None, new: Table, *, brief: bool) -> Markup:
    """Lines for the history; a brief one tells the first changes, and how many more there were."""
    found = turns(kind, old if old is not None else Table(new.columns), new)
    if brief and old is None:
        return Markup()
    kept = found[:TOLD] if brief and len(found) > TOLD + 1 else found
    lines = [_line(one) for one in kept]
    if len(kept) < len(found):
        lines.append(escape(ngettext("et {n} autre changement", "et {n} autres changements", len(found) - len(kept))))
    return Markup().join(Markup("<br>{}").format(line) for line in lines)


def compared(kind: FactKind, old: Table, new: Table) -> tuple[str, str]:
    """Two tables side by side, each told by what the other has not."""
    found = turns(kind, old, new)
    return (
        " ; ".join(f"{one.where} : {one.before or _(EMPTY)}" for one in found),
        " ; ".join(f"{one.where} : {one.after or _(EMPTY)}" for one in found),
    )


def _turns(columns: tuple[Column, ...], old: tuple[Cells, ...], new: tuple[Cells, ...]) -> Iterator[Turn]:
    for what, a, a_end, b, b_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        both = min(a_end - a, b_end - b)
        for place in range(both):
            yield from _cells(columns, old[a + place], new[b + place], b + place + 1)
        for place in range(a + both, a_end):
            yield Turn(_("ligne {n} retirée", n=place + 1), _row(columns, old[place]), "")
        for place in range(b + both, b_end):
            yield Turn(_("ligne {n} ajoutée", n=place + 1), "", _row(columns, new[place]))


def _cells(columns: tuple[Column, ...], old: Cells, new: Cells, number: int) -> Iterator[Turn]:
    for column, before, after in zip(columns, old, new, strict=True):
        if before != after:
            was, now = cell_said(column, before), cell_said(column, after)
            yield Turn(_("ligne {n}, {column}", n=number, column=in_language(column.label)), was, now or _(EMPTY))


def _row(columns: tuple[Column, ...], row: Cells) -> str:
    words = (cell_said(column, cell) for column, cell in zip(columns, row, strict=True))
    return " · ".join(filter(None, words)) or _(NOTHING)


def _line(one: Turn) -> Markup:
    before = Markup("<del>{}</del> ").format(one.before) if one.before else Markup()
    after = Markup("<ins>{}</ins>").format(one.after) if one.after else Markup()
    return Markup("{} : {}{}").format(one.where, before, after)


def _column(kind: FactKind, name: str) -> Column | None:
    return next((one for one in kind.columns if one.name == name), None)
