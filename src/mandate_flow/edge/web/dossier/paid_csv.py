"""The payments of a file as a table that a French spreadsheet opens by a double click."""

from __future__ import annotations

import csv
import io
from typing import Final

from mandate_flow.domain.payment import PaymentKind
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.dossier.payments import Paying
from mandate_flow.service.reading import FilePage

MARK: Final = "\ufeff"
"""Tells Excel that the file is UTF-8."""
FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")
HEAD: Final = (
    "Dossier",
    "Structure",
    "Exercice",
    "Collectivité",
    "Forme",
    "Montant (euros)",
    "Date",
    "Libellé",
    "Irrégulier",
    "Malgré",
    "Motif",
    "Annulé",
    "Motif de l’annulation",
    "Enregistré le",
    "Enregistré par",
)
KINDS: Final = {PaymentKind.CASH: "numéraire", PaymentKind.IN_KIND: "nature"}


def payments_csv(page: FilePage, paying: Paying) -> bytes:
    """Semicolons, decimal commas, dates as 23/11/2026, oldest payment first; cancelled ones say so."""
    text = io.StringIO(newline="")
    write = csv.writer(text, delimiter=";", lineterminator="\r\n").writerow
    write(HEAD)
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
                    KINDS[paid.kind],
                    f"{paid.amount:.2f}".replace(".", ","),
                    formats.figures_day(paid.on),
                    one.label,
                    "oui" if paid.irregular else "non",
                    ", ".join(one.against),
                    one.reason,
                    "oui" if paid.cancelled else "non",
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
