"""Parts of pages exchanged in place: the focus stays, changes are read aloud, and no answer is ever swallowed."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.hands import Hands
from tests.browser.house import House

ASK = """([path, how]) => {
  htmx.ajax(how.method || "GET", path, {source: "#part", target: "#part", ...how}).catch(() => {})
}"""


def ask(page: Page, path: str, **how: object) -> None:
    """What an attribute of the page would ask for."""
    page.evaluate(ASK, [path, how])


def with_a_part(hands: Hands, path: str) -> Page:
    assert hands.open(path).ok
    hands.page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<div id=part hx-select=#part></div>')"
    )
    return hands.page


def test_an_error_is_shown_whole(house: House, screens: Callable[..., Hands]) -> None:
    claire = screens(house, house.claire)
    page = with_a_part(claire, "/dossiers")
    ask(page, "/dossiers/SIEG-2000-9999")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rien n’est ouvert pour vous")
    expect(page.get_by_role("link", name="Tableau de bord").first).to_be_visible()
    assert page.locator("main").count() == 1
    assert page.url.endswith("/dossiers")


def test_a_page_without_the_part_is_shown_whole(house: House, screens: Callable[..., Hands]) -> None:
    claire = screens(house, house.claire)
    page = with_a_part(claire, "/dossiers")
    ask(page, "/communes")
    expect(page.get_by_role("heading", level=1)).to_have_text("Communes")
    assert page.locator("main").count() == 1


def test_a_session_that_ended_leads_to_the_door_and_back(house: House, screens: Callable[..., Hands]) -> None:
    claire = screens(house, house.claire)
    page = with_a_part(claire, "/dossiers?q=auto")
    page.context.clear_cookies()
    ask(page, "/communes")
    page.wait_for_url(re.compile(r"/connexion\?suite=%2Fdossiers%3Fq%3Dauto$"))


def test_what_was_typed_comes_back_when_the_session_ended(house: House, screens: Callable[..., Hands]) -> None:
    claire = screens(house, house.claire)
    page = with_a_part(claire, "/dossiers/nouveau")
    page.context.clear_cookies()
    ask(page, "/dossiers/nouveau", method="POST", values={"titre": "Autopartage", "csrf": "x"})
    expect(page.get_by_role("button", name="Envoyer ma saisie")).to_be_visible()
    expect(page.locator("textarea[name=titre]")).to_have_value("Autopartage")


def test_a_server_out_of_reach_is_told(house: House, screens: Callable[..., Hands]) -> None:
    claire = screens(house, house.claire)
    page = with_a_part(claire, "/dossiers")
    page.route("**/communes", lambda route: route.abort())
    ask(page, "/communes")
    expect(page.get_by_role("alert")).to_contain_text("rien n’a été enregistré")
    page.unroute("**/communes")
    page.route("**/communes", lambda route: route.fulfill(status=502, body="Bad gateway"))
    ask(page, "/communes")
    expect(page.get_by_role("alert")).to_contain_text("Recommencez dans un instant")


def test_a_menu_closes_with_escape_and_when_one_goes_elsewhere(house: House, screens: Callable[..., Hands]) -> None:
    claire = screens(house, house.claire)
    claire.open("/dossiers")
    menu = claire.page.locator("details.drop", has_text="Mon compte")
    menu.locator("summary").click()
    expect(menu.get_by_role("button", name="Se déconnecter", exact=True)).to_be_visible()
    claire.page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    claire.page.get_by_role("heading", level=1).click()
    expect(menu).not_to_have_attribute("open", "")
