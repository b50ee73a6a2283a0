"""Persons and roles, published content, and whether the clockwork runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from mandate_flow.domain.calendar import SYSTEM_CALENDAR
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.law import LawText
from mandate_flow.domain.people import Person, Role
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.routes.board import health_items
from mandate_flow.edge.web.seats import seats
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import ADMINISTRATION, Pages, only
from mandate_flow.service import administration as reading
from mandate_flow.service import sessions
from mandate_flow.service.calendars.pages import calendar_page
from mandate_flow.service.choices import choices
from mandate_flow.service.registers import KEEPS_PEOPLE, NewPerson, add_person, change_person, retire_person

pages = Pages()
KEEPERS: Final = only(*KEEPS_PEOPLE)
FIELDS: Final = {"name": "nom", "roles": "fonctions", "authority": "collectivite", "lang": "langue"}
ROLES: Final = [(role.value, name.capitalize()) for role, name in formats.ROLES.items() if role is not Role.STRUCTURE]


@pages.get_page("/administration", allows=ADMINISTRATION)
def administration(here: Here) -> Response:
    """Everything on one page; only administrators change it."""
    found = reading.administration(here.desk, here.day)
    return show(
        here,
        "administration.html",
        people=[_line(one, found.names) for one in found.people],
        workflows=here.desk.library.workflows,
        law=[_text(one, here.day) for one in here.desk.library.law.texts.values()],
        health=[*health_items(found.health, here), _rates(found.no_rates)],
        calendar=calendar_page(here.desk, here.person, SYSTEM_CALENDAR, here.day),
        may_change=KEEPERS.admits(here.person),
    )


def _rates(waiting: tuple[date, date] | None) -> dict[str, str]:
    """Whether the half-year has its table of swap rates."""
    if waiting is None:
        return {"label": "Taux de swap du semestre", "text": "saisis", "tone": "ok"}
    until = formats.long_day(waiting[1])
    return {"label": "Taux de swap du semestre", "text": f"aucun d’ici au {until}", "tone": "warn"}


def _line(person: Person, names: Mapping[str, str]) -> dict[str, object]:
    of = person.authority or person.structure or ""
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "roles": person.roles,
        "of": names.get(of, of),
        "active": person.active,
    }


def _text(text: LawText, day: date) -> dict[str, object]:
    """How many of a text's figures in force are confirmed."""
    entry = text.on(day)
    quantities = list(entry.quantities.values()) if entry else []
    waiting = sum(not one.binding for one in quantities)
    said, tone = (f"{waiting} à confirmer", "warn") if waiting else ("confirmé", "ok")
    note = f"{formats.plural(len(text.entries), 'version')} · en vigueur : {entry.id if entry else 'aucune'}"
    return {"name": text.name, "title": text.title, "note": note, "said": said, "tone": tone}


@pages.get_page("/administration/personnes/nouvelle", allows=KEEPERS)
def blank(here: Here) -> Response:
    """The form, empty."""
    return _form(here, None)


@pages.post_form("/administration/personnes/nouvelle", allows=KEEPERS)
def create(here: Here) -> Response:
    """Register a person."""
    new = _typed(here, Person("", "", "", frozenset()))
    if here.form.errors:
        return _form(here, None, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        fresh = NewPerson(new.name, new.email, new.roles, new.authority, None, new.lang)
        add_person(here.desk, fresh, here.moment)
    except BadInput as error:
        here.form.blame(error, FIELDS)
        return _form(here, None, HTTPStatus.UNPROCESSABLE_ENTITY)
    return go("/administration")


@pages.get_page("/administration/personnes/{person_id}", allows=KEEPERS)
def edit(here: Here, person_id: str) -> Response:
    """The form, filled."""
    return _form(here, reading.person(here.desk, person_id))


@pages.post_form("/administration/personnes/{person_id}", allows=KEEPERS)
def change(here: Here, person_id: str) -> Response:
    """Change a person."""
    person = reading.person(here.desk, person_id)
    wanted = _typed(here, person)
    if here.form.errors:
        return _form(here, person, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        change_person(here.desk, wanted, here.moment)
    except BadInput as error:
        here.form.blame(error, FIELDS)
        return _form(here, person, HTTPStatus.UNPROCESSABLE_ENTITY)
    return go("/administration")


@pages.post_form("/administration/personnes/{person_id}/retrait", allows=KEEPERS)
def retire(here: Here, person_id: str) -> Response:
    """Take the access of a person away, open sessions included."""
    person = reading.person(here.desk, person_id)
    retire_person(here.desk, person_id, here.moment)
    sessions.close_all(here.desk, person, here.at, by=here.person)
    return go("/administration")


@pages.post_form("/administration/personnes/{person_id}/sessions/fermeture", allows=KEEPERS)
def close_sessions(here: Here, person_id: str) -> Response:
    """Close one session of a person, or all of them; the one that asks stays open."""
    person = reading.person(here.desk, person_id)
    mark = here.form.typed_in("session")
    if mark:
        sessions.close_one(here.desk, person, mark, here.at, by=here.person)
    else:
        sessions.close_all(here.desk, person, here.at, by=here.person, but=here.session.session)
    return go(f"/administration/personnes/{person_id}#sessions")


def _typed(here: Visit, before: Person) -> Person:
    form = here.form
    roles = form.choices("fonctions", [value for value, _ in ROLES], label="Fonctions", required=not before.structure)
    kept = before.roles & {Role.STRUCTURE}
    authorities = {value for value, _ in choices(here.desk).authorities}
    return replace(
        before,
        name=form.text("nom", label="Nom", required=True, longest=160),
        email=form.text("email", label="Adresse électronique", required=True),
        roles=frozenset(Role(role) for role in roles) | kept,
        authority=form.choice("collectivite", authorities, label="Collectivité"),
        lang=form.choice("langue", ("fr", "en", "nl"), label="Langue", required=True) or "fr",
    )


def _form(here: Visit, person: Person | None, status: int = HTTPStatus.OK) -> Response:
    return show(
        here,
        "administration_personne.html",
        status,
        heading=person.name if person else "Ajouter une personne",
        person=person,
        roles=ROLES,
        authorities=choices(here.desk).authorities,
        seats=seats(here, person) if person else (),
    )
