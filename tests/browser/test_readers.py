"""What a screen reader is given on the main pages, from Chromium's own accessibility tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

import pytest

from tests.browser.hands import Hands
from tests.browser.house import House
from tests.browser.seed import Clerk

MAIN = {
    "board": "/", "list": "/dossiers", "file": "/dossiers/{ref}", "commune": "/communes/59350",
    "structure": "/structures/{structure}",
}  # fmt: skip
LINE = re.compile(r"""^\s*- '?(?P<role>[a-z]+)(?: "(?P<name>(?:[^"\\]|\\.)*)")?(?P<rest>.*)$""")
NAMED = {"button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "img", "region", "navigation",
         "table", "dialog", "spinbutton", "listbox"}  # fmt: skip
TABLES = """() => [...document.querySelectorAll("main table")].filter(table => table.offsetParent).map(table => ({
  name: table.caption?.textContent.trim() || table.getAttribute("aria-label") || "",
  heads: table.querySelectorAll("th").length,
  unscoped: [...table.querySelectorAll("thead th")].filter(head => !head.scope).length,
}))"""
Line = tuple[str, str, str]


def spoken(hands: Hands) -> list[Line]:
    """Role, name and the rest of each line of the tree."""
    return list(_lines(hands.page.locator("body").aria_snapshot()))


def _lines(tree: str) -> Iterator[Line]:
    for line in tree.splitlines():
        found = LINE.match(line)
        if found:
            yield found["role"], found["name"] or "", found["rest"]


@pytest.fixture
def seated(house: House, screens: Callable[..., Hands]) -> tuple[Hands, dict[str, str]]:
    """Claire, on the day a control of the file is late."""
    file = Clerk(house, "Autopartage en libre-service").bring_to("control")
    house.calendar.turn(date(2028, 9, 24))
    house.tick()
    return screens(house, house.claire), {"ref": file.ref, "structure": file.structures[0]}


@pytest.mark.timeout(240)
def test_everything_has_a_name_and_a_place(seated: tuple[Hands, dict[str, str]]) -> None:
    claire, about = seated
    faults = []
    for page, path in MAIN.items():
        assert claire.open(path.format(**about)).status == 200
        lines = spoken(claire)
        faults += [f"{page}: {fault}" for fault in (*nameless(lines), *landmarks(lines), *headings(lines))]
        faults += [f"{page}: table {one}" for one in claire.page.evaluate(TABLES) if not sound(one)]
        if claire.page.locator("[aria-live=polite]#annonces").count() != 1:
            faults.append(f"{page}: no live region")
    assert not faults, "\n".join(faults)


def test_the_bar_says_where_one_is_and_who_one_is(seated: tuple[Hands, dict[str, str]]) -> None:
    claire, about = seated
    claire.open("/dossiers/{ref}".format(**about))
    bar = claire.page.get_by_role("banner")
    tree = bar.aria_snapshot()
    assert '- navigation "Principal"' in tree
    assert 'link "Dossiers"' in tree
    assert '"Mon compte : Claire Delcourt"' in tree
    assert "Rechercher un dossier, une commune ou une structure" in tree
    assert bar.locator("[aria-current]").first.inner_text() == "Dossiers"
    trail = claire.page.get_by_role("navigation", name="Fil d’Ariane").aria_snapshot()
    assert about["ref"] in trail
    steps = claire.page.get_by_role("list", name="Étapes du dossier").aria_snapshot()
    assert "(passée)" in steps


def nameless(lines: list[Line]) -> list[str]:
    return [f"a {role} without a name {rest}" for role, name, rest in lines if role in NAMED and not name.strip()]


def landmarks(lines: list[Line]) -> list[str]:
    roles = [role for role, _, _ in lines]
    wrong = [f"{roles.count(one)} {one}" for one in ("banner", "main", "contentinfo") if roles.count(one) != 1]
    regions = [name for role, name, _ in lines if role == "region"]
    return wrong + [f"two regions « {one} »" for one in set(regions) if regions.count(one) > 1]


def headings(lines: list[Line]) -> list[str]:
    """One title, and no level left out on the way down."""
    levels = [
        int(found[1]) for role, _, rest in lines if role == "heading" and (found := re.search(r"level=(\d)", rest))
    ]
    wrong = [] if levels.count(1) == 1 else [f"{levels.count(1)} titles"]
    steps = pairwise(levels)
    return wrong + [f"from level {one} to level {other}" for one, other in steps if other > one + 1]


def sound(table: dict[str, object]) -> bool:
    return bool(table["name"]) and bool(table["heads"]) and not table["unscoped"]
