"""The accounts of one year as a spreadsheet that the structure fills: out with what is known, in cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.file import FactKey, File
from mandate_flow.domain.said import N_, said
from mandate_flow.domain.value import Erased, FactType, Table, Value
from mandate_flow.domain.workflow.definition import Choice, Column, Definition, FactKind, Per
from mandate_flow.paper.book import Answer, Answers, Book, Filled, Grid, Question
from mandate_flow.service.language import in_language
from mandate_flow.service.reading import FilePage

SINGLE: Final = N_("Exercice")
"""The sheet of the questions that are answered once for the year."""
PAPER: Final = frozenset(FactType) - {FactType.CHOICES, FactType.ORGANISATION, FactType.PERSON, FactType.DOCUMENT}
INTRO: Final = (
    N_("Ce tableur demande les comptes du service qui vous est confié, pour un seul exercice."),
    N_(
        "Remplissez les cases jaunes, feuille par feuille. Une case marquée * va avec sa ligne : ne la laissez pas "
        "vide."
    ),
    N_("Les montants sont en euros, hors compensation versée par les collectivités du dossier."),
    N_(
        "Vous pouvez ajouter des lignes sous la dernière. Ne changez ni les titres des colonnes ni le nom des feuilles."
    ),
    N_("Enregistrez en .xlsx ou .ods, puis renvoyez le fichier à la collectivité, ou déposez-le dans le dossier."),
    N_("Rien n’est pris en compte avant qu’une personne ait relu ce qui a été lu : vous pouvez corriger et renvoyer."),
)


@dataclass(frozen=True, slots=True)
class Read:
    """What a filled form would change: `facts` to record, and the same ones as the file holds them now."""

    filled: Filled
    facts: Mapping[FactKey, Value]
    kinds: tuple[FactKind, ...]


def form_facts(definition: Definition) -> tuple[FactKind, ...]:
    """The yearly questions of the sections that may be filled in a spreadsheet, in the order of the workflow."""
    return tuple(
        kind
        for kind in definition.facts.values()
        if kind.per is Per.FISCAL_YEAR and definition.sections[kind.section].spreadsheet and kind.type in PAPER
    )


def year_book(page: FilePage, year: str) -> Book:
    """The form of a year, with the answers the file has; the edge translates what is said around its questions.

    Raises NotFound where the workflow has none.
    """
    kinds = form_facts(page.definition)
    if not kinds:
        raise NotFound("Ce dossier n’a pas de comptes à remplir dans un tableur.")
    grids = tuple(_grid(page.file, kind, year) for kind in kinds if kind.type is FactType.TABLE)
    single = [kind for kind in kinds if kind.type is not FactType.TABLE]
    given = {kind.name: one for kind in single if (one := _held(page.file, kind, year)) is not None}
    answers = Answers(SINGLE, SINGLE, tuple(map(_question, single)), given, N_("Une réponse par ligne."))
    title = said("{title} : comptes {year}", title=page.file.title, year=year)
    return Book(title, f"{page.file.ref}|{year}", INTRO, (*grids, answers) if single else grids)


def read_year(page: FilePage, year: str, filled: Filled) -> Read:
    """The facts a filled form gives. A question left empty changes nothing; an emptied sheet empties its table."""
    kinds = {kind.name: kind for kind in form_facts(page.definition)}
    found: dict[FactKey, Value] = {}
    for name, value in (*_tables(kinds, filled), *filled.answers.items()):
        held = page.file.fact(name, year)
        empty = value is None or (isinstance(value, Table) and not value.rows and held is None)
        if value is not None and not empty and (held is None or held.value != value):
            found[name, year] = value
    return Read(filled, found, tuple(kinds[name] for name, _ in found))


def _tables(kinds: Mapping[str, FactKind], filled: Filled) -> Iterator[tuple[str, Table]]:
    for name, rows in filled.grids.items():
        yield name, Table(tuple((one.name, one.type) for one in kinds[name].columns), rows)


def _grid(file: File, kind: FactKind, year: str) -> Grid:
    held = file.fact(kind.name, year)
    shape = tuple((one.name, one.type) for one in kind.columns)
    rows = held.value.under(shape).rows if held is not None and isinstance(held.value, Table) else ()
    return Grid(kind.name, _sheet_title(kind), tuple(map(_question, kind.columns)), rows, in_language(kind.help))


def _sheet_title(kind: FactKind) -> str:
    """A name a spreadsheet accepts: 31 characters, without the signs it keeps for itself."""
    return "".join(" " if char in "[]:*?/\\'" else char for char in in_language(kind.label))[:31].strip()


def _held(file: File, kind: FactKind, year: str) -> Answer:
    held = file.fact(kind.name, year)
    if held is None or isinstance(held.value, Erased | Table | tuple):
        return None
    return held.value


def _question(one: FactKind | Column) -> Question:
    required = isinstance(one, Column) and one.required
    return Question(one.name, in_language(one.label), one.type, in_language(one.help), _labels(one.choices), required)


def _labels(choices: tuple[Choice, ...]) -> dict[str, str]:
    return {one.value: in_language(one.label) for one in choices}
