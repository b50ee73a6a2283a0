"""Reads a filled form back (xlsx, xls, ods), whatever its language: every wrong cell is told by sheet, line, column."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import Any, Final

from python_calamine import CalamineError, PasswordError, load_workbook

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.fold import fold
from mandate_flow.domain.said import N_, joined, said
from mandate_flow.domain.typed import LARGEST, read_day, read_money, read_number
from mandate_flow.domain.value import CENT, FactType
from mandate_flow.paper.book import Answer, Answers, Book, Filled, Grid, Question, Wrong
from mandate_flow.paper.names import as_written
from mandate_flow.paper.xlsx import MARK_SHEET

LARGEST_FILE: Final = 10 * 1024 * 1024
LARGEST_INSIDE: Final = 100 * 1024 * 1024
"""Bytes of a workbook once unpacked: a small file that unpacks to more is refused unread."""
SHEET: Final = N_("Feuille « {title} »")
MOST_ROWS: Final = 5_000
YES: Final = ("oui", "vrai", "yes", "true", "ja", "waar")
NO: Final = ("non", "faux", "no", "false", "nee", "onwaar")
NOISE: Final = Decimal("0.000001")
"""Below this, the decimals of a binary number are its own and not the person's."""
AN_EXAMPLE: Final = N_("Repartez du modèle de ce dossier, remplissez-le et enregistrez-le en .xlsx ou .ods.")


def read_book(content: bytes, book: Book) -> Filled:
    """What a filled `book` says. Raises BadInput for a file that is not that form; a wrong cell is told in `wrong`."""
    sheets = _sheets(content)
    _check_mark(sheets, book)
    book = as_written(book, sheets[fold(MARK_SHEET)][1:])
    reading = _Reading()
    for sheet in book.sheets:
        rows = sheets.get(fold(sheet.title))
        if rows is None:
            reading.wrong.append(Wrong(said(SHEET, title=sheet.title), said("Cette feuille manque."), AN_EXAMPLE))
        elif isinstance(sheet, Grid):
            reading.grid(sheet, rows)
        else:
            reading.single(sheet, rows)
    known = {fold(sheet.title) for sheet in book.sheets} | {fold(book.words.front)}
    ignored = tuple(name for name in sheets if name not in known and not name.startswith("_"))
    return Filled(reading.grids, reading.answers, tuple(reading.wrong), tuple(reading.rounded), ignored)


def _sheets(content: bytes) -> dict[str, list[list[Any]]]:
    if len(content) > LARGEST_FILE:
        raise BadInput("Ce fichier est trop lourd.", why="Un tableur de comptes pèse 10 Mo au plus.", do=AN_EXAMPLE)
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > LARGEST_INSIDE:
                raise BadInput("Ce fichier est trop grand une fois ouvert.", do=AN_EXAMPLE)
    try:
        found = load_workbook(BytesIO(content))
        return {
            fold(name): found.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS)
            for name in found.sheet_names
        }
    except PasswordError:
        raise BadInput("Ce tableur est protégé par un mot de passe.", do="Enregistrez-le sans mot de passe.") from None
    except (CalamineError, ValueError, OSError):
        raise BadInput("Ce fichier n’est pas un tableur lisible.", do=AN_EXAMPLE) from None


def _check_mark(sheets: Mapping[str, list[list[Any]]], book: Book) -> None:
    rows = sheets.get(fold(MARK_SHEET))
    mark = str(rows[0][0]).strip() if rows and rows[0] else ""
    if not mark:
        raise BadInput("Ce tableur n’est pas le modèle de ce dossier.", do=AN_EXAMPLE)
    if mark != book.mark:
        raise BadInput(
            said(
                "Ce tableur est celui d’un autre dossier ou d’un autre exercice ({mark}).",
                mark=mark.replace("|", ", "),
            ),
            why=said("Celui-ci attend : {mark}.", mark=book.mark.replace("|", ", ")),
            do="Choisissez le bon fichier, ou repartez du modèle de ce dossier.",
        )


