"""Absences: from when to when, and who stands in; said by the person on their own account, or by an administrator."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from mandate_flow.domain.absence import Absence
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.people import Person
from mandate_flow.domain.typed import read_day
from mandate_flow.edge.web.language import _
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.routes.people import KEEPERS, PEOPLE
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import STAFF, Pages
from mandate_flow.service import absences
from mandate_flow.service import administration as reading

pages = Pages()
OWN: Final = "/compte/absence"
FIELDS: Final = {"since": "du", "until": "au", "substitute": "remplacant"}


@pages.get_page(OWN, allows=STAFF)
def own(here: Here) -> Response:
    """One's own absence."""
    return _show(here, reading.person(here.desk, here.person.id), OWN)


@pages.post_form(OWN, allows=STAFF)
def declare_own(here: Here) -> Response:
    """Say that one will be away."""
    return _declare(here, here.person.id, OWN)


@pages.post_form(f"{OWN}/fin", allows=STAFF)
def end_own(here: Here) -> Response:
    """Say that one is back."""
    absences.end(here.desk, here.person.id, here.moment)
    return go(f"{OWN}?fait=fin")


@pages.get_page(f"{PEOPLE}/{{person_id}}/absence", allows=KEEPERS)
def of_person(here: Here, person_id: str) -> Response:
    """The absence of somebody."""
    return _show(here, reading.person(here.desk, person_id), f"{PEOPLE}/{person_id}/absence")


@pages.post_form(f"{PEOPLE}/{{person_id}}/absence", allows=KEEPERS)
def declare(here: Here, person_id: str) -> Response:
    """Say that somebody is away."""
    return _declare(here, person_id, f"{PEOPLE}/{person_id}/absence")


@pages.post_form(f"{PEOPLE}/{{person_id}}/absence/fin", allows=KEEPERS)
def end(here: Here, person_id: str) -> Response:
    """Say that somebody is back."""
    absences.end(here.desk, person_id, here.moment)
    return go(f"{PEOPLE}/{person_id}/absence?fait=fin")


def _declare(here: Visit, person_id: str, address: str) -> Response:
    person = reading.person(here.desk, person_id)
    form = here.form
    allowed = [one.id for one in absences.candidates(here.desk, person)]
    since = form.read("du", read_day, label=_("Premier jour d’absence"), required=True)
    until = form.read("au", read_day, label=_("Dernier jour d’absence"), required=True)
    substitute = form.choice("remplacant", allowed, label=_("Remplacé par"), required=True)
    if since is None or until is None or substitute is None:
        return _show(here, person, address, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        absences.declare(here.desk, person_id, Absence(substitute, since, until), here.moment)
    except BadInput as error:
        form.blame(error, FIELDS)
        return _show(here, person, address, HTTPStatus.UNPROCESSABLE_ENTITY)
    return go(f"{address}?fait=absence")


def _show(here: Visit, person: Person, address: str, status: int = HTTPStatus.OK) -> Response:
    held = person.absence if person.absence is not None and person.absence.until >= here.day else None
    return show(
        here,
        "administration/absence.html",
        status,
        person=person,
        address=address,
        own=address == OWN,
        absence=held,
        substitute=reading.name_of(here.desk, held.substitute) if held else "",
        candidates=[(one.id, one.name) for one in absences.candidates(here.desk, person)],
        done=here.query.get("fait", ""),
    )
