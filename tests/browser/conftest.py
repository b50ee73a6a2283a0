"""The whole product behind a real browser: composed as in production, served in a thread, on a clock the test holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from mandate_flow.app import compose, settings_of
from mandate_flow.domain.people import Person
from mandate_flow.edge import clock
from mandate_flow.edge.web.app import create_app
from tests.browser.hands import Hands
from tests.browser.house import Calendar, House, Latecomer, settle
from tests.support.browser import DESKTOP, watched_context
from tests.support.postgres import NewDatabase
from tests.support.serving import serving

NewHands = Callable[..., Hands]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    """The clock of the product; a test turns its pages."""
    held = Calendar()
    monkeypatch.setattr(clock, "now", held.now)
    return held


@pytest.fixture
def house(calendar: Calendar, new_sqlite: NewDatabase, tmp_path: Path) -> Iterator[House]:
    """The site of the mission, with its people, two structures and no file."""
    with open_house(calendar, new_sqlite(), tmp_path) as opened:
        yield opened


@contextmanager
def open_house(calendar: Calendar, url: str, folder: Path, **more: Any) -> Iterator[House]:
    """A house with some other settings."""
    settings = settings_of({}, data_dir=folder / "data", database_url=url, mail_contact="mission@example.org", **more)
    late = Latecomer()
    with serving(late) as address:
        desk = replace(compose(settings), base_url=address)
        late.app = create_app(desk, settings)
        yield settle(address, desk, calendar, folder / "data" / "mails")
        desk.store.close()


@pytest.fixture
def screens(chromium: Browser) -> Iterator[NewHands]:
    """Gives a person a screen of their own: `screens(house, house.ahmed)`, signed in by the mailed link."""
    with ExitStack() as open_screens:

        def new(house: House, person: Person | None = None, size: tuple[int, int] = DESKTOP, **options: Any) -> Hands:
            context = open_screens.enter_context(watched_context(chromium, size, **options))
            hands = Hands(house, context.new_page())
            if person is not None:
                hands.sign_in(person)
            return hands

        yield new