@dataclass(slots=True)
class _Reading:
    grids: dict[str, tuple[tuple[Answer, ...], ...]] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)
    rounded: list[str] = field(default_factory=list)

    def grid(self, grid: Grid, rows: list[list[Any]]) -> None:
        """Columns are found by their titles, wherever they stand; empty lines are passed over."""
        titles = {fold(column.title): column for column in grid.columns}
        head = next((number for number, row in enumerate(rows) if len(_places(row, titles)) == len(titles)), None)
        if head is None:
            wanted = joined((said("« {title} »", title=column.title) for column in grid.columns), ", ")
            where = said(SHEET, title=grid.title)
            self.wrong.append(
                Wrong(where, said("La ligne des titres est introuvable ({wanted}).", wanted=wanted), AN_EXAMPLE)
            )
            return
        places = _places(rows[head], titles)
        found = []
        for number, row in enumerate(rows[head + 1 :], start=head + 2):
            cells = {name: row[place] if place < len(row) else "" for name, place in places.items()}
            if any(str(one).strip() for one in cells.values()):
                where = said("Feuille « {title} », ligne {number}", title=grid.title, number=number)
                found.append(tuple(self._cell(column, cells[column.name], where) for column in grid.columns))
        self.grids[grid.name] = tuple(found)

    def single(self, sheet: Answers, rows: list[list[Any]]) -> None:
        """Questions are found by their titles in the first column, their answers beside them."""
        typed = {_bare(row[0]): row[1] if len(row) > 1 else "" for row in rows if row}
        for question in sheet.questions:
            where = said(SHEET, title=sheet.title)
            self.answers[question.name] = self._cell(question, typed.get(fold(question.title), ""), where)

    def _cell(self, question: Question, raw: Any, where: str) -> Answer:  # noqa: ANN401 - any cell of a spreadsheet
        where = joined((where, said("« {title} »", title=question.title)), ", ")
        if not str(raw).strip():
            if question.required:
                self.wrong.append(
                    Wrong(where, said("La réponse manque."), said("Complétez cette case, ou videz la ligne."))
                )
            return None
        try:
            answer = _meaning(question, raw)
        except BadInput as error:
            self.wrong.append(Wrong(where, error.what, error.do))
            return None
        if question.type is FactType.MONEY and isinstance(answer, Decimal):
            cents = answer.quantize(CENT, ROUND_HALF_UP)
            if abs(cents - answer) > NOISE:
                self.rounded.append(
                    said(
                        "{where} : {typed:number} lu {cents:number}", where=where, typed=answer.normalize(), cents=cents
                    )
                )
            return cents
        return answer


def _places(row: list[Any], titles: Mapping[str, Question]) -> dict[str, int]:
    return {titles[_bare(one)].name: place for place, one in reversed(list(enumerate(row))) if _bare(one) in titles}


def _bare(cell: Any) -> str:  # noqa: ANN401 - any cell of a spreadsheet
    return fold(str(cell).replace("*", "").strip())


def _meaning(question: Question, raw: Any) -> Answer:  # noqa: ANN401 - any cell of a spreadsheet
    kind = question.type
    if kind in (FactType.MONEY, FactType.PERCENTAGE, FactType.NUMBER):
        return _number(kind, raw)
    if kind is FactType.DATE:
        return raw.date() if isinstance(raw, datetime) else raw if isinstance(raw, date) else read_day(str(raw))
    if kind is FactType.YES_NO:
        return _yes_no(raw)
    text = f"{raw:g}" if isinstance(raw, float) else str(raw).strip()
    return _choice(question, text) if kind is FactType.CHOICE else text


def _number(kind: FactType, raw: Any) -> Decimal:  # noqa: ANN401 - any cell of a spreadsheet
    if isinstance(raw, bool | date):
        raise BadInput(said("« {raw} » n’est pas un nombre.", raw=raw), do="Écrivez par exemple 1 234,50.")
    if isinstance(raw, int | float):
        value = Decimal(repr(raw))
        if not value.is_finite() or abs(value) >= LARGEST:
            raise BadInput("Ce nombre est trop grand.", do="Vérifiez le nombre de zéros.")
        return value
    text = str(raw).strip()
    return read_money(text) if kind is FactType.MONEY else read_number(text.removesuffix("%"))


def _yes_no(raw: Any) -> bool:  # noqa: ANN401 - any cell of a spreadsheet
    if isinstance(raw, bool):
        return raw
    word = fold(str(raw).strip())
    if word not in (*YES, *NO):
        raise BadInput(said("« {raw} » n’est ni oui ni non.", raw=raw), do="Écrivez oui ou non.")
    return word in YES


def _choice(question: Question, text: str) -> str:
    for code, label in _either(question):
        if fold(label) == fold(text):
            return code
    raise BadInput(
        said("« {text} » n’est pas dans la liste.", text=text),
        do=said("Choisissez : {names}.", names=", ".join(question.choices.values())),
    )


def _either(question: Question) -> Iterator[tuple[str, str]]:
    yield from question.choices.items()
    yield from ((code, code) for code in question.choices)
