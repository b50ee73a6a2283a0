"""Pages on paper: the bar, the forms and the buttons stay behind, and nothing is cut off at the margin."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.hands import Hands
from tests.browser.house import House
from tests.browser.seed import Clerk
from tests.browser.test_pages import PICTURES

SHEETS = {
    "board": ("/", 718, 4), "list": ("/dossiers", 1010, 2), "file": ("/dossiers/{ref}", 718, 8),
    "sheet": ("/dossiers/{ref}/fiche", 718, 8), "commune": ("/communes/59350", 718, 4),
}  # fmt: skip
"""Address, width of the paper within its margins in pixels, and the most pages it should take."""
PAGE = re.compile(rb"/Type\s*/Page\b")


@pytest.mark.timeout(240)
def test_pages_print_as_clean_sheets(house: House, screens: Callable[..., Hands]) -> None:
    file = Clerk(house, "Autopartage en libre-service").bring_to("signed")
    house.calendar.turn(date(2027, 3, 1))
    house.tick()
    claire = screens(house, house.claire)
    page = claire.page
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, (path, width, most) in SHEETS.items():
        page.set_viewport_size({"width": width, "height": 1040})
        assert claire.open(path.format(ref=file.ref)).status == 200
        page.emulate_media(media="print")
        expect(page.get_by_role("banner")).to_be_hidden()
        expect(page.get_by_role("contentinfo")).to_be_hidden()
        expect(page.locator(".paper-only")).to_contain_text("Imprimé le 1 mars 2027")
        assert page.get_by_role("button").count() == 0, name
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name}: {wide} px on {width}"
        page.screenshot(path=PICTURES / f"{name}.print.png", full_page=True)
        page.emulate_media(media="screen")
        sheets = len(PAGE.findall(page.pdf(format="A4", prefer_css_page_size=True)))
        assert 1 <= sheets <= most, f"{name}: {sheets} pages"
