from collections.abc import Iterator

import pytest

from mandate_flow.store.unit import Store
from tests.store.story import Story


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """A store on a fresh migrated database of each kind."""
    opened = Store(database)
    yield opened
    opened.close()


@pytest.fixture
def story(store: Store) -> Story:
    """The registers are filled; files are yours to open."""
    story = Story(store)
    story.begin()
    return story
