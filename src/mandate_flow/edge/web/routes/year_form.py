"""The accounts of a year by spreadsheet: take the form, hand it in filled, look at what was read, then record it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from starlette.responses import Response

from mandate_flow.domain.command import RecordFacts
from mandate_flow.domain.errors import BadInput, Forbidden, NotFound, Stale
from mandate_flow.domain.file import Document
from mandate_flow.domain.refusal import Refused
from mandate_flow.domain.said import said
from mandate_flow.domain.value import Table
from mandate_flow.domain.workflow.definition import FactKind
from mandate_flow.edge.web.dossier.form_words import spoken_form
from mandate_flow.edge.web.dossier.questions import years
from mandate_flow.edge.web.dossier.steps import refused_items
from mandate_flow.edge.web.dossier.words import cell_said
from mandate_flow.edge.web.dossier.words import said as answer_said
from mandate_flow.edge.web.language import _, in_language
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, WRITERS, Pages
from mandate_flow.paper.book import Book, Wrong
from mandate_flow.paper.sheets import LARGEST_FILE, read_book
from mandate_flow.paper.xlsx import workbook
from mandate_flow.service.act import act
from mandate_flow.service.deposit import deposit
from mandate_flow.service.reading import FilePage, file_page
from mandate_flow.service.year_form import Read, read_year, year_book

pages: Final = Pages()
KIND: Final = "cost_accounts"
"""The kind of document a filled form is deposited as."""
FIELD: Final = "tableur"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table as it would stand: `mark` is new, gone or "" (as before)."""

    cells: tuple[str, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that the form would give: what the file holds, and what was read; `rows` for a table."""

    label: str
    before: str
    after: str
    heads: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


@pages.get_page("/dossiers/{ref}/exercices/{year}/modele.xlsx", allows=READERS)
def form_of_year(here: Here, ref: str, year: str) -> Response:
    """The form to fill, with what the file already holds."""
    page, book = _page(here, ref, year)
    name = quote(f"{page.file.ref}-comptes-{year}.xlsx")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "X-Content-Type-Options": "nosniff"}
    return Response(workbook(book), media_type=XLSX, headers=headers)


@pages.get_page("/dossiers/{ref}/exercices/{year}/tableur", allows=READERS)
def year_form(here: Here, ref: str, year: str) -> Response:
    """The form, and what the last one handed in says beside what is recorded."""
    page, book = _page(here, ref, year)
    return _show(here, page, year, _last_read(here, page, book, year))


@pages.post_form("/dossiers/{ref}/exercices/{year}/tableur", allows=WRITERS)
def hand_in(here: Here, ref: str, year: str) -> Response:
    """Deposit a filled form once every cell reads; otherwise say which ones do not, and keep nothing."""
    page, book = _page(here, ref, year)
    _check_writer(here, page)
    upload = here.upload(FIELD)
    if upload is None or not upload.filename:
        here.form.wrong(FIELD, _("Choisissez d’abord le tableur rempli."))
        return _show(here, page, year, None, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        content = upload.file.read(LARGEST_FILE + 1)
        filled = read_book(content, book)
        if not filled.wrong:
            deposit(here.desk, page.file.id, KIND, year, upload.filename, (content,), here.moment)
            return go(f"/dossiers/{ref}/exercices/{year}/tableur#lu")
    except BadInput as error:
        here.form.wrong(FIELD, " ".join(_(part) for part in (error.what, error.why, error.do) if part))
        return _show(here, page, year, None, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _show(here, page, year, None, HTTPStatus.UNPROCESSABLE_ENTITY, wrong=filled.wrong)


@pages.post_form("/dossiers/{ref}/exercices/{year}/tableur/reprendre", allows=WRITERS)
def record_read(here: Here, ref: str, year: str) -> Response:
    """Record what the last form handed in says, with its hash."""
    page, book = _page(here, ref, year)
    _check_writer(here, page)
    last = _last_read(here, page, book, year)
    if last is None:
        raise NotFound("Aucun tableur n’est déposé pour cet exercice.", do="Déposez-le d’abord.")
    document, read = last
    command = RecordFacts(read.facts, documents=(document.sha256,))
    try:
        answer = act(here.desk, page.file.id, command, here.moment, expect=here.version)
    except Stale as late:
        page, book = _page(here, ref, year)
        return _show(here, page, year, _last_read(here, page, book, year), HTTPStatus.CONFLICT, late=late)
    if isinstance(answer, Refused):
        refused = refused_items(page, answer.refusals)
        return _show(here, page, year, last, HTTPStatus.UNPROCESSABLE_ENTITY, refused=refused)
    now = file_page(here.desk, ref, here.moment).file.version
    return go(f"/dossiers/{ref}?etape=annual_control&exercice={year}&depuis={page.file.version}&fait={now}")


def _page(here: Visit, ref: str, year: str) -> tuple[FilePage, Book]:
    page = file_page(here.desk, ref, here.moment)
    if year not in years(page.file):
        raise NotFound(
            said("L’exercice {year} n’est pas de ce mandat.", year=year),
            do="Choisissez l’exercice sur la page du dossier.",
        )
    return page, spoken_form(year_book(page, year))


def _check_writer(here: Visit, page: FilePage) -> None:
    if not here.person.may_record(page.file):
        raise Forbidden(
            "Votre fonction permet de lire ce dossier, pas de le compléter.", do="Adressez-vous à la mission."
        )


def _last_read(here: Visit, page: FilePage, book: Book, year: str) -> tuple[Document, Read] | None:
    """The last form handed in that still counts, read again from its bytes."""
    documents = page.file.deposited(KIND, year)
    if not documents:
        return None
    document = documents[-1]
    filled = read_book(here.desk.blobs.genuine(document.sha256, document.size), book)
    return document, read_year(page, year, filled)


def _changes(page: FilePage, year: str, read: Read) -> Iterable[Change]:
    for kind in read.kinds:
        held, new = page.file.fact(kind.name, year), read.facts[kind.name, year]
        old, label = held.value if held else None, in_language(kind.label)
        if isinstance(new, Table):
            rows = tuple(_rows(kind, old if isinstance(old, Table) else Table(new.columns), new))
            yield Change(label, "", "", tuple(in_language(one.label) for one in kind.columns), rows)
        else:
            yield Change(label, answer_said(kind, old), answer_said(kind, new))


def _rows(kind: FactKind, old: Table, new: Table) -> Iterator[Row]:
    """The lines as read, then those that would go."""
    before = old.under(new.columns).rows
    for marked, rows, others in (("new", new.rows, before), ("gone", before, new.rows)):
        for row in rows:
            same = row in others
            if marked == "new" or not same:
                cells = tuple(cell_said(one, cell) for one, cell in zip(kind.columns, row, strict=True))
                yield Row(cells, "" if same else marked)


def _show(
    here: Visit,
    page: FilePage,
    year: str,
    last: tuple[Document, Read] | None,
    status: int = HTTPStatus.OK,
    *,
    wrong: tuple[Wrong, ...] = (),
    refused: object = (),
    late: Stale | None = None,
) -> Response:
    document, read = last or (None, None)
    return show(
        here,
        "dossier_tableur.html",
        status,
        file=page.file,
        year=year,
        document=document,
        read=read,
        changes=tuple(_changes(page, year, read)) if read else (),
        may_write=here.person.may_record(page.file) and not page.file.ended,
        wrong=wrong,
        refused=refused,
        late=late,
    )
