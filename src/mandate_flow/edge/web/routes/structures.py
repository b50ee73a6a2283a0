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
from mandate_flow.edge.web.ledger import AID_FIELDS, LINK_FIELDS, read_aid, read_link, words_of
from mandate_flow.edge.web.numbers import page_number
from mandate_flow.edge.web.render import go, link, show
from mandate_flow.edge.web.routes.structure_form import FORMS, MONTHS
from mandate_flow.edge.web.rows import MAIL_WORDS, due_lines, file_lines
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, WRITERS, Pages, only
from mandate_flow.service import structures as reading
from mandate_flow.service.aid import Entered, NewAid, declare_link, end_link, record_aid, what_if, withdraw_aid
from mandate_flow.service.aid_page import ledger as read_ledger

pages = Pages()
SHOWN = 15
KEEPERS: Final = only(Role.MISSION, Role.JURIST)
DONE: Final = {
    "inscrite": "L’aide est inscrite au registre.",
    "retiree": "L’aide ne compte plus.",
    "lien": "Le lien est noté.",
    "modifiee": "La fiche est enregistrée.",
}


@pages.get_page("/structures", allows=READERS)
def structures(here: Here) -> Response:
    """Structures by name, a page at a time."""
    name = here.query.get("nom", "")
    found = reading.structures(here.desk, here.person, here.day, name, page_number(here.query.get("page", "")))
    return show(
        here,
        "structures.html",
        rows=found.rows,
        total=found.total,
        page=found.number,
        pages=found.count,
        turn=lambda page: link(here, page=page),
        name=name,
        forms=FORMS,
        may_open=WRITERS.admits(here.person),
    )


@pages.get_page("/structures/{structure_id}", allows=READERS)
def structure(here: Here, structure_id: str) -> Response:
    """One structure: its files, its de minimis aid, what it owes, what was written to it."""
    return _page(here, structure_id, told=DONE.get(here.query.get("fait", ""), ""))


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
    until = here.form.read("jusquau", read_day, label="Dernier jour", required=True)
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
        said=FORMS.get(page.structure.form, page.structure.form),
        form_label=FORMS.get(page.structure.form, page.structure.form),
        month=MONTHS[page.fiscal_year_end_month],
        files=file_lines(page.files.rows, found.labels),
        caption=f"Dossiers de {page.structure.name}",
        files_total=page.files.total,
        dues=[replace(one, where=one.title) for one in due_lines(page.deadlines.rows[:SHOWN], found.labels, here.day)],
        due_total=page.deadlines.total,
        due_all=f"/echeances?structure={structure_id}",
        mails=[_mail(one.id, one.subject, one.made_at, one.status) for one in page.mails.rows],
        mails_total=page.mails.total,
        told=told,
        verdict=verdict,
        asked=asked,
        trial=trial,
        may_change=WRITERS.admits(here.person),
        **calendar_part(here, Stream(StreamKind.STRUCTURE, structure_id)),
        **words_of(read_ledger(here.desk, here.person, structure_id, here.day)),
    )


def _mail(mail_id: int, subject: str, made_at: object, status: str) -> dict[str, object]:
    said, tone = MAIL_WORDS.get(status, (status, ""))
    return {"id": mail_id, "subject": subject, "made_at": made_at, "said": said, "tone": tone}
