"""Writes a form as a workbook that Excel and LibreOffice open: no macro, lists to choose from, totals that add up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from mandate_flow.domain.value import FactType
from mandate_flow.paper.book import Answer, Answers, Book, Grid, Question
from mandate_flow.paper.names import names_of

LINES: Final = 100
"""Lines prepared for typing in a grid; more may be added below."""
HEADER: Final = 4
"""Row of the headers of a grid, counted from 0: title, help, total and an empty row stand above."""
MARK_SHEET: Final = "_dossier"
WIDTHS: Final = {FactType.TEXT: 44, FactType.LONG_TEXT: 60, FactType.CHOICE: 34}
_NUMBERS: Final = {
    FactType.MONEY: "#,##0.00 €",
    FactType.PERCENTAGE: "0.00##",
    FactType.NUMBER: "#,##0.####",
    FactType.DATE: "dd/mm/yyyy",
}


def workbook(book: Book) -> bytes:
    """The bytes of an .xlsx. A text never becomes a formula, whatever it starts with."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as file:
        file.set_properties({"title": book.title})
        _Writer(file, book).write()
    return target.getvalue()


class _Writer:
    """One workbook being written."""

    def __init__(self, file: Any, book: Book) -> None:  # noqa: ANN401 - the library has no types
        self.file, self.book = file, book
        self.bold = file.add_format({"bold": True, "font_size": 14})
        self.head = file.add_format({"bold": True, "bg_color": "#0B3D4A", "font_color": "#FFFFFF", "text_wrap": True})
        self.note = file.add_format({"font_color": "#4A5A60", "text_wrap": True, "valign": "top"})
        self.wrap = file.add_format({"text_wrap": True, "valign": "top"})
        self.total = file.add_format({"bold": True, "num_format": _NUMBERS[FactType.MONEY], "top": 1})
        self.label = file.add_format({"bold": True})
        self.typed = {
            kind: file.add_format({"num_format": shape, "bg_color": "#FFFBE6", "border": 4, "border_color": "#C9C3A5"})
            for kind, shape in _NUMBERS.items()
        }
        self.plain = file.add_format(
            {"bg_color": "#FFFBE6", "border": 4, "border_color": "#C9C3A5", "text_wrap": True, "num_format": "@"}
        )

    def write(self) -> None:
        """The front sheet, the sheets to fill, and the hidden one that says what the form is for."""
        front = self.file.add_worksheet(self.book.words.front)
        front.hide_gridlines(2)
        front.set_column(0, 0, 100)
        front.write_string(0, 0, self.book.title, self.bold)
        for place, line in enumerate(self.book.intro):
            front.write_string(place + 2, 0, line, self.wrap)
        for sheet in self.book.sheets:
            self._grid(sheet) if isinstance(sheet, Grid) else self._answers(sheet)
        hidden = self.file.add_worksheet(MARK_SHEET)
        hidden.write_string(0, 0, self.book.mark)
        for row, cells in enumerate(names_of(self.book), start=1):
            for place, one in enumerate(cells):
                hidden.write_string(row, place, one)
        hidden.hide()
        front.activate()

    def _sheet(self, title: str, help_: str) -> Any:  # noqa: ANN401 - the library has no types
        sheet = self.file.add_worksheet(title)
        sheet.hide_gridlines(2)
        sheet.write_string(0, 0, title, self.bold)
        sheet.write_string(1, 0, help_)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def _grid(self, grid: Grid) -> None:
        sheet = self._sheet(grid.title, grid.help)
        last = HEADER + max(LINES, len(grid.rows) + 20)
        sheet.freeze_panes(HEADER + 1, 0)
        for place, column in enumerate(grid.columns):
            sheet.set_column(place, place, WIDTHS.get(column.type, 18))
            sheet.write_string(HEADER, place, _title(column), self.head)
            if column.help:
                sheet.write_comment(HEADER, place, column.help)
            self._restrict(sheet, column, (HEADER + 1, place, last, place))
            if column.type is FactType.MONEY:
                name = xl_col_to_name(place)
                total = _total(grid.rows, place)
                sheet.write_string(2, max(place - 1, 0), self.book.words.total, self.label)
                sheet.write_formula(2, place, f"=SUM({name}{HEADER + 2}:{name}{last + 1})", self.total, float(total))
        for row in range(HEADER + 1, last + 1):
            given = grid.rows[row - HEADER - 1] if row - HEADER - 1 < len(grid.rows) else ()
            for place, column in enumerate(grid.columns):
                self._cell(sheet, (row, place), column, given[place] if given else None)

    def _answers(self, answers: Answers) -> None:
        sheet, words = self._sheet(answers.title, answers.help), self.book.words
        sheet.set_column(0, 0, 60)
        sheet.set_column(1, 1, 24)
        sheet.set_column(2, 2, 80)
        for place, title in enumerate((words.question, words.answer, words.help)):
            sheet.write_string(HEADER, place, title, self.head)
        for place, question in enumerate(answers.questions):
            row = HEADER + 1 + place
            sheet.write_string(row, 0, _title(question), self.wrap)
            self._cell(sheet, (row, 1), question, answers.given.get(question.name))
            sheet.write_string(row, 2, question.help, self.note)
            self._restrict(sheet, question, (row, 1, row, 1))

    def _cell(self, sheet: Any, at: tuple[int, int], question: Question, answer: Answer) -> None:  # noqa: ANN401
        style = self.typed.get(question.type, self.plain)
        if answer is None:
            sheet.write_blank(*at, None, style)
        elif isinstance(answer, bool):
            sheet.write_string(*at, self.book.words.yes if answer else self.book.words.no, style)
        elif isinstance(answer, Decimal):
            sheet.write_number(*at, float(answer), style)
        elif isinstance(answer, date):
            sheet.write_datetime(*at, answer, style)
        else:
            sheet.write_string(*at, question.choices.get(answer, answer), style)

    def _restrict(self, sheet: Any, question: Question, area: tuple[int, int, int, int]) -> None:  # noqa: ANN401
        allowed = list(question.choices.values()) if question.choices else []
        if question.type is FactType.YES_NO:
            allowed = [self.book.words.yes, self.book.words.no]
        if not allowed:
            return
        source = allowed if sum(map(len, allowed)) + len(allowed) < LONGEST_LIST else self._list(allowed)
        message = {"error_title": self.book.words.choose, "error_message": self.book.words.from_list}
        sheet.data_validation(*area, {"validate": "list", "source": source, **message})

    def _list(self, allowed: list[str]) -> str:
        """A list too long for a cell's own rule: kept on a hidden sheet."""
        name = f"_liste{len(self.file.worksheets())}"
        hidden = self.file.add_worksheet(name)
        for row, one in enumerate(allowed):
            hidden.write_string(row, 0, one)
        hidden.hide()
        last = xl_rowcol_to_cell(len(allowed) - 1, 0, row_abs=True, col_abs=True)
        return f"={name}!$A$1:{last}"


LONGEST_LIST: Final = 250
"""Characters a spreadsheet accepts in a list written in its rule."""


def _total(rows: Iterable[tuple[Answer, ...]], place: int) -> Decimal:
    return sum((one for row in rows if isinstance(one := row[place], Decimal)), Decimal(0))


def _title(question: Question) -> str:
    return f"{question.title} *" if question.required else question.title
