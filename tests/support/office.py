"""A small office for whatever is sent: real content folders around a workflow of one page, a database, a few people.

def test_reminder(office: Office) -> None:
    office.file(due=date(2026, 12, 23))
    office.tick(date(2026, 11, 23))
    assert office.subjects("asso@example.org") == [...]
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select

from mandate_flow.content.library import load
from mandate_flow.domain.command import Moment, RecordFacts, TakeStep
from mandate_flow.domain.file import File
from mandate_flow.domain.people import SYSTEM, Person, Role
from mandate_flow.domain.register import Authority, Structure
from mandate_flow.domain.workdays import french_workdays
from mandate_flow.mail.keep import FolderMailer
from mandate_flow.mail.outcome import Mailer, Sender
from mandate_flow.mail.smtp import Security, SmtpMailer
from mandate_flow.service.act import Done, act
from mandate_flow.service.deliver import Delivered, deliver
from mandate_flow.service.deposit import deposit
from mandate_flow.service.desk import Desk
from mandate_flow.service.falling import Reminded
from mandate_flow.service.opening import Opening, open_file
from mandate_flow.service.remind import remind
from mandate_flow.store import tables
from mandate_flow.store.blobs import Blobs
from mandate_flow.store.unit import Store
from tests.support.smtp import SmtpServer

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 23)
SENDER = Sender("Mission SIG-SIEG", "mission@example.org", "mission@example.org")
CONTENT = Path(__file__).parent / "small"


def at(day: date, hour: int = 8, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC)


class Office:
    """The desk and what a test asks of it."""

    def __init__(self, url: str, content: Path, folder: Path) -> None:
        self.folder = folder
        self.desk = self.desk_of(url, content, folder)
        self.mission = self.person("mission", Role.MISSION)
        self._authority(Authority("commune-59350", "commune", "Lille", "59350"))
        self.agent = self.person("agent", Role.AGENT, authority="commune-59350")
        self.structure("asso", email="asso@example.org")

    @staticmethod
    def desk_of(url: str, content: Path, folder: Path) -> Desk:
        count = itertools.count(1)
        return Desk(
            store=Store(url),
            library=load(content),
            blobs=Blobs(folder / "documents"),
            workdays=french_workdays(),
            mailer=FolderMailer(folder / "mails", SENDER),
            base_url="https://mandats.example.org",
            new_id=lambda: f"{next(count):016x}",
        )

    def person(self, name: str, *roles: Role, **other: Any) -> Person:
        one = Person(name, name.title(), other.pop("email", f"{name}@example.org"), frozenset(roles), **other)
        with self.desk.store.write() as unit:
            return unit.registers.record(one, actor=SYSTEM.id, at=at(DAY), day=DAY)

    def structure(self, name: str, email: str = "") -> Structure:
        with self.desk.store.write() as unit:
            one = Structure(name, "association", name.title(), email=email)
            return unit.registers.record(one, actor=SYSTEM.id, at=at(DAY), day=DAY)

    def _authority(self, authority: Authority) -> None:
        with self.desk.store.write() as unit:
            unit.registers.record(authority, actor=SYSTEM.id, at=at(DAY), day=DAY)

    def file(self, structure: str = "asso", day: date = DAY, **facts: date) -> File:
        """A file opened on `day` with those facts (report_on …)."""
        moment = Moment(self.mission, at(day), day)
        file = open_file(self.desk, Opening("small", "Crèche", "sport", ("commune-59350",), (structure,)), moment)
        return self.record(file, day, **facts) if facts else file

    def record(self, file: File, day: date, **facts: date) -> File:
        command = RecordFacts({(name, ""): value for name, value in facts.items()})
        return self._act(file, command, self.mission, day)

    def take(self, file: File, step: str, by: Person, day: date = DAY) -> File:
        return self._act(file, TakeStep(step), by, day)

    def deposit(self, file: File, day: date) -> File:
        moment = Moment(self.mission, at(day), day)
        done = deposit(self.desk, file.id, "report", "", "compte-rendu.pdf", [b"%PDF-1.7"], moment)
        assert isinstance(done, Done)
        return done.file

    def _act(self, file: File, command: Any, by: Person, day: date) -> File:
        done = act(self.desk, file.id, command, Moment(by, at(day), day))
        assert isinstance(done, Done), done
        return done.file

    def remind(self, day: date) -> Reminded:
        return remind(self.desk, day, at(day))

    def deliver(
        self, day: date, when: datetime | None = None, mailer: Mailer | None = None, owner: str = "me"
    ) -> Delivered:
        return deliver(self.desk, mailer or self.desk.mailer, day, when or at(day), owner)

    def tick(self, day: date) -> None:
        self.remind(day)
        self.deliver(day)

    def days(self, first: date, last: date) -> None:
        """A tick every day, both included."""
        for number in range((last - first).days + 1):
            self.tick(first + timedelta(days=number))

    def rows(self, table: Table) -> list[dict[str, Any]]:
        with self.desk.store.read() as unit:
            return [dict(row) for row in unit.connection.execute(select(table).order_by(table.c.id)).mappings()]

    def mails(self, to: str = "") -> list[dict[str, Any]]:
        return [row for row in self.rows(tables.mails) if to in ("", row["to"])]

    def subjects(self, to: str = "") -> list[str]:
        return [row["subject"].replace("\u00a0", " ") for row in self.mails(to)]

    def notices(self, **where: str) -> list[dict[str, Any]]:
        return [row for row in self.rows(tables.notices) if all(row[name] == value for name, value in where.items())]

    def text(self, mail: dict[str, Any]) -> str:
        return text_of(mail["bytes"])

    def smtp(self, server: SmtpServer, timeout: float = 0.5) -> SmtpMailer:
        return SmtpMailer(server.host, server.port, SENDER, Security.NONE, timeout=timeout)


def text_of(data: bytes) -> str:
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\u00a0", " ")


@pytest.fixture(scope="session")
def small_content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("content")
    for room in ("law", "workflows"):
        (folder / room).symlink_to(CONTENT / room)
    (folder / "notifications").symlink_to(ROOT / "notifications")
    return folder


@pytest.fixture
def office(database: str, small_content: Path, tmp_path: Path) -> Iterator[Office]:
    opened = Office(database, small_content, tmp_path)
    yield opened
    opened.desk.store.close()
