"""The pages of workflows in a real browser: seen at both sizes, accessible, and usable without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from mandate_flow.domain.people import SYSTEM, Person, Role
from mandate_flow.edge.clock import moment, now
from mandate_flow.edge.web.app import create_app
from mandate_flow.service import sign_in
from mandate_flow.service.registers import NewPerson, add_person
from tests.browser.house import Latecomer
from tests.browser.test_pages import PICTURES
from tests.edge.web.conftest import Settings
from tests.service import next_version as v2
from tests.service.parcours import Town, prepare, town_on
from tests.support.browser import DESKTOP, PHONE, axe, watched_context
from tests.support.postgres import NewDatabase
from tests.support.serving import serving

HOME = "/administration/parcours"
PAGES = {
    "definitions": HOME,
    "definition": f"{HOME}/sieg/1",
    "definition-compared": f"{HOME}/sieg/comparer?de=1&a=2",
    "definition-migration": f"{HOME}/sieg/migrer?de=1&a=2&etat.{v2.STATE}={v2.RENAMED}",
}


@pytest.fixture
def town(new_sqlite: NewDatabase, tmp_path: Path) -> Iterator[tuple[Town, str]]:
    """Five files under sieg@1, sieg@2 published, and the site."""
    with town_on(new_sqlite(), prepare(tmp_path), tmp_path) as made:
        for acts in (1, 3, 6, 20, 23):
            made.play(acts)
        made.publish_next()
        late = Latecomer()
        with serving(late) as address:
            made.desk = replace(made.desk, base_url=address)
            late.app = create_app(made.desk, Settings(development=False))
            yield made, address


def come_in(town: Town, page: Page) -> Person:
    new = NewPerson("Thomas Leroy", "thomas@example.org", frozenset({Role.ADMINISTRATOR}))
    person = add_person(town.desk, new, moment(SYSTEM))
    page.goto(sign_in.make_link(town.desk, person, now()))
    page.get_by_role("button", name="Entrer dans Mandate Flow").click()
    return person


def look(page: Page, name: str) -> list[str]:
    """Pictures at both sizes with everything unfolded; what is wrong."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.evaluate("document.querySelectorAll('main details.once, main td details').forEach(one => one.open = true)")
    faults = []
    for size, (width, height) in {"desktop": DESKTOP, "phone": PHONE}.items():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=PICTURES / f"{name}.{size}.png", full_page=True)
        faults += [f"{name} {size}: {fault}" for fault in axe(page, every=True)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        faults += [f"{name}: {wide} px wide on {width}"] if wide > width else []
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    return faults


def test_every_page_of_workflows(town: tuple[Town, str], desktop: Page) -> None:
    come_in(town[0], desktop)
    faults = []
    for name, path in PAGES.items():
        answer = desktop.goto(town[1] + path)
        assert answer
        assert answer.status == 200, path
        faults += look(desktop, name)
    desktop.get_by_role("button", name="Migrer les dossiers cochés").click()
    expect(desktop.get_by_role("heading", level=1)).to_contain_text("version 1 → version 2")
    faults += look(desktop, "definition-moved")
    desktop.get_by_role("button", name="Annuler pour").click()
    expect(desktop.get_by_role("status")).to_contain_text("remis comme")
    faults += look(desktop, "definition-undone")
    assert not faults, "\n".join(faults)


def test_deciding_and_moving_without_scripts(town: tuple[Town, str], chromium: Browser) -> None:
    with watched_context(chromium, DESKTOP, java_script_enabled=False) as context:
        page = context.new_page()
        come_in(town[0], page)
        page.goto(f"{town[1]}{HOME}")
        page.get_by_role("link", name="Migrer vers la 2").click()
        page.get_by_label("L’état « Analyse juridique » n’existe plus").select_option(v2.RENAMED)
        page.get_by_label("Liens avec d’autres entreprises").check()
        page.get_by_role("button", name="Juger de nouveau").click()
        boxes = page.locator("input[name=dossier]")
        before = boxes.count()
        assert before > 1
        boxes.first.uncheck()
        page.get_by_role("button", name="Migrer les dossiers cochés").click()
        expect(page.locator("tbody tr")).to_have_count(before - 1)
    assert [one.workflow.version for one in town[0].files().values()].count(2) == before - 1
