"""Persons and roles: the list, a person’s page, who comes, who goes, who comes back."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.people import Person, Role
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.language import LANGUAGES, SOURCE, _
from mandate_flow.edge.web.numbers import page_number
from mandate_flow.edge.web.render import go, link, show
from mandate_flow.edge.web.seats import seats
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import ADMINISTRATION, Pages, only
from mandate_flow.service import administration as reading
from mandate_flow.service import sessions
from mandate_flow.service.choices import choices
from mandate_flow.service.people_pages import PeopleFilters, Standing, people_page, restore_person
from mandate_flow.service.registers import KEEPS_PEOPLE, NewPerson, add_person, change_person, retire_person

pages = Pages()
KEEPERS: Final = only(*KEEPS_PEOPLE)
PEOPLE: Final = "/administration/personnes"
FIELDS: Final = {"name": "nom", "roles": "fonctions", "authority": "collectivite", "lang": "langue"}
HELD: Final = tuple(role for role in formats.ROLES if role is not Role.STRUCTURE)


@pages.get_page(PEOPLE, allows=ADMINISTRATION)
def people(here: Here) -> Response:
    """The register, filtered."""
    query = here.query
    standing = Standing(asked) if (asked := query.get("etat", "")) in frozenset(Standing) else Standing.ACTIVE
    role = query.get("fonction", "")
    filters = PeopleFilters(
        text=query.get("q", "")[:100],
        role=role if role in frozenset(Role) else "",
        authority=query.get("collectivite", ""),
        standing=standing,
    )
    found = people_page(here.desk, here.day, filters, page_number(query.get("page", "")))
    labels = {
        Standing.ACTIVE: _("Actives"),
        Standing.AWAY: _("Absentes"),
        Standing.RETIRED: _("Retirées"),
        Standing.EVERY: _("Toutes"),
    }
    return show(
        here,
        "administration/personnes.html",
        found=found.page,
        turn=lambda page: link(here, page=page),
        standings=[
            (f"{label} ({found.counts[one]})", link(here, etat=one.value), one is standing)
            for one, label in labels.items()
        ],
        filters=filters,
        roles=[(role.value, _(name).capitalize()) for role, name in formats.ROLES.items()],
        authorities=choices(here.desk).authorities,
        may_change=KEEPERS.admits(here.person),
        done=query.get("fait", ""),
    )


@pages.get_page(f"{PEOPLE}/nouvelle", allows=KEEPERS)
def blank(here: Here) -> Response:
    """The form, empty."""
    return _form(here, None)


@pages.post_form(f"{PEOPLE}/nouvelle", allows=KEEPERS)
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
    return go(f"{PEOPLE}?fait=inscrite")


@pages.get_page(f"{PEOPLE}/{{person_id}}", allows=KEEPERS)
def edit(here: Here, person_id: str) -> Response:
    """The form, filled."""
    return _form(here, reading.person(here.desk, person_id))


@pages.post_form(f"{PEOPLE}/{{person_id}}", allows=KEEPERS)
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
    return go(f"{PEOPLE}?fait=modifiee")


@pages.post_form(f"{PEOPLE}/{{person_id}}/retrait", allows=KEEPERS)
def retire(here: Here, person_id: str) -> Response:
    """Take the access of a person away, open sessions included."""
    person = reading.person(here.desk, person_id)
    retire_person(here.desk, person_id, here.moment)
    sessions.close_all(here.desk, person, here.at, by=here.person)
    return go(f"{PEOPLE}?fait=retiree")


@pages.post_form(f"{PEOPLE}/{{person_id}}/retablissement", allows=KEEPERS)
def restore(here: Here, person_id: str) -> Response:
    """Give a retired person their access back."""
    restore_person(here.desk, person_id, here.moment)
    return go(f"{PEOPLE}?fait=retablie")


@pages.post_form(f"{PEOPLE}/{{person_id}}/sessions/fermeture", allows=KEEPERS)
def close_sessions(here: Here, person_id: str) -> Response:
    """Close one session of a person, or all of them; the one that asks stays open."""
    person = reading.person(here.desk, person_id)
    mark = here.form.typed_in("session")
    if mark:
        sessions.close_one(here.desk, person, mark, here.at, by=here.person)
    else:
        sessions.close_all(here.desk, person, here.at, by=here.person, but=here.session.session)
    return go(f"{PEOPLE}/{person_id}#sessions")


def _typed(here: Visit, before: Person) -> Person:
    form = here.form
    roles = form.choices("fonctions", HELD, label=_("Fonctions"), required=not before.structure)
    kept = before.roles & {Role.STRUCTURE}
    authorities = {value for value, _label in choices(here.desk).authorities}
    return replace(
        before,
        name=form.text("nom", label=_("Nom"), required=True, longest=160),
        email=form.text("email", label=_("Adresse électronique"), required=True),
        roles=frozenset(Role(role) for role in roles) | kept,
        authority=form.choice("collectivite", authorities, label=_("Collectivité")),
        lang=form.choice("langue", LANGUAGES, label=_("Langue"), required=True) or SOURCE,
    )


def _form(here: Visit, person: Person | None, status: int = HTTPStatus.OK) -> Response:
    return show(
        here,
        "administration/personne.html",
        status,
        heading=person.name if person else _("Ajouter une personne"),
        person=person,
        roles=[(role.value, _(formats.ROLES[role]).capitalize()) for role in HELD],
        languages=here.languages,
        authorities=choices(here.desk).authorities,
        seats=seats(here, person) if person else (),
        substitute=reading.name_of(here.desk, person.absence.substitute) if person and person.absence else "",
    )
