"""Every page at both sizes: seen, accessible, within its screen, usable by keyboard and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.hands import Hands
from tests.browser.house import House
from tests.browser.seed import STAGES, Clerk
from tests.house.tree import ROOT
from tests.support.browser import DESKTOP, PHONE, axe

PICTURES = ROOT / "test-artifacts" / "pictures"
SIZES = {"desktop": DESKTOP, "phone": PHONE}


def look(hands: Hands, name: str) -> list[str]:
    """Take pictures of the page at both sizes; what is wrong with it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    faults = []
    for size, (width, height) in SIZES.items():
        hands.page.set_viewport_size({"width": width, "height": height})
        whole = hands.page.evaluate(
            "document.documentElement.scrollHeight"
        )  # else what sticks to the foot hides a line
        hands.page.set_viewport_size({"width": width, "height": max(height, whole)})
        hands.page.screenshot(path=PICTURES / f"{name}.{size}.png", full_page=True)
        faults += [f"{name} {size}: {fault}" for fault in axe(hands.page)]
    for width in (390, 320):
        hands.page.set_viewport_size({"width": width, "height": 800})
        wide = hands.page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{name}: {wide} px wide on {width}")
    hands.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    return faults


@pytest.mark.parametrize("stage", STAGES)
def test_a_file_at_each_stage(house: House, screens: Callable[..., Hands], stage: str) -> None:
    file = Clerk(house, "Autopartage en libre-service").bring_to(stage)
    house.tick()
    ahmed = screens(house, house.ahmed)
    assert ahmed.open(f"/dossiers/{file.ref}").status == 200
    assert look(ahmed, f"file-{STAGES.index(stage)}-{stage}") == []
