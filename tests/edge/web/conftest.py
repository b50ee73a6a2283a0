"""The site over a small Lille: real content, a few people, two structures and some files."""

import hashlib
import itertools
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import insert
from starlette.testclient import TestClient

from mandate_flow.content.library import Library, load
from mandate_flow.content.territory import read_authorities
from mandate_flow.domain.file import File
from mandate_flow.domain.people import SYSTEM, Person, Role
from mandate_flow.domain.register import Structure
from mandate_flow.domain.workdays import french_workdays
from mandate_flow.edge.clock import moment, now
from mandate_flow.edge.web.app import create_app
from mandate_flow.mail.keep import FolderMailer
from mandate_flow.mail.message import build
from mandate_flow.mail.outcome import Sender
from mandate_flow.mail.render import Rendered
from mandate_flow.service import sign_in
from mandate_flow.service.desk import Desk
from mandate_flow.service.opening import Opening, open_file
from mandate_flow.service.registers import NewPerson, NewStructure, add_person, add_structure, load_territory
from mandate_flow.store import tables
from mandate_flow.store.blobs import Blobs
from mandate_flow.store.unit import Store
from tests.house.tree import ROOT

TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')
LILLE, ROUBAIX = "commune-59350", "commune-59512"


@dataclass(frozen=True)
class Settings:
    development: bool = True
    reauth_minutes: int = 15


@cache
def _library() -> Library:
    """Read once: nobody changes it."""
    return load(ROOT)


class Town:
    """The desk, its people by first name, and the site."""

    claire: Person
    ahmed: Person
    rose: Person
    sophie: Person
    luc: Person
    ines: Person
    thomas: Person
    marie: Person
    lilas: Structure
    creche: Structure
    shared: File
    nursery: File

    def __init__(self, url: str, folder: Path, base_url: str = "http://testserver", first_id: int = 1) -> None:
        count = itertools.count(first_id)
        self._keys = itertools.count(1)
        self.folder = folder
        self.mails = folder / "mails"
        self.desk = Desk(
            store=Store(url),
            library=_library(),
            blobs=Blobs(folder / "documents"),
            workdays=french_workdays(),
            mailer=FolderMailer(self.mails, Sender("Mission SIG-SIEG", "mission@example.org", "mission@example.org")),
            base_url=base_url,
            new_id=lambda: f"{next(count):016x}",
        )

    def settle(self) -> None:
        """People, structures and files come to town."""
        load_territory(self.desk, read_authorities(ROOT), moment(SYSTEM))
        self.claire = self._person("Claire Delcourt", Role.MISSION)
        self.ahmed = self._person("Ahmed Bensalah", Role.AGENT, authority=LILLE)
        self.rose = self._person("Rose Dubois", Role.AGENT, authority=ROUBAIX)
        self.sophie = self._person("Sophie Vermeulen", Role.JURIST)
        self.luc = self._person("Luc Masson", Role.APPROVER)
        self.ines = self._person("Inès Carpentier", Role.CONTROLLER)
        self.thomas = self._person("Thomas Leroy", Role.ADMINISTRATOR)
        self.lilas = self._structure("Lilas Autopartage", "scic")
        self.creche = self._structure("Les Petits Explorateurs", "association")
        self.marie = self._person("Marie Dupont", Role.STRUCTURE, structure=self.lilas.id)
        self.shared = self.file("Autopartage en libre-service", LILLE, self.lilas)
        self.nursery = self.file("Garde d’enfants à horaires décalés", ROUBAIX, self.creche)

    def _person(self, name: str, role: Role, authority: str | None = None, structure: str | None = None) -> Person:
        email = f"{name.partition(' ')[0].lower()}@example.org".replace("è", "e")
        new = NewPerson(name, email, frozenset({role}), authority, structure)
        return add_person(self.desk, new, moment(SYSTEM))

    def _structure(self, name: str, form: str) -> Structure:
        new = NewStructure(form, name, email=f"{form}@example.org", demonstration=True)
        return add_structure(self.desk, new, moment(self.claire))

    def file(self, title: str, authority: str, structure: Structure) -> File:
        opening = Opening("sieg", title, "petite-enfance", (authority,), (structure.id,), demonstration=True)
        return open_file(self.desk, opening, moment(self.claire))

    def write_to(self, file: File, html: str = "<p>Votre compte rendu est attendu.</p>") -> int:
        """A mail about the file, to its structure, as if it had just been prepared; its id."""
        here, key = moment(self.claire), f"test-{next(self._keys)}"
        words = Rendered("fr", f"Rappel {file.ref}", "Votre compte rendu est attendu.\n", html)
        sender = self.desk.mailer.sender
        data = build(
            words, to="scic@example.org", name="Lilas", sender=sender, reply_to="", message_id=f"<{key}@x>", at=here.at
        )
        notice = {"notice": "reminder_before", "audience": "x", "urgency": "daily", "data": {}, "status": "mailed"}
        mail: dict[str, Any] = {
            "recipient_kind": "structure",
            "recipient_id": file.structures[0],
            "to": "scic@example.org",
        }
        mail |= {"subject": words.subject, "bytes": data, "sha256": hashlib.sha256(data).hexdigest()}
        mail |= {"made_at": here.at, "status": "queued", "next_at": here.at, "message_id": f"<{key}@x>"}
        with self.desk.store.write() as unit:
            run = unit.connection.execute
            about = {"key": key, "file_id": file.id, "send_on": here.day, "queued_at": here.at}
            made = run(insert(tables.notices).values(**notice, **about)).inserted_primary_key
            sent = run(insert(tables.mails).values(key=key, **mail)).inserted_primary_key
            assert made
            assert sent
            run(insert(tables.mail_notices).values(mail_id=sent[0], notice_id=made[0]))
            return int(sent[0])

    def app(self, *, development: bool = True) -> FastAPI:
        return create_app(self.desk, Settings(development))

    def link(self, person: Person) -> str:
        return sign_in.make_link(self.desk, person, now(), timedelta(minutes=15))


