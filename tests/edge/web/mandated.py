"""A mandate that has been running for two years: what most pages of a file are about, played through the front door."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from mandate_flow.content.problem import Problems
from mandate_flow.content.stories_reader import BASES, STORIES, Shelf
from mandate_flow.domain.command import RecordFacts
from mandate_flow.domain.file import File
from mandate_flow.domain.people import Person
from mandate_flow.domain.story import Story
from mandate_flow.domain.story_start import before, moved
from mandate_flow.domain.value import FactType, Table
from mandate_flow.edge.clock import moment
from mandate_flow.service.act import Done, act
from mandate_flow.service.desk import Desk
from mandate_flow.service.opening import Opening, open_file
from mandate_flow.service.scenario import Cast, Stage
from tests.edge.web.conftest import LILLE
from tests.house.tree import ROOT

YEARS_AGO = 2
COLUMNS = (("year", FactType.NUMBER), ("amount", FactType.MONEY), ("kind", FactType.CHOICE))


def _story(desk: Desk) -> Story:
    path = ROOT / STORIES / BASES / "mandat.yaml"
    story = Shelf(ROOT, desk.library.latest).read(path, Problems(path.name))
    assert story is not None
    return moved(story, -YEARS_AGO)


class Office(Protocol):
    """A town or a house of the tests: the desk, and who plays in the story."""

    desk: Desk
    claire: Person
    ahmed: Person
    sophie: Person
    luc: Person


def mandated(
    town: Office,
    structure: str,
    until: str = "open_control",
    *,
    title: str = "",
    authority: str = LILLE,
    agent: Person | None = None,
) -> File:
    """A file of Lille and that structure, signed at the end of 2024 for 2025 to 2029, without any accounts yet.

    Or of another authority, with its own agent.
    """
    story = _story(town.desk)
    people: Mapping[str, Person] = {
        "agent": agent or town.ahmed,
        "jurist": town.sophie,
        "approver": town.luc,
        "mission": town.claire,
    }
    cast = Cast(people)
    named = title or story.given.title
    opening = Opening("sieg", named, story.given.theme, (authority,), (structure,), demonstration=True)
    file = open_file(town.desk, opening, cast.moment("agent", story.on))
    stage = Stage(town.desk, cast, dict.fromkeys(story.given.structures, structure) | {LILLE: authority})
    for one in before(story, until, "") or ():
        stage.play(file, one.deed, one.by, one.on)
    return now(town.desk, file)


def schedule(town: Office, file: File, *rows: tuple[int, str, str]) -> File:
    """Lille plans these (year, euros, kind)."""
    table = Table(COLUMNS, tuple((Decimal(year), Decimal(amount), kind) for year, amount, kind in rows))
    done = act(town.desk, file.id, RecordFacts({("payment_schedule", LILLE): table}), moment(town.ahmed))
    assert isinstance(done, Done)
    return done.file


def now(desk: Desk, file: File) -> File:
    with desk.store.read() as unit:
        return unit.files.get(file.id)
