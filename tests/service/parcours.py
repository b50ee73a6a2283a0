"""Files of one story, each stopped at another of its acts, under a published sieg@1; sieg@2 waits to be published."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from mandate_flow.content.library import load
from mandate_flow.content.problem import Problems
from mandate_flow.content.published import publish as write_lock
from mandate_flow.content.stories_reader import read_story
from mandate_flow.domain.command import Moment
from mandate_flow.domain.file import File
from mandate_flow.domain.people import SYSTEM, Person, Role
from mandate_flow.domain.register import Authority
from mandate_flow.domain.story import Expected, Story
from mandate_flow.service import definitions
from mandate_flow.service.desk import Desk
from mandate_flow.service.registers import add_authority
from mandate_flow.service.scenario import morning
from mandate_flow.service.stories import Theatre
from mandate_flow.store.unit import Store
from tests.service import next_version as v2

DAY = date(2026, 11, 23)
NOW = Moment(SYSTEM, morning(DAY), DAY)


@dataclass
class Town:
    """Files of one story, each stopped at another of its acts, under a published sieg@1."""

    desk: Desk
    folder: Path
    theatre: Theatre
    story: Story

    def publish_next(self) -> str:
        """sieg@2, a draft until now, is published, and the product started again."""
        sha256 = write_lock(self.folder, "sieg.v2.yaml")
        self.reload()
        return sha256

    def reload(self) -> None:
        self.desk = replace(self.desk, library=load(self.folder), stored=set())

    def play(self, acts: int) -> None:
        """One more file, brought to that act."""
        cut = replace(self.story, acts=self.story.acts[:acts], expected=Expected())
        list(self.theatre.play(cut))

    def files(self) -> dict[str, File]:
        with self.desk.store.read() as unit:
            found = unit.views.running("sieg", 1) + unit.views.running("sieg", 2)
            return {one.id: unit.files.get(one.id) for one in found}

    def events(self) -> list[tuple[bytes, bytes]]:
        with self.desk.store.read() as unit:
            return [(row.raw, row.hash) for row, _ in unit.log.walk()]


@dataclass
class Prepared:
    """What every town shares: a theatre over content whose first version is published, and its two libraries."""

    folder: Path
    theatre: Theatre
    story: Story
    later: Path


@contextmanager
def prepare(place: Path) -> Iterator[Prepared]:
    """Read and check the content once, for every town of a module."""
    for room in ("first", "theatre", "later"):
        (place / room).mkdir()
    folder = v2.content_copy(place / "first")
    write_lock(folder, "sieg.v1.yaml")
    path = folder / "workflows/stories/mandat-complet.yaml"
    with Theatre(folder, place / "theatre") as theatre:
        theatre.desk.store.close()
        story = read_story(path.read_bytes(), theatre.desk.library.latest, Problems(path.name))
        assert story
        later = v2.content_copy(place / "later")
        v2.write_next(later)
        definitions.publish(later, "sieg.v1.yaml")
        yield Prepared(folder, theatre, story, later)


@contextmanager
def town_on(database: str, prepared: Prepared, folder: Path) -> Iterator[Town]:
    """A town on its own database."""
    first = prepared.theatre.desk
    prepared.theatre.desk = replace(first, store=Store(database), stored=set())
    add_authority(prepared.theatre.desk, Authority("commune-59350", "commune", "Lille", "59350"), NOW)
    later = shutil.copytree(prepared.later, folder / "content")
    yield Town(prepared.theatre.desk, later, prepared.theatre, prepared.story)
    prepared.theatre.desk.store.close()
    prepared.theatre.desk = first


def mission(role: Role = Role.MISSION) -> Moment:
    return Moment(Person("m", "Mission", "m@exemple.fr", frozenset({role})), morning(DAY), DAY)
