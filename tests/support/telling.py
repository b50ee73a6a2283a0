"""A story of the content, really played on a desk of a test, for people of that test."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from mandate_flow.content.library import load
from mandate_flow.content.stories_reader import read_stories
from mandate_flow.domain.file import File
from mandate_flow.domain.people import Person
from mandate_flow.domain.story import Story
from mandate_flow.service.desk import Desk
from mandate_flow.service.opening import Opening, open_file
from mandate_flow.service.scenario import Cast, Stage
from tests.house.tree import ROOT


@cache
def _stories() -> dict[str, Story]:
    library = load(ROOT)
    return {Path(one.file).stem: one for one in read_stories(ROOT, library.latest)}


def told(desk: Desk, name: str, people: Mapping[str, Person], structure: str, title: str = "", acts: int = 0) -> File:
    """The file as that story leaves it, or as it is after so many acts (before the last ones when negative)."""
    story = _stories()[name]
    cast = Cast(people)
    opening = Opening(
        story.workflow,
        title or story.given.title,
        story.given.theme,
        story.given.authorities,
        (structure,),
        demonstration=True,
    )
    file = open_file(desk, opening, cast.moment("agent", story.on))
    stage = Stage(desk, cast, dict.fromkeys(story.given.structures, structure))
    for one in story.acts[: acts or len(story.acts)]:
        stage.play(file, one.deed, one.by, one.on)
    with desk.store.read() as unit:
        return unit.files.get(file.id)
