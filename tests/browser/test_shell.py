"""The frame of every page: keys, language and look, the colours of the system, a large print."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.hands import Hands
from tests.browser.house import House
from tests.browser.test_pages import PICTURES
from tests.support.browser import axe

GROUND = "() => getComputedStyle(document.body).backgroundColor"


def test_keys_for_those_who_know_them(house: House, screens: Callable[..., Hands]) -> None:
    claire = screens(house, house.claire)
    claire.open("/communes")
    page = claire.page
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Au clavier")
    expect(keys).to_be_visible()
    assert axe(page, every=True) == []
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#recherche")).to_be_focused()
    page.keyboard.type("?g")
    expect(keys).to_be_hidden()
    expect(page.locator("#recherche")).to_have_value("?g")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/dossiers")
    page.keyboard.press("?")
    keys.get_by_role("button", name="Désactiver ces touches").click()
    page.wait_for_url("**/dossiers")
    claire.settled()
    page.keyboard.press("?")
    page.keyboard.press("g")
    page.keyboard.press("e")
    expect(keys).to_be_hidden()
    assert page.url.endswith("/dossiers")


def test_language_and_look_without_scripts(house: House, screens: Callable[..., Hands]) -> None:
    claire = screens(house, house.claire, java_script_enabled=False)
    claire.open("/dossiers?q=auto")
    page = claire.page
    page.get_by_role("button", name="Nederlands").click()
    page.wait_for_url("**/dossiers?q=auto")
    expect(page.get_by_role("navigation", name="Hoofdnavigatie", exact=True)).to_contain_text("Gemeenten")
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    page.get_by_role("button", name="donker").click()
    page.wait_for_url("**/dossiers?q=auto")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="donker")).to_have_attribute("aria-pressed", "true")


def test_the_look_that_is_chosen_wins_over_the_machine(house: House, screens: Callable[..., Hands]) -> None:
    claire = screens(house, house.claire)
    page = claire.page
    seen = {}
    for chosen in ("automatique", "claire", "sombre"):
        claire.open("/aide")
        page.get_by_role("button", name=chosen).click()
        claire.settled()
        for machine in ("light", "dark"):
            page.emulate_media(color_scheme=machine)
            seen[chosen, machine] = page.evaluate(GROUND)
    light, dark = seen["automatique", "light"], seen["automatique", "dark"]
    assert light != dark
    assert {seen["claire", machine] for machine in ("light", "dark")} == {light}
    assert {seen["sombre", machine] for machine in ("light", "dark")} == {dark}


def test_the_colours_of_the_system_and_a_large_print(house: House, screens: Callable[..., Hands]) -> None:
    claire = screens(house, house.claire)
    page = claire.page
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, path in {"board": "/", "list": "/dossiers", "deadlines": "/echeances"}.items():
        page.set_viewport_size({"width": 1360, "height": 900})
        page.emulate_media(forced_colors="active", reduced_motion="reduce")
        claire.open(path)
        page.screenshot(path=PICTURES / f"{name}.forced-colours.png", full_page=True)
        assert (
            page.locator(".bar [aria-current]").first.evaluate("one => getComputedStyle(one).borderBottomWidth")
            == "3px"
        )
        page.emulate_media(forced_colors="none", reduced_motion="no-preference")
        page.set_viewport_size({"width": 680, "height": 450})  # what a zoom of 200 % leaves of a laptop's screen
        claire.open(path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 680, f"{name}: {wide} px"
        expect(page.get_by_text("Menu", exact=True)).to_be_visible()
