"""The lines of the list as its table shows them, and the columns that are taken away in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.said import N_
from mandate_flow.edge.web.language import _
from mandate_flow.edge.web.listing.asked import SORTS, Asked, address, sort_of, theme_labels, without
from mandate_flow.edge.web.rows import names, stage_css
from mandate_flow.paper.lists import Cell
from mandate_flow.service.labels import Labels
from mandate_flow.store.views import FileRow, Named, Sort


@dataclass(frozen=True, slots=True)
class Line:
    """A file in the table of the list."""

    href: str
    ref: str
    title: str
    workflow: str
    theme: str
    state: str
    css: str
    ended: bool
    regime: str
    authorities: tuple[Named, ...]
    structures: tuple[Named, ...]
    next_due: date | None
    person: str
    yearly: Decimal | None
    mandate_end: date | None  # shown under the amount


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; one that sorts has an address, and `sorted` the way it is now ("" when it is not)."""

    label: str
    href: str = ""
    sorted: str = ""
    css: str = ""


def lines(rows: Iterable[FileRow], labels: Labels) -> list[Line]:
    """Files as the table shows them."""
    regimes, themes = labels.regimes(), theme_labels()
    return [
        Line(
            href=f"/dossiers/{row.ref}",
            ref=row.ref,
            title=row.title,
            workflow=row.workflow,
            theme=themes.get(row.theme, row.theme),
            state=labels.state(row.workflow_sha256, row.state),
            css=stage_css(row.rank),
            ended=row.ended,
            regime=regimes.get(row.regime, row.regime),
            authorities=row.authorities,
            structures=row.structures,
            next_due=row.next_due,
            person=row.assignee.name if row.assignee else "",
            yearly=row.yearly,
            mandate_end=row.mandate_end,
        )
        for row in rows
    ]


_DOWN: Final = frozenset({Sort.CHANGED, Sort.AMOUNT})
_HEADS: Final = (
    (N_("Dossier"), Sort.REF, ""),
    (N_("Collectivités et structures"), None, ""),
    (N_("Étape et régime"), Sort.STATE, ""),
    (N_("Prochaine échéance"), Sort.DUE, ""),
    (N_("Personne chargée"), None, ""),
    (N_("Montant annuel"), Sort.AMOUNT, "num"),
)


def heads(wanted: Asked) -> list[Head]:
    """The heads of the columns; asking again for the same sorting comes back to the last changed first."""
    now = sort_of(wanted)
    found = []
    for label, sort, css in _HEADS:
        held = sort is now
        way = ("descending" if sort in _DOWN else "ascending") if held else ""
        href = "" if sort is None else without(wanted, "tri") if held else address({**wanted, "tri": sort.value})
        found.append(Head(_(label), href, way, css))
    return found


def sorts(wanted: Asked) -> list[tuple[str, str, bool]]:
    """Every way to sort: (code, words, chosen)."""
    now = sort_of(wanted)
    return [(sort.value, _(words), sort is now) for sort, words in SORTS.items()]


COLUMNS: Final = (
    N_("Référence"),
    N_("Objet du service"),
    N_("Type"),
    N_("Collectivités"),
    N_("Structures"),
    N_("Thème"),
    N_("Étape"),
    N_("Régime"),
    N_("Prochaine échéance"),
    N_("En retard"),
    N_("Personne chargée"),
    N_("Montant annuel"),
    N_("Début du mandat"),
    N_("Fin du mandat"),
    N_("Ouvert le"),
    N_("Terminé"),
)


def columns() -> list[str]:
    """The titles of what is taken away, in the language of the reader."""
    return [_(title) for title in COLUMNS]


def cells(rows: Iterable[tuple[FileRow, Labels]]) -> Iterator[tuple[Cell, ...]]:
    """The same of each file."""
    themes, yes, no = theme_labels(), _("oui"), _("non")
    regimes: dict[str, str] = {}
    for row, labels in rows:
        regimes = regimes or dict(labels.regimes())
        yield (
            row.ref,
            row.title,
            row.workflow.upper(),
            names(row.authorities),
            names(row.structures),
            themes.get(row.theme, row.theme),
            labels.state(row.workflow_sha256, row.state),
            regimes.get(row.regime, row.regime),
            row.next_due,
            yes if row.late else no,
            row.assignee.name if row.assignee else "",
            row.yearly,
            row.mandate_start,
            row.mandate_end,
            row.opened_on,
            yes if row.ended else no,
        )
