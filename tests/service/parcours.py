"""Files of one story, each stopped at another of its acts, under a published sieg@1; sieg@2 waits to be published."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from mandate_flow.content.library import Library, load
from mandate_flow.content.published import publish as write_lock
from mandate_flow.content.stories_reader import read_stories
from mandate_flow.domain.command import Moment
from mandate_flow.domain.file import File
from mandate_flow.domain.people import SYSTEM, Person, Role
from mandate_flow.domain.register import Authority
from mandate_flow.domain.story import Story
from mandate_flow.service import definitions
from mandate_flow.service.desk import Desk
from mandate_flow.service.opening import Opening, open_file
from mandate_flow.service.registers import NewStructure, add_authority, add_structure
from mandate_flow.service.scenario import Cast, Stage, morning
from tests.service import next_version as v2
from tests.service.desks import desk_on

DAY = date(2026, 11, 23)
NOW = Moment(SYSTEM, morning(DAY), DAY)
LILLE = "commune-59350"
TOLD = "mandat-complet.yaml"


def person(role: Role, number: int = 1) -> Person:
    """Somebody of that role; agents are of Lille."""
    name = f"{role}{number if number > 1 else ''}"
    return Person(name, name.title(), f"{name}@exemple.fr", frozenset({role}), LILLE if role is Role.AGENT else None)


def mission(role: Role = Role.MISSION) -> Moment:
    """Somebody of that role, this morning."""
    return Moment(person(role), morning(DAY), DAY)


def cast() -> Cast:
    """Three persons of each role."""
    people = [person(role, number) for role in Role for number in (1, 2, 3)]
    return Cast({one.id: one for one in people})


@dataclass
class Town:
    """The desk, the folder where sieg@2 is a draft until it is published, and the story its files follow."""

    desk: Desk
    folder: Path
    story: Story
    structure: str

    def publish_next(self) -> str:
        """sieg@2, a draft until now, is published, and the product started again."""
        sha256 = write_lock(self.folder, "sieg.v2.yaml")
        self.reload()
        return sha256

    def reload(self) -> None:
        self.desk = replace(self.desk, library=load(self.folder), stored=set())

    def play(self, acts: int) -> File:
        """One more file, brought to that act."""
        told, people = self.story, cast()
        opening = Opening(told.workflow, told.given.title, told.given.theme, (LILLE,), (self.structure,))
        file = open_file(self.desk, opening, people.moment("agent", told.on))
        stage = Stage(self.desk, people, dict.fromkeys(told.given.structures, self.structure))
        for one in told.acts[:acts]:
            stage.play(file, one.deed, one.by, one.on)
        return self.file(file.id)

    def file(self, file_id: str) -> File:
        with self.desk.store.read() as unit:
            return unit.files.get(file_id)

    def files(self) -> dict[str, File]:
        with self.desk.store.read() as unit:
            found = unit.views.running("sieg", 1) + unit.views.running("sieg", 2)
            return {one.id: unit.files.get(one.id) for one in found}

    def events(self) -> list[tuple[bytes, bytes]]:
        with self.desk.store.read() as unit:
            return [(row.raw, row.hash) for row, _ in unit.log.walk()]


@dataclass
class Prepared:
    """What every town shares: content whose first version is published, and the same with a draft of the next."""

    first: Library
    later: Path
    story: Story


def prepare(place: Path) -> Prepared:
    """Read and check the content once, for every town of a module."""
    folder, later = place / "first", place / "later"
    v2.content_copy(folder)
    write_lock(folder, "sieg.v1.yaml")
    library = load(folder)
    (story,) = (one for one in read_stories(folder, library.latest) if one.file.endswith(TOLD))
    v2.content_copy(later)
    v2.write_next(later)
    definitions.publish(later, "sieg.v1.yaml")
    return Prepared(library, later, story)


@contextmanager
def town_on(database: str, prepared: Prepared, folder: Path) -> Iterator[Town]:
    """A town on its own database."""
    later = shutil.copytree(prepared.later, folder / "content")
    with desk_on(database, folder, prepared.first) as desk:
        add_authority(desk, Authority(LILLE, "commune", "Lille", "59350"), NOW)
        made = add_structure(desk, NewStructure("scic", "SCIC Lilas Autopartage"), mission())
        yield Town(desk, later, prepared.story, made.id)
