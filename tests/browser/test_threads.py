"""Beside the way of the file: a sum is recovered while a control goes on, and the page says what is open."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.browser.hands import Hands, plain
from tests.browser.house import House
from tests.browser.seed import Clerk
from tests.support.browser import DESKTOP, PHONE, axe

SHOTS: Final = os.environ.get("SCREENSHOTS", "")


def picture(hands: Hands, name: str) -> None:
    """Kept when SCREENSHOTS names a folder, to be looked at."""
    if SHOTS:
        for width, height in (DESKTOP, PHONE):
            hands.page.set_viewport_size({"width": width, "height": height})
            hands.page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
        hands.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})


@pytest.mark.timeout(180)
def test_a_sum_is_recovered_while_a_control_goes_on(house: House, screens: Callable[..., Hands]) -> None:
    clerk = Clerk(house, "Autopartage solidaire")
    clerk.bring_to("control")
    claire = screens(house, house.claire)
    claire.open(f"/dossiers/{clerk.file.ref}")
    claire.page.get_by_text("Autres suites").click()
    picture(claire, "suites")
    form = claire.page.locator("#etape-open_recovery")
    form.get_by_label("Exercice").select_option("2027")
    form.get_by_role("button", name="Ouvrir une récupération").click()
    claire.told("C’est fait")
    expect(claire.page.get_by_role("list", name="Ouvert dans ce dossier")).to_contain_text("exercice 2027")
    claire.fill({"Motif de la récupération": "Surcompensation au-delà de la tolérance, ou au dernier exercice"})
    claire.fill({"Montant réclamé": "17 325", "Mise en demeure envoyée le": "21/07/2028"})
    claire.press("Proposer : Décider de la récupération : exercice 2027")
    said = [plain(one) for one in claire.refusals()]
    assert any("Versez au dossier la mise en demeure" in one for one in said)
    assert any("laissez 15 jours à l’organisme pour répondre" in one for one in said)
    picture(claire, "recuperation")
    assert axe(claire.page, every=True) == []
