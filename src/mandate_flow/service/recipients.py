"""From an audience to those who will read: a notice to a group becomes one notice for each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.law import Text
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.register import Structure
from mandate_flow.service.language import in_language
from mandate_flow.store.unit import Unit

PERSON: Final = "person"
MAILBOX: Final = "mailbox"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whoever reads one mail: `kind` (person or structure) and `id` say whose stream records it."""

    kind: str
    id: str
    name: str
    email: str
    lang: str = "fr"


def is_spread(audience: str) -> bool:
    """True when the audience is one recipient already."""
    return audience.partition(":")[0] in (PERSON, MAILBOX)


def spread(unit: Unit, audience: str, but: str = "") -> tuple[str, ...]:
    """The recipients of a group that have an address, without the person `but`; of a structure, its mailbox too."""
    kind, _, name = audience.partition(":")
    people = [one for one in _people(unit, kind, name) if one.email and one.id != but]
    found = [f"{PERSON}:{one.id}" for one in people]
    structure = _structure(unit, name) if kind == "structure" else None
    if structure is not None and structure.email and structure.email.lower() not in {p.email.lower() for p in people}:
        found.append(f"{MAILBOX}:{structure.id}")
    return tuple(found)


def recipient(unit: Unit, audience: str) -> Recipient | None:
    """Who a spread audience is now; None when nobody can be written to any more."""
    kind, _, name = audience.partition(":")
    if kind == MAILBOX:
        structure = _structure(unit, name)
        if structure is None or not structure.email:
            return None
        return Recipient("structure", structure.id, structure.contact or structure.name, structure.email)
    person = next(_people(unit, PERSON, name), None)
    if person is None or not person.active or not person.email:
        return None
    return Recipient("person", person.id, person.name, person.email, person.lang)


def name_of(unit: Unit, audience: str, lang: str = "") -> str:
    """An audience as a person would name it, in `lang` or else the language spoken; itself when it is nobody."""
    kind, _, name = audience.partition(":")
    try:
        if kind in ("structure", MAILBOX):
            return unit.registers.structure(name).name
        if kind == "authority":
            return unit.registers.authority(name).name
        if kind == PERSON:
            return unit.registers.get_person(name).name
    except NotFound:
        return audience
    return in_language(ROLE_NAMES[name], lang) if kind == "role" and name in ROLE_NAMES else audience


ROLE_NAMES: Final[Mapping[str, Text]] = {
    Role.MISSION: {"fr": "la mission", "en": "the mission", "nl": "de missie"},
    Role.JURIST: {"fr": "les juristes", "en": "the jurists", "nl": "de juristen"},
    Role.APPROVER: {"fr": "les approbateurs", "en": "the approvers", "nl": "de goedkeurders"},
    Role.CONTROLLER: {"fr": "les contrôleurs", "en": "the controllers", "nl": "de controleurs"},
    Role.ADMINISTRATOR: {"fr": "les administrateurs", "en": "the administrators", "nl": "de beheerders"},
}


def _people(unit: Unit, kind: str, name: str) -> Iterator[Person]:
    if kind == "structure":
        yield from unit.registers.people(role=Role.STRUCTURE, structure=name)
    elif kind == "authority":
        yield from unit.registers.people(role=Role.AGENT, authority=name)
    elif kind == "role":
        yield from unit.registers.people(role=Role(name))
    else:
        try:
            yield unit.registers.get_person(name)
        except NotFound:
            return


def _structure(unit: Unit, name: str) -> Structure | None:
    try:
        found = unit.registers.structure(name)
    except NotFound:
        return None
    return None if found.retired else found
