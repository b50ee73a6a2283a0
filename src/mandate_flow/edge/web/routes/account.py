"""« Mon compte »: who one is here, in which language, and from where one is signed in."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import Response

from mandate_flow.edge.web.language import LANGUAGES, _
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.seats import seats
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import SIGNED_IN, Pages
from mandate_flow.service import sessions
from mandate_flow.service.registers import change_own_language

pages = Pages()


@pages.get_page("/compte", allows=SIGNED_IN)
def account(here: Here) -> Response:
    """Everything on one page."""
    return _show(here)


@pages.post_form("/compte/langue", allows=SIGNED_IN)
def choose_language(here: Here) -> Response:
    """The language of this person's pages and mails."""
    lang = here.form.choice("langue", LANGUAGES, label=_("Langue"), required=True)
    if lang is None:
        return _show(here, HTTPStatus.UNPROCESSABLE_ENTITY)
    change_own_language(here.desk, lang, here.moment)
    return go("/compte?fait=langue")


@pages.post_form("/compte/sessions/fermeture", allows=SIGNED_IN)
def close(here: Here) -> Response:
    """Close one session of one's own, or all others."""
    mark = here.form.typed_in("session")
    if mark:
        sessions.close_one(here.desk, here.person, mark, here.at, by=here.person)
    else:
        sessions.close_all(here.desk, here.person, here.at, by=here.person, but=here.session.session)
    return go("/compte?fait=sessions")


def _show(here: Visit, status: int = HTTPStatus.OK) -> Response:
    return show(
        here,
        "compte.html",
        status,
        seats=seats(here, here.person),
        languages=here.languages,
        of=_belongs_to(here),
        done=here.query.get("fait", ""),
    )


def _belongs_to(here: Visit) -> str:
    """The name of the person's authority, "" for none."""
    authority = here.person.authority
    if not authority:
        return ""
    with here.desk.store.read() as unit:
        return unit.registers.authority(authority).name
