"""The names a form keeps on its hidden sheet: what its titles and choices stand for, whatever language they are in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from mandate_flow.paper.book import Answers, Book, Grid, Question, Sheet

FRONT: Final = "front"
Row = tuple[str, ...]


def names_of(book: Book) -> Iterator[Row]:
    """A row for each title and each choice: the names they stand for, then what is written."""
    yield FRONT, book.words.front
    for sheet in book.sheets:
        yield sheet.name, sheet.title
        for one in _questions(sheet):
            yield sheet.name, one.name, one.title
            yield from ((sheet.name, one.name, code, label) for code, label in one.choices.items())


def as_written(book: Book, rows: Iterable[Sequence[Any]]) -> Book:
    """The book with the titles and choices of a form that came back; its own ones where the form keeps no names."""
    held: dict[Row, str] = {}
    for row in rows:
        cells = [str(cell).strip() for cell in row if str(cell).strip()]
        if len(cells) > 1:
            held[tuple(cells[:-1])] = cells[-1]
    words = replace(book.words, front=held.get((FRONT,), book.words.front))
    return replace(book, words=words, sheets=tuple(_sheet(one, held) for one in book.sheets))


def _sheet(sheet: Sheet, held: Mapping[Row, str]) -> Sheet:
    title = held.get((sheet.name,), sheet.title)
    questions = tuple(_question(sheet.name, one, held) for one in _questions(sheet))
    if isinstance(sheet, Grid):
        return replace(sheet, title=title, columns=questions)
    return replace(sheet, title=title, questions=questions)


def _question(sheet: str, one: Question, held: Mapping[Row, str]) -> Question:
    choices = {code: held.get((sheet, one.name, code), label) for code, label in one.choices.items()}
    return replace(one, title=held.get((sheet, one.name), one.title), choices=choices)


def _questions(sheet: Sheet) -> tuple[Question, ...]:
    return sheet.questions if isinstance(sheet, Answers) else sheet.columns
