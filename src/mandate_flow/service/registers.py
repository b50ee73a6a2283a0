"""Who may sign in and who is entrusted: persons, structures and authorities enter, change and leave their registers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import BadInput, Forbidden, NotFound
from mandate_flow.domain.event import StreamKind
from mandate_flow.domain.fold import fold
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.register import Authority, Structure
from mandate_flow.domain.said import N_, said
from mandate_flow.service.desk import Desk
from mandate_flow.service.identity import (
    closing_month,
    email_address,
    given_name,
    language,
    legal_form,
    rna_of,
    siret_of,
)
from mandate_flow.store.unit import Unit
from mandate_flow.store.views import Scope

KEEPS_PEOPLE: Final = frozenset({Role.ADMINISTRATOR})
KEEPS_STRUCTURES: Final = frozenset({Role.MISSION, Role.JURIST, Role.AGENT})


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to register; `authority` for an agent, `structure` for someone of a structure (ids)."""

    name: str
    email: str
    roles: frozenset[Role]
    authority: str | None = None
    structure: str | None = None
    lang: str = "fr"


@dataclass(frozen=True, slots=True)
class NewStructure:
    """A structure to register, as typed; `form` is one of association, scic, scop, foundation, company."""

    form: str
    name: str
    siret: str = ""
    rna: str = ""
    email: str = ""
    contact: str = ""
    fiscal_year_end_month: int = 12
    demonstration: bool = False


class SameName(BadInput):
    """A structure of that name is there already, without a number to tell them apart: a person must say they differ."""


def add_person(desk: Desk, new: NewPerson, moment: Moment) -> Person:
    """Register a person. Raises Forbidden, NotFound (the authority), BadInput (a field, an address in use)."""
    may(moment, KEEPS_PEOPLE, N_("Votre fonction ne permet pas d’inscrire des personnes."))
    person = check_person(
        Person(desk.new_id(), new.name, new.email, new.roles, new.authority or None, new.structure or None, new.lang)
    )
    with desk.store.write() as unit:
        check_place(unit, person)
        return unit.registers.record(person, actor=moment.by.id, at=moment.at, day=moment.day)


def change_person(desk: Desk, person: Person, moment: Moment, *, expect: int | None = None) -> Person:
    """Give a registered person the fields of `person`; `expect` is the version the caller saw. Raises Stale too."""
    may(moment, KEEPS_PEOPLE, N_("Votre fonction ne permet pas de modifier des personnes."))
    checked = check_person(person)
    with desk.store.write() as unit:
        check_place(unit, checked)
        if not checked.is_any(KEEPS_PEOPLE):
            _keeps_an_administrator(unit, checked.id)
        return unit.registers.change(checked, actor=moment.by.id, at=moment.at, day=moment.day, expect=expect)


def change_own_language(desk: Desk, lang: str, moment: Moment) -> Person:
    """A person chooses the language of their own pages and mails. Raises BadInput."""
    with desk.store.write() as unit:
        mine = replace(unit.registers.get_person(moment.by.id), lang=language(lang))
        return unit.registers.change(mine, actor=moment.by.id, at=moment.at, day=moment.day)


def retire_person(desk: Desk, person_id: str, moment: Moment) -> None:
    """A person signs in no more; what they did stays under their name."""
    may(moment, KEEPS_PEOPLE, N_("Votre fonction ne permet pas de retirer des personnes."))
    if person_id == moment.by.id:
        raise BadInput("Vous ne pouvez pas vous retirer vous-même.", do="Demandez-le à un autre administrateur.")
    with desk.store.write() as unit:
        _keeps_an_administrator(unit, person_id)
        unit.registers.retire(StreamKind.PERSON, person_id, actor=moment.by.id, at=moment.at, day=moment.day)


def add_structure(desk: Desk, new: NewStructure, moment: Moment, *, other: bool = False) -> Structure:
    """Register a structure. Raises Forbidden, BadInput (a field is wrong, or it is already there under that number).

    `other`: the person has said that it is another one than its namesake; else SameName is raised.
    """
    may(moment, KEEPS_STRUCTURES, N_("Votre fonction ne permet pas d’inscrire des structures."))
    structure = _checked_structure(
        Structure(
            id=desk.new_id(),
            form=new.form,
            name=new.name,
            siret=new.siret,
            rna=new.rna,
            email=new.email,
            contact=new.contact,
            fiscal_year_end_month=new.fiscal_year_end_month,
            demonstration=new.demonstration,
        )
    )
    with desk.store.write() as unit:
        _only_one(unit, structure, other=other)
        return unit.registers.record(structure, actor=moment.by.id, at=moment.at, day=moment.day)


def change_structure(
    desk: Desk, structure: Structure, moment: Moment, *, expect: int | None = None, other: bool = False
) -> Structure:
    """Give a registered structure the fields of `structure`; `expect` is the version the caller saw.

    An agent changes those of the files of their authority: NotFound for the others. `other` as in `add_structure`.
    """
    may(moment, KEEPS_STRUCTURES, N_("Votre fonction ne permet pas de modifier des structures."))
    checked = _checked_structure(structure)
    with desk.store.write() as unit:
        if not unit.views.sees_structure(Scope.of(moment.by), checked.id):
            raise NotFound("Cette structure n’existe pas ou ne vous est pas ouverte.")
        renamed = fold(unit.registers.structure(checked.id).name) != fold(checked.name)
        _only_one(unit, checked, other=other or not renamed)
        return unit.registers.change(checked, actor=moment.by.id, at=moment.at, day=moment.day, expect=expect)


