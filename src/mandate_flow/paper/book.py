"""What a spreadsheet form holds: sheets of lines and sheets of single answers, whatever the file format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from mandate_flow.domain.said import N_
from mandate_flow.domain.value import FactType

Answer: TypeAlias = str | bool | date | Decimal | None
"""What one cell means; None for an empty one. Money in euros, percentages as typed (3.45 for 3,45 %)."""


@dataclass(frozen=True, slots=True)
class Question:
    """One column of a grid, or one line of a sheet of answers. `choices`: label by code, in the order shown."""

    name: str
    title: str
    type: FactType
    help: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    required: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet with a line for each item: its questions are its columns."""

    name: str
    title: str
    columns: tuple[Question, ...]
    rows: tuple[tuple[Answer, ...], ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """A sheet with a line for each question, answered once."""

    name: str
    title: str
    questions: tuple[Question, ...]
    given: Mapping[str, Answer] = field(default_factory=dict)
    help: str = ""


Sheet: TypeAlias = Grid | Answers


@dataclass(frozen=True, slots=True)
class Words:
    """What a form says around its questions."""

    front: str = N_("Lisez-moi")
    total: str = N_("Total")
    question: str = N_("Question")
    answer: str = N_("Réponse")
    help: str = N_("Aide")
    yes: str = N_("oui")
    no: str = N_("non")
    choose: str = N_("Réponse à choisir")
    from_list: str = N_("Choisissez une réponse dans la liste.")


@dataclass(frozen=True, slots=True)
class Book:
    """A form to fill in. `mark` says what it is for and comes back with it; `intro`: what to do, a line each."""

    title: str
    mark: str
    intro: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    words: Words = field(default_factory=Words)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that cannot be read: where it is, as a person finds it, what is wrong and what to do."""

    where: str
    what: str
    do: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a filled form says. `rounded`: cells whose amount had more decimals than cents, and what was read."""

    grids: Mapping[str, tuple[tuple[Answer, ...], ...]]
    answers: Mapping[str, Answer]
    wrong: tuple[Wrong, ...] = ()
    rounded: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
