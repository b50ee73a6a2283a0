"""Persons pasted from a spreadsheet: what would be registered, line by line, then all of them in one go."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.fold import fold
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.said import joined, said
from mandate_flow.service.desk import Desk
from mandate_flow.service.language import LANGUAGES
from mandate_flow.service.registers import KEEPS_PEOPLE, check_person, check_place, may
from mandate_flow.store.unit import Unit

MOST: Final = 500
SEPARATORS: Final = ("\t", ";", ",")
_TITLES: Final[Mapping[str, tuple[str, ...]]] = {
    "email": ("adresse", "email", "e-mail", "mail", "courriel"),
    "name": ("nom", "name", "naam"),
    "roles": ("fonction", "role", "functie"),
    "authority": ("collectivite", "authority", "overheid", "commune", "gemeente"),
    "lang": ("langue", "language", "taal"),
}
_ROLES: Final[Mapping[Role, tuple[str, ...]]] = {
    Role.MISSION: ("mission", "missie"),
    Role.AGENT: ("agent", "officer", "medewerker"),
    Role.JURIST: ("juriste", "jurist"),
    Role.APPROVER: ("approbat", "approver", "goedkeurder"),
    Role.CONTROLLER: ("controleur", "controller"),
    Role.ADMINISTRATOR: ("administrat", "beheerder"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of what was pasted, by its number in it; `person` when nothing is wrong, else `error`."""

    number: int
    name: str
    email: str
    person: Person | None = None
    error: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be registered."""

    rows: tuple[Row, ...]

    @property
    def valid(self) -> tuple[Person, ...]:
        """The persons of the lines that are right."""
        return tuple(one.person for one in self.rows if one.person is not None)


def preview(desk: Desk, text: str, moment: Moment) -> Preview:
    """Read without writing. Raises Forbidden, BadInput (`where` is tableau) when nothing can be read."""
    _may_import(moment)
    with desk.store.read() as unit:
        return Preview(tuple(_rows(desk, unit, text)))


def paste(desk: Desk, text: str, moment: Moment) -> tuple[Person, ...]:
    """Register every person whose line is right, in one transaction. Raises Forbidden, BadInput."""
    _may_import(moment)
    with desk.store.write() as unit:
        found = Preview(tuple(_rows(desk, unit, text))).valid
        if not found:
            raise BadInput("Il n’y a personne à inscrire.", do="Collez au moins une ligne correcte.", where="tableau")
        for one in found:
            unit.registers.record(one, actor=moment.by.id, at=moment.at, day=moment.day)
    return found


def _may_import(moment: Moment) -> None:
    may(moment, KEEPS_PEOPLE, said("Votre fonction ne permet pas d’inscrire des personnes."))


def _rows(desk: Desk, unit: Unit, text: str) -> Iterator[Row]:
    authorities = {fold(one.name): one for one in unit.registers.authorities()}
    seen: set[str] = set()
    for number, cells in _lines(text):
        name, email = cells.get("name", ""), cells.get("email", "")
        try:
            place = authorities.get(fold(cells.get("authority", "")))
            if cells.get("authority") and place is None:
                raise BadInput(  # noqa: TRY301 - said on its line
                    said("« {text} » n’est pas une collectivité du registre.", text=cells["authority"]),
                    do="Recopiez son nom tel qu’il est au registre.",
                )
            person = check_person(
                Person(
                    desk.new_id(),
                    name,
                    email,
                    _roles(cells.get("roles", "")),
                    place.id if place else None,
                    None,
                    _language(cells.get("lang", "")),
                )
            )
            check_place(unit, person)
            if person.email.lower() in seen:
                raise BadInput("Cette adresse est déjà plus haut.", do="Gardez une seule ligne.")  # noqa: TRY301
        except BadInput as error:
            yield Row(number, name, email, error=joined((error.what, error.do)))
            continue
        seen.add(person.email.lower())
        yield Row(number, person.name, person.email, person, of=place.name if place else "")


def _roles(text: str) -> frozenset[Role]:
    found = set()
    for word in filter(None, (fold(part).strip() for part in text.replace("/", ",").replace("+", ",").split(","))):
        role = next((role for role, words in _ROLES.items() if any(word.startswith(one) for one in words)), None)
        if role is None:
            raise BadInput(
                said("« {text} » n’est pas une fonction.", text=word),
                do="Écrivez mission, agent, juriste, approbateur, contrôleur ou administrateur, entre virgules.",
            )
        found.add(role)
    return frozenset(found)


def _language(text: str) -> str:
    bare = fold(text).strip()[:2]
    return {"an": "en", "ne": "nl"}.get(bare, bare) if {"an": "en", "ne": "nl"}.get(bare, bare) in LANGUAGES else "fr"


def _lines(text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    bare = text.lstrip("\ufeff").strip("\r\n")
    first = bare.split("\n", 1)[0]
    separator = max(SEPARATORS, key=lambda sign: (first.count(sign), -SEPARATORS.index(sign)))
    rows = [
        (number, cells)
        for number, cells in enumerate(csv.reader(bare.splitlines(), delimiter=separator), 1)
        if any(one.strip() for one in cells)
    ]
    if not rows:
        raise BadInput("Rien n’a été collé.", do="Copiez le tableau avec sa ligne de titres.", where="tableau")
    columns = {place: name for place, title in enumerate(rows[0][1]) if (name := _column(title))}
    if not {"name", "email", "roles"} <= set(columns.values()):
        raise BadInput(
            "La première ligne doit nommer les colonnes nom, adresse et fonctions.",
            do="Collez aussi la ligne de titres : nom ; adresse ; fonctions ; collectivité ; langue.",
            where="tableau",
        )
    if len(rows) - 1 > MOST:
        raise BadInput(
            said("Il y a plus de {most} lignes.", most=MOST), do="Collez-les en plusieurs fois.", where="tableau"
        )
    if len(rows) == 1:
        raise BadInput("Il n’y a que la ligne de titres.", do="Collez aussi les lignes du tableau.", where="tableau")
    for number, cells in rows[1:]:
        yield number, {name: cells[place].strip() for place, name in columns.items() if place < len(cells)}


def _column(title: str) -> str:
    bare = fold(title).strip()
    return next((name for name, words in _TITLES.items() if any(bare.startswith(one) for one in words)), "")
