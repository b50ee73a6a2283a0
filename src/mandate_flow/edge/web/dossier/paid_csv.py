"""The payments of a file as a table that a French spreadsheet opens by a double click."""

from __future__ import annotations

import csv
import io
from typing import Final

from mandate_flow.domain.payment import PaymentKind
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.dossier.payments import Paying
from mandate_flow.edge.web.language import N_, _
from mandate_flow.service.reading import FilePage

MARK: Final = "\ufeff"
"""Tells Excel that the file is UTF-8."""
FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")
HEAD: Final = (
    N_("Dossier"),
    N_("Structure"),
    N_("Exercice"),
    N_("Collectivité"),
    N_("Forme"),
    N_("Montant (euros)"),
    N_("Date"),
    N_("Libellé"),
    N_("Irrégulier"),
    N_("Malgré"),
    N_("Motif"),
    N_("Annulé"),
    N_("Motif de l’annulation"),
    N_("Enregistré le"),
    N_("Enregistré par"),
)
KINDS: Final = {PaymentKind.CASH: N_("numéraire"), PaymentKind.IN_KIND: N_("nature")}


def payments_csv(page: FilePage, paying: Paying) -> bytes:
    """Semicolons, decimal commas, dates as 23/11/2026, oldest payment first; cancelled ones say so."""
    text = io.StringIO(newline="")
    write = csv.writer(text, delimiter=";", lineterminator="\r\n").writerow
    write(map(_, HEAD))
    structures = ", ".join(one.name for one in page.structures)
    for one in reversed(paying.lines):
        paid = one.payment
        write(
            map(
                _plain,
                (
                    page.file.ref,
                    structures,
                    paid.year,
                    page.names.get(paid.authority, paid.authority),
                    _(KINDS[paid.kind]),
                    f"{paid.amount:.2f}".replace(".", ","),
                    formats.figures_day(paid.on),
                    one.label,
                    _("oui") if paid.irregular else _("non"),
                    ", ".join(one.against),
                    one.reason,
                    _("oui") if paid.cancelled else _("non"),
                    one.cancel_reason,
                    formats.figures_day(one.recorded.day),
                    one.who,
                ),
            )
        )
    return (MARK + text.getvalue()).encode()


def _plain(cell: str) -> str:
    """What somebody typed is never a formula."""
    return f"'{cell}" if cell.startswith(FORMULAS) else cell
