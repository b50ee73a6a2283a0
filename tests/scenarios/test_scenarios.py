"""Every story of workflows/stories is a test: a jurist who writes one has written a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mandate_flow.content.stories_reader import story_files
from mandate_flow.content.where import find_content
from mandate_flow.service.stories import Theatre

FOLDER = find_content()


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    with Theatre(FOLDER, tmp_path_factory.mktemp("stories")) as made:
        yield made


@pytest.mark.parametrize("path", story_files(FOLDER), ids=lambda path: path.stem)
def test_story(theatre: Theatre, path: Path) -> None:
    failures = theatre.run(path).failures
    assert not failures, "\n" + "\n".join(failures)


def test_there_are_stories() -> None:
    assert len(story_files(FOLDER)) >= 10
