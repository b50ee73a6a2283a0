"""The register of persons as an administrator reads it: who may come in, for what, since when, and who is away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from mandate_flow.domain.command import Moment
from mandate_flow.domain.fold import fold
from mandate_flow.domain.people import Person, Role
from mandate_flow.service.desk import Desk
from mandate_flow.service.registers import change_person
from mandate_flow.store.views import Page
from mandate_flow.store.views.paging import PAGE_SIZE


class Standing(StrEnum):
    """Which persons to show."""

    ACTIVE = "actives"
    AWAY = "absentes"
    RETIRED = "retirees"
    EVERY = "toutes"


@dataclass(frozen=True, slots=True)
class PeopleFilters:
    """What to keep; an empty filter keeps everything. `text`: in the name or the address; `authority` is an id."""

    text: str = ""
    role: str = ""
    authority: str = ""
    standing: Standing = Standing.ACTIVE


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A line: `of` is the name of the person's authority or structure, `last` their last sign-in."""

    person: Person
    of: str
    last: datetime | None
    substitute: str = ""


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of the register; `counts` by standing, whatever the other filters."""

    page: Page[PersonRow]
    counts: Mapping[Standing, int]


def people_page(desk: Desk, day: date, filters: PeopleFilters, number: int = 1) -> PeoplePage:
    """The persons kept by the filters, by name."""
    with desk.store.read() as unit:
        every = unit.registers.people(active=False, authority=filters.authority)
        kept = [one for one in every if _kept(one, filters) and _stands(one, filters.standing, day)]
        first = (max(1, number) - 1) * PAGE_SIZE
        shown = kept[first : first + PAGE_SIZE]
        names = {one.id: one.name for one in unit.registers.authorities(retired=True)}
        names |= {one.id: one.name for one in unit.registers.structures(retired=True)}
        last = unit.views.last_sign_ins([one.id for one in shown])
        rows = tuple(
            PersonRow(
                one,
                names.get(one.authority or one.structure or "", ""),
                last.get(one.id),
                unit.registers.name_of(away) if (away := one.substitute_on(day)) else "",
            )
            for one in shown
        )
    counts = {each: sum(_stands(one, each, day) for one in every) for each in Standing}
    return PeoplePage(Page(rows, len(kept), max(1, number)), counts)


def restore_person(desk: Desk, person_id: str, moment: Moment) -> Person:
    """A retired person may come in again, with the roles they had. Raises what `change_person` does."""
    with desk.store.read() as unit:
        person = unit.registers.get_person(person_id)
    return change_person(desk, replace(person, active=True), moment)


def _kept(person: Person, filters: PeopleFilters) -> bool:
    words = fold(filters.text).split()
    text = f"{fold(person.name)} {person.email.lower()}"
    return all(word in text for word in words) and (not filters.role or Role(filters.role) in person.roles)


def _stands(person: Person, standing: Standing, day: date) -> bool:
    match standing:
        case Standing.ACTIVE:
            return person.active
        case Standing.AWAY:
            return person.active and bool(person.substitute_on(day))
        case Standing.RETIRED:
            return not person.active
    return True
