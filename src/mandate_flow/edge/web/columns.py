"""A list as a file that a spreadsheet opens by a double click: semicolons, decimal commas, dates as 23/11/2026."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from starlette.responses import Response

from mandate_flow.edge.web.formats import figures_day
from mandate_flow.edge.web.language import _

MARK: Final = "\ufeff"
"""Tells Excel that the file is UTF-8."""
FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")


def columns(name: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> Response:
    """The download `name`.csv; the words of `head` are said in the reader's language."""
    text = io.StringIO(newline="")
    write = csv.writer(text, delimiter=";", lineterminator="\r\n").writerow
    write([_(one) for one in head])
    for row in rows:
        write([_cell(one) for one in row])
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response((MARK + text.getvalue()).encode(), media_type="text/csv; charset=utf-8", headers=headers)


def _cell(value: object) -> str:
    """What somebody typed is never a formula."""
    if value is None:
        return ""
    if isinstance(value, date):
        return figures_day(value)
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", ",")
    text = str(value)
    return f"'{text}" if text.startswith(FORMULAS) else text
