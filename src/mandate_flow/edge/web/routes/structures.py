"""The structures, and one structure with its files and its de minimis aid."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from mandate_flow.domain.deminimis import Verdict
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Stream, StreamKind
from mandate_flow.domain.people import Role
from mandate_flow.domain.typed import read_day
from mandate_flow.edge.web.calendar_words import calendar_part
from mandate_flow.edge.web.columns import columns
from mandate_flow.edge.web.language import N_, _
from mandate_flow.edge.web.ledger import AID_FIELDS, LINK_FIELDS, read_aid, read_link, words_of
from mandate_flow.edge.web.numbers import page_number
from mandate_flow.edge.web.render import go, link, show
from mandate_flow.edge.web.routes.structure_form import FORMS, months
from mandate_flow.edge.web.rows import due_lines, file_lines, mail_lines
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, WRITERS, Pages, only
from mandate_flow.service import structures as reading
from mandate_flow.service.aid import Entered, NewAid, declare_link, end_link, record_aid, what_if, withdraw_aid
from mandate_flow.service.aid_page import ledger as read_ledger
from mandate_flow.store.views import StructureFilters, StructureSort

pages = Pages()
SHOWN = 15
SORTS: Final = {"actifs": StructureSort.ACTIVE, "retard": StructureSort.LATE}
COLUMNS: Final = (
    N_("Structure"),
    N_("Forme"),
    N_("SIRET"),
    N_("Dossiers actifs"),
    N_("Dossiers en tout"),
    N_("Échéances ouvertes"),
    N_("En retard"),
)
KEEPERS: Final = only(Role.MISSION, Role.JURIST)
DONE: Final = {
    "inscrite": N_("L’aide est inscrite au registre."),
    "retiree": N_("L’aide ne compte plus."),
    "lien": N_("Le lien est noté."),
    "modifiee": N_("La fiche est enregistrée."),
}


@pages.get_page("/structures", allows=READERS)
def structures(here: Here) -> Response:
    """The structures that the address keeps, a page at a time."""
    filters = _filters(here)
    found = reading.structures(here.desk, here.person, here.day, filters, page_number(here.query.get("page", "")))
    return show(
        here,
        "structures.html",
        rows=found.rows,
        total=found.total,
        page=found.number,
        pages=found.count,
        turn=lambda page: link(here, page=page),
        name=filters.text,
        form_of=filters.form,
        forms=FORMS,
        late=filters.late,
        sort=here.query.get("tri", "") if here.query.get("tri", "") in SORTS else "",
        heads=_heads(here, filters),
        export=link(here).replace("/structures", "/structures.csv", 1),
        may_open=WRITERS.admits(here.person),
    )


@pages.get_page("/structures.csv", allows=READERS)
def table(here: Here) -> Response:
    """The structures that the address keeps, for a spreadsheet."""
    found = reading.structures(here.desk, here.person, here.day, _filters(here), whole=True)
    lines = (
        (one.name, _(FORMS.get(one.form, one.form)), one.siret, one.active, one.files, one.deadlines, one.late)
        for one in found.rows
    )
    return columns(f"structures-{here.day.isoformat()}", COLUMNS, lines)


def _filters(here: Visit) -> StructureFilters:
    query, form = here.query, here.query.get("forme", "")
    return StructureFilters(
        text=query.get("nom", "").strip(),
        form=form if form in FORMS else "",
        late=query.get("retard") == "1",
        sort=SORTS.get(query.get("tri", ""), StructureSort.NAME),
    )


def _heads(here: Visit, filters: StructureFilters) -> dict[str, tuple[str, str]]:
    """By column: the address that sorts by it, and how it is sorted now."""
    now = {one: "descending" if one is not StructureSort.NAME else "ascending" for one in StructureSort}
    heads = {"nom": StructureSort.NAME, **SORTS}
    return {
        name: (link(here, tri="" if name == "nom" else name), now[sort] if filters.sort is sort else "")
        for name, sort in heads.items()
    }


@pages.get_page("/structures/{structure_id}", allows=READERS)
def structure(here: Here, structure_id: str) -> Response:
    """One structure: its files, its de minimis aid, what it owes, what was written to it."""
    return _page(here, structure_id, told=_(DONE[told]) if (told := here.query.get("fait", "")) in DONE else "")


@pages.post_form("/structures/{structure_id}/aides", allows=WRITERS)
def aid(here: Here, structure_id: str) -> Response:
    """Enter aid, or only say what would be answered: `geste` is essai or inscrire."""
    new = read_aid(here.form, structure_id, read_ledger(here.desk, here.person, structure_id, here.day))
    if new is None:
        return _page(here, structure_id, HTTPStatus.UNPROCESSABLE_ENTITY)
    trial = here.form.typed_in("geste") == "essai"
    try:
        answer = what_if(here.desk, new, here.moment) if trial else record_aid(here.desk, new, here.moment)
    except BadInput as error:
        here.form.blame(error, AID_FIELDS)
        return _page(here, structure_id, HTTPStatus.UNPROCESSABLE_ENTITY)
    if isinstance(answer, Entered):
        return go(f"/structures/{structure_id}?fait=inscrite#registre-aides")
    status = HTTPStatus.OK if trial else HTTPStatus.UNPROCESSABLE_ENTITY
    return _page(here, structure_id, status, verdict=answer, asked=new, trial=trial)


@pages.post_form("/structures/{structure_id}/aides/{aid_id}/retrait", allows=WRITERS)
def aid_withdrawal(here: Here, structure_id: str, aid_id: str) -> Response:
    """Aid no longer counts, for a reason."""
    try:
        withdraw_aid(here.desk, aid_id, here.form.text("motif"), here.moment)
    except BadInput as error:
        here.form.blame(error, {"reason": f"motif-{aid_id}"})
        return _page(here, structure_id, HTTPStatus.UNPROCESSABLE_ENTITY)
    return go(f"/structures/{structure_id}?fait=retiree#registre-aides")


@pages.post_form("/structures/{structure_id}/liens", allows=KEEPERS)
def link_declaration(here: Here, structure_id: str) -> Response:
    """Declare a link with another structure, or the capital that an authority holds."""
    new = read_link(here.form, structure_id, read_ledger(here.desk, here.person, structure_id, here.day))
    if new is None:
        return _page(here, structure_id, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        declare_link(here.desk, new, here.moment)
    except BadInput as error:
        here.form.blame(error, LINK_FIELDS)
        return _page(here, structure_id, HTTPStatus.UNPROCESSABLE_ENTITY)
    return go(f"/structures/{structure_id}?fait=lien#liens")


@pages.post_form("/structures/{structure_id}/liens/{link_id}/fin", allows=KEEPERS)
def link_end(here: Here, structure_id: str, link_id: str) -> Response:
    """A link ends on a day."""
    until = here.form.read("jusquau", read_day, label=_("Dernier jour"), required=True)
    try:
        if until is not None:
            end_link(here.desk, link_id, until, here.form.text("motif"), here.moment)
    except BadInput as error:
        here.form.blame(error, {"until": "jusquau"})
    if here.form.errors:
        return _page(here, structure_id, HTTPStatus.UNPROCESSABLE_ENTITY)
    return go(f"/structures/{structure_id}?fait=lien#liens")


def _page(
    here: Visit,
    structure_id: str,
    status: int = HTTPStatus.OK,
    *,
    told: str = "",
    verdict: Verdict | None = None,
    asked: NewAid | None = None,
    trial: bool = False,
) -> Response:
    found = reading.structure(here.desk, here.person, here.day, structure_id)
    page = found.page
    return show(
        here,
        "structure.html",
        status,
        structure=page.structure,
        page=page,
        said=_(FORMS.get(page.structure.form, page.structure.form)),
        form_label=_(FORMS.get(page.structure.form, page.structure.form)),
        month=months()[page.fiscal_year_end_month],
        files=file_lines(page.files.rows, found.labels),
        caption=_("Dossiers de {name}", name=page.structure.name),
        files_total=page.files.total,
        dues=[replace(one, where=one.title) for one in due_lines(page.deadlines.rows[:SHOWN], found.labels, here.day)],
        due_total=page.deadlines.total,
        due_all=f"/echeances?structure={structure_id}",
        mails=mail_lines(page.mails.rows[:SHOWN]),
        bounced=sum(one.status == "failed" for one in page.mails.rows),
        namesakes=found.namesakes,
        mails_total=page.mails.total,
        told=told,
        verdict=verdict,
        asked=asked,
        trial=trial,
        may_change=WRITERS.admits(here.person),
        **calendar_part(here, Stream(StreamKind.STRUCTURE, structure_id)),
        **words_of(read_ledger(here.desk, here.person, structure_id, here.day)),
    )