def add_authority(desk: Desk, authority: Authority, moment: Moment) -> Authority:
    """Register an authority. Raises Stale when its id is already there."""
    may(moment, KEEPS_PEOPLE, N_("Votre fonction ne permet pas d’inscrire des collectivités."))
    with desk.store.write() as unit:
        named = replace(authority, name=given_name(authority.name))
        return unit.registers.record(named, actor=moment.by.id, at=moment.at, day=moment.day)


def load_territory(desk: Desk, authorities: Iterable[Authority], moment: Moment) -> int:
    """Register authorities that are missing, correct those that changed; how many were. Doing it again is harmless."""
    may(moment, KEEPS_PEOPLE, N_("Votre fonction ne permet pas d’inscrire des collectivités."))
    written = 0
    with desk.store.write() as unit:
        held = {one.id: one for one in unit.registers.authorities(retired=True)}
        for one in authorities:
            known = held.get(one.id)
            if known is None:
                unit.registers.record(one, actor=moment.by.id, at=moment.at, day=moment.day)
            elif replace(one, version=known.version, head=known.head, retired=known.retired) != known:
                unit.registers.change(one, actor=moment.by.id, at=moment.at, day=moment.day)
            else:
                continue
            written += 1
    return written


def may(moment: Moment, roles: frozenset[Role], what: str) -> None:
    """Raises Forbidden, saying `what`, unless whoever acts holds one of the roles."""
    if not moment.by.is_any(roles):
        raise Forbidden(
            what,
            do="Adressez-vous à l’administrateur." if roles is KEEPS_PEOPLE else "Adressez-vous à la mission.",
        )


def check_person(person: Person) -> Person:
    """The person with tidy fields. Raises BadInput (`where` is the field)."""
    if not person.roles:
        raise BadInput("Aucune fonction n’est indiquée.", do="Choisissez au moins une fonction.", where="roles")
    if Role.AGENT in person.roles and not person.authority:
        raise BadInput(
            "Il manque la collectivité de cet agent.",
            why="Un agent voit et complète les dossiers de sa collectivité, et d’elle seule.",
            do="Choisissez sa collectivité.",
            where="authority",
        )
    if Role.STRUCTURE in person.roles and not person.structure:
        raise BadInput(
            "Il manque la structure de cette personne.",
            why="Quelqu’un d’une structure voit les dossiers de cette structure, et d’elle seule.",
            do="Indiquez sa structure ; sur la ligne de commande, par --structure.",
            where="structure",
        )
    return replace(person, name=given_name(person.name), email=email_address(person.email), lang=language(person.lang))


def check_place(unit: Unit, person: Person) -> None:
    """The authority and structure are registered, and nobody else has this address."""
    if person.authority:
        unit.registers.authority(person.authority)
    if person.structure:
        unit.registers.structure(person.structure)
    other = unit.registers.person_by_email(person.email)
    if other is not None and other.id != person.id:
        raise BadInput(
            said("L’adresse {email} est déjà celle de {name}.", email=person.email, name=other.name),
            why="Chacun se connecte par un lien envoyé à son adresse.",
            do="Donnez une autre adresse, ou modifiez la personne déjà inscrite.",
            where="email",
        )


def _checked_structure(structure: Structure) -> Structure:
    return replace(
        structure,
        form=legal_form(structure.form),
        name=given_name(structure.name),
        siret=siret_of(structure.siret),
        rna=rna_of(structure.rna),
        email=email_address(structure.email) if structure.email.strip() else "",
        contact=" ".join(structure.contact.split()),
        fiscal_year_end_month=closing_month(structure.fiscal_year_end_month),
    )


def _keeps_an_administrator(unit: Unit, person_id: str) -> None:
    """Somebody is left to give rights back: the last active administrator neither leaves nor changes role."""
    keepers = {one.id for one in unit.registers.held_people() if one.is_any(KEEPS_PEOPLE)}
    if keepers == {person_id}:
        raise BadInput(
            "C’est la dernière personne à administrer le produit.",
            why="Sans elle, plus personne ne pourrait inscrire, modifier ni retirer quelqu’un.",
            do="Donnez d’abord la fonction d’administrateur à une autre personne.",
            where="roles",
        )


def _only_one(unit: Unit, structure: Structure, *, other: bool) -> None:
    """No other structure has this SIRET or this RNA number, nor this name while one of the two has no SIRET."""
    registered = [one for one in unit.registers.structures(retired=True) if one.id != structure.id]
    _own_numbers(structure, registered)
    namesake = next((one for one in registered if fold(one.name) == fold(structure.name)), None)
    if namesake is not None and not (namesake.siret and structure.siret) and not other:
        raise SameName(
            said("« {name} » est déjà au registre.", name=namesake.name),
            why="Une structure inscrite deux fois aurait deux historiques et deux séries de rappels.",
            do="Choisissez la structure déjà inscrite, ou confirmez qu’il s’agit d’une autre.",
            where="name",
        )


def _own_numbers(structure: Structure, registered: Iterable[Structure]) -> None:
    for other in registered:
        for where, number, same in (
            ("siret", structure.siret, other.siret),
            ("rna", structure.rna, other.rna),
        ):
            if number and number == same:
                raise BadInput(
                    said("Ce numéro {number} est déjà celui de « {name} ».", number=where.upper(), name=other.name),
                    why="Une structure inscrite deux fois aurait deux historiques et deux séries de rappels.",
                    do="Choisissez la structure déjà inscrite.",
                    where=where,
                )
