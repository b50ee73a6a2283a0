"""What is done to many files at once: give them to somebody, take the list away as a file for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Final

from starlette.responses import Response, StreamingResponse

from mandate_flow.domain.errors import BadInput, MandateFlowError
from mandate_flow.edge.web.language import _, ngettext, speaking, spoken_in
from mandate_flow.edge.web.listing.asked import Asked, address, asked, asked_in, filters_of, sort_of, these
from mandate_flow.edge.web.listing.lines import cells, columns
from mandate_flow.edge.web.listing.page import list_page
from mandate_flow.edge.web.numbers import page_number
from mandate_flow.edge.web.render import go
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, WRITERS, Pages
from mandate_flow.paper.lists import csv_list, xlsx_list
from mandate_flow.service.assigning import Assigned, assign, kept_by
from mandate_flow.service.listing import every_row, note_export
from mandate_flow.store.views import Filters

pages = Pages()
MOST: Final = 500
"""How many files are given at once."""
TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@pages.post_form("/dossiers/confier", allows=WRITERS)
def give(here: Here) -> Response:
    """Put a person in charge of the ticked files, or of every file of the list."""
    wanted, ticked = asked_in(here.form.typed_in("filtres")), _ticked(here)
    person = here.form.typed_in("personne")
    try:
        answer = assign(here.desk, _refs(here, wanted, ticked), "" if person == "-" else person, here.moment)
    except BadInput as error:
        here.form.wrong("choix", _sentence(error))
        return list_page(here, wanted, _page(here), HTTPStatus.UNPROCESSABLE_ENTITY, ticked=frozenset(ticked))
    if answer.refused:
        return _partly(here, wanted, answer)
    back = address(wanted, page=_page(here))
    return go(f"{back}{'&' if '?' in back else '?'}confies={len(answer.done)}")


@pages.post_form("/dossiers/exporter", allows=READERS)
def export_ticked(here: Here) -> Response:
    """The ticked files, or the whole list when nothing is ticked or all of it is asked for."""
    wanted, ticked = asked_in(here.form.typed_in("filtres")), _ticked(here)
    filters = filters_of(wanted, here.person)
    if ticked and here.form.typed_in("tous") != "1":
        filters = these(filters, ticked)
    return _export(here, wanted, filters, here.form.typed_in("format"))


@pages.get_page("/dossiers/exporter", allows=READERS)
def export(here: Here) -> Response:
    """The whole list under the filters of the address."""
    wanted = asked(here.query)
    return _export(here, wanted, filters_of(wanted, here.person), here.query.get("format", ""))


def _refs(here: Visit, wanted: Asked, ticked: tuple[str, ...]) -> tuple[str, ...]:
    """The files to give. Raises BadInput when the person or the files are not said, or are too many."""
    if not here.form.typed_in("personne"):
        raise BadInput("La personne manque.", do="Choisissez à qui confier les dossiers.")
    if here.form.typed_in("tous") == "1":
        return kept_by(here.desk, filters_of(wanted, here.person), here.moment, MOST)
    if not ticked:
        raise BadInput("Aucun dossier n’est coché.", do="Cochez au moins un dossier dans la liste.")
    return ticked


def _ticked(here: Visit) -> tuple[str, ...]:
    return tuple(dict.fromkeys(here.form.typed.get("ref", ())))[:MOST]


def _page(here: Visit) -> int:
    return page_number(here.form.typed_in("page"))


def _partly(here: Visit, wanted: Asked, answer: Assigned) -> Response:
    """What was refused is told with its reasons, beside what was done."""
    done = ngettext("{n} dossier confié.", "{n} dossiers confiés.", len(answer.done))
    refused = [(ref, _sentence(error)) for ref, error in answer.refused]
    return list_page(here, wanted, _page(here), done=done, refused=refused, ticked=frozenset(dict(refused)))


def _sentence(error: MandateFlowError) -> str:
    return " ".join(part for part in (_(error.what), _(error.why), _(error.do)) if part)


def _export(here: Visit, wanted: Asked, filters: Filters, form: str) -> Response:
    kind = form if form in TYPES else "csv"
    note_export(here.desk, here.moment, kind)
    headers = {
        "Content-Disposition": f'attachment; filename="dossiers-{here.day.isoformat()}.{kind}"',
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(_bytes(here, wanted, filters, kind, speaking()), media_type=TYPES[kind], headers=headers)


def _bytes(here: Visit, wanted: Asked, filters: Filters, kind: str, lang: str) -> Iterator[bytes]:
    """Made while it is sent, each part in the language of whoever asked: parts are made in whatever thread is free."""
    made = _made(here, wanted, filters, kind, lang)
    while True:
        with spoken_in(lang):
            part = next(made, None)
        if part is None:
            return
        yield part


def _made(here: Visit, wanted: Asked, filters: Filters, kind: str, lang: str) -> Iterator[bytes]:
    found = cells(every_row(here.desk, here.person, here.day, filters, sort_of(wanted)))
    if kind == "xlsx":
        yield from xlsx_list(_("Dossiers"), columns(), found)
    else:
        yield from csv_list(columns(), found, comma="." if lang == "en" else ",")
