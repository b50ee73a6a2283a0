"""The office of the browser tests: its people by first name, its calendar, its letter box."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from mandate_flow.content.territory import read_authorities
from mandate_flow.domain.people import SYSTEM, Person, Role
from mandate_flow.domain.register import Structure
from mandate_flow.edge.clock import day_of, moment
from mandate_flow.service.deliver import Delivered, deliver
from mandate_flow.service.desk import Desk
from mandate_flow.service.registers import NewPerson, NewStructure, add_person, add_structure, load_territory
from mandate_flow.service.remind import remind
from tests.house.tree import ROOT

LILLE, ROUBAIX = "commune-59350", "commune-59512"
SIGN_IN = re.compile(r"https?://[^/\s]+/connexion/\S+")
CODE = re.compile(r"vous le demande\s*:\s*(\d{3}\s?\d{3})")


class Calendar:
    """What the product takes for the present: nine o'clock of a day the test turns to, a second later at each look."""

    def __init__(self) -> None:
        self.turn(date(2026, 2, 2))

    def turn(self, day: date) -> None:
        self._at = datetime.combine(day, time(9), UTC)

    def wait(self, minutes: int) -> None:
        """Later the same day."""
        self._at += timedelta(minutes=minutes)

    def now(self) -> datetime:
        self._at += timedelta(seconds=1)
        return self._at


class Latecomer:
    """An ASGI application that is put in place once its address is known."""

    app: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if self.app is None:
            raise RuntimeError("not yet")
        await self.app(scope, receive, send)


@dataclass
class House:
    """The site, the desk behind it, and who works there."""

    address: str
    desk: Desk
    calendar: Calendar
    letters: Path
    claire: Person  # the mission
    ahmed: Person  # an agent of Lille
    nadia: Person  # another agent of Lille
    rose: Person  # an agent of Roubaix
    sophie: Person  # a jurist
    luc: Person  # an approver
    ines: Person  # a controller
    thomas: Person  # the administrator
    lilas: Structure

    def tick(self) -> Delivered:
        """What the scheduler does in the morning: remind, then deliver."""
        at = self.calendar.now()
        remind(self.desk, day_of(at), at)
        return deliver(self.desk, self.desk.mailer, day_of(at), at, "the test")

    def sign_in_links(self, person: Person) -> list[str]:
        """The links in the mails that person received so far."""
        return [link for text in self._mails(person) for link in SIGN_IN.findall(text)]

    def codes(self, person: Person) -> list[str]:
        """The codes sent to that person to prove to be there, the latest last."""
        return [code for text in self._mails(person) for code in CODE.findall(text)]

    def _mails(self, person: Person) -> list[str]:
        found = []
        for path in sorted(self.letters.glob("*.eml"), key=lambda one: one.stat().st_mtime_ns):
            letter = message_from_bytes(path.read_bytes(), policy=policy.default)
            assert isinstance(letter, EmailMessage)
            body = letter.get_body(("plain",))
            if person.email in str(letter["to"]) and body is not None:
                found.append(str(body.get_content()))
        return found


def settle(address: str, desk: Desk, calendar: Calendar, letters: Path) -> House:
    """People, territory and a structure come to the house."""

    def person(name: str, email: str, role: Role, authority: str | None = None) -> Person:
        new = NewPerson(name, f"{email}@example.org", frozenset({role}), authority)
        return add_person(desk, new, moment(SYSTEM))

    load_territory(desk, read_authorities(ROOT), moment(SYSTEM))
    claire = person("Claire Delcourt", "claire", Role.MISSION)
    lilas = NewStructure("scic", "Lilas Autopartage", email="contact@lilas.example.org", demonstration=True)
    return House(
        address=address,
        desk=desk,
        calendar=calendar,
        letters=letters,
        claire=claire,
        ahmed=person("Ahmed Bensalah", "ahmed", Role.AGENT, LILLE),
        nadia=person("Nadia Benali", "nadia", Role.AGENT, LILLE),
        rose=person("Rose Dubois", "rose", Role.AGENT, ROUBAIX),
        sophie=person("Sophie Vermeulen", "sophie", Role.JURIST),
        luc=person("Luc Masson", "luc", Role.APPROVER),
        ines=person("Inès Carpentier", "ines", Role.CONTROLLER),
        thomas=person("Thomas Leroy", "thomas", Role.ADMINISTRATOR),
        lilas=add_structure(desk, lilas, moment(claire)),
    )
