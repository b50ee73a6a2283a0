"""Writes a list as a file for spreadsheets: rows as they come, and no text ever taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import IO, Final, TypeAlias

import xlsxwriter

Cell: TypeAlias = str | Decimal | date | None
BOM: Final = "\ufeff"
"""So that Excel reads accents."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_AT_ONCE: Final = 200
_IN_MEMORY: Final = 2 * 1024 * 1024
_CHUNK: Final = 64 * 1024


def csv_list(titles: Sequence[str], rows: Iterable[Sequence[Cell]], *, comma: str = ",") -> Iterator[bytes]:
    """The bytes of a CSV file with semicolons; `comma` stands before the cents. A text cannot become a formula."""
    page = io.StringIO()
    writer = csv.writer(page, delimiter=";", lineterminator="\r\n")
    page.write(BOM)
    writer.writerow([_harmless(title) for title in titles])
    for number, row in enumerate(rows, 1):
        writer.writerow([_told(cell, comma) for cell in row])
        if number % _AT_ONCE == 0:
            yield _taken(page)
    yield _taken(page)


def xlsx_list(title: str, titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The bytes of a workbook of one sheet, written row by row to a passing file."""
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as target:
        _write(target, title, titles, rows)
        target.seek(0)
        while chunk := target.read(_CHUNK):
            yield chunk


def _write(target: IO[bytes], title: str, titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    settings = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, settings) as book:
        head = book.add_format({"bold": True, "bg_color": "#0B3D4A", "font_color": "#FFFFFF"})
        money, day = book.add_format({"num_format": "#,##0.00 €"}), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(titles) - 1, 22)
        sheet.autofilter(0, 0, 0, len(titles) - 1)
        for place, text in enumerate(titles):
            sheet.write_string(0, place, text, head)
        for number, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                if isinstance(cell, Decimal):
                    sheet.write_number(number, place, float(cell), money)
                elif isinstance(cell, date):
                    sheet.write_datetime(number, place, cell, day)
                elif cell:
                    sheet.write_string(number, place, cell)


def _told(cell: Cell, comma: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return format(cell, ".2f").replace(".", comma)
    return format(cell, "%d/%m/%Y") if isinstance(cell, date) else _harmless(cell)


def _harmless(text: str) -> str:
    """A text that a spreadsheet would compute gets an apostrophe, which spreadsheets read as: this is text."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _taken(page: io.StringIO) -> bytes:
    told = page.getvalue().encode()
    page.seek(0)
    page.truncate()
    return told