class Visitor(TestClient):
    """A browser without a screen: keeps cookies, reads form tokens, follows no redirection by itself."""

    def __init__(self, app: FastAPI, base_url: str = "http://testserver") -> None:
        super().__init__(app, base_url=base_url, follow_redirects=False, raise_server_exceptions=False)

    def token(self, path: str) -> str:
        found = TOKEN.search(self.get(path).text)
        assert found, path
        return found[1]

    def fill(self, path: str, _from: str = "", **typed: str | list[str]):  # type: ignore[no-untyped-def]  # noqa: ANN201
        """Fill in the form found on page `_from` (or at `path`) and send it."""
        return self.post(path, data={"csrf": self.token(_from or path), **typed})

    def come_in(self, link: str) -> None:
        path = link.removeprefix("http://testserver")
        answer = self.fill(path)
        assert answer.status_code == 303, answer.text


@pytest.fixture(scope="session")
def settled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Town:
    """The town as every test finds it; nobody changes this one."""
    folder = tmp_path_factory.mktemp("town")
    shutil.copyfile(sqlite_template, folder / "town.sqlite")
    made = Town(f"sqlite:///{folder / 'town.sqlite'}", folder)
    made.settle()
    made.desk.store.close()
    return made


def copy_of(settled: Town, folder: Path, base_url: str = "http://testserver") -> Town:
    """A town of its own for one test."""
    for part in settled.folder.glob("town.sqlite*"):
        shutil.copyfile(part, folder / part.name)
    made = Town(f"sqlite:///{folder / 'town.sqlite'}", folder, base_url, first_id=10_000)
    for name in Town.__annotations__:
        setattr(made, name, getattr(settled, name))
    return made


@pytest.fixture
def town(settled: Town, tmp_path: Path) -> Iterator[Town]:
    made = copy_of(settled, tmp_path)
    yield made
    made.desk.store.close()


@pytest.fixture
def visitor(town: Town) -> Visitor:
    """Somebody who is not signed in."""
    return Visitor(town.app())


@pytest.fixture
def mission(town: Town) -> Visitor:
    """Claire, of the mission, signed in."""
    one = Visitor(town.app())
    one.come_in(town.link(town.claire))
    return one


def signed_in(town: Town, person: Person) -> Visitor:
    one = Visitor(town.app())
    one.come_in(town.link(person))
    return one
