"""Beside the way of the file: a sum is recovered while a control goes on, and the page says what is open."""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from mandate_flow.domain.command import RecordFacts
from mandate_flow.domain.file import FactKey
from mandate_flow.domain.value import Table, Value
from mandate_flow.edge.clock import moment
from mandate_flow.service.act import Done, act
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


def measured(house: House, clerk: Clerk) -> None:
    """Two indicators of the mandate, and what a year gave."""
    aimed = clerk.definition.facts["indicators"].typed_columns
    found = clerk.definition.facts["indicator_results"].typed_columns
    rows = (
        ("Desserte", "Stations ouvertes", Decimal(40), "stations"),
        ("Accueil", "Demandes servies", Decimal("92.5"), "%"),
    )
    results = (("Stations ouvertes", Decimal(41), None), ("Demandes servies", Decimal(90), None))
    facts: dict[FactKey, Value | None] = {
        ("indicators", ""): Table(aimed, rows),
        ("indicator_results", "2027"): Table(found, results),
    }
    answer = act(house.desk, clerk.file.id, RecordFacts(facts), moment(house.claire))
    assert isinstance(answer, Done), answer


@pytest.mark.timeout(180)
def test_a_mandate_is_amended_and_its_renewal_prepared(house: House, screens: Callable[..., Hands]) -> None:
    clerk = Clerk(house, "Autopartage solidaire")
    clerk.bring_to("controlled")
    claire = screens(house, house.claire)
    page = claire.page
    claire.open(f"/dossiers/{clerk.file.ref}?etape=mandate")
    assert page.locator("[name='fait.mandate_end']").count() == 0
    expect(page.get_by_text("Pour les changer : « Ouvrir un avenant »").first).to_be_visible()
    page.get_by_text("Autres suites", exact=True).click()
    form = page.locator("#etape-open_amendment")
    form.get_by_role("button", name="Ouvrir un avenant").click()
    expect(page.get_by_role("alert")).to_contain_text("Indiquez le jour de la séance")
    form.get_by_label("Jour de la séance ou de la décision").fill("2028-09-14")
    form.get_by_role("button", name="Ouvrir un avenant").click()
    claire.told("C’est fait")
    expect(page.get_by_role("list", name="Ouvert dans ce dossier")).to_contain_text("séance du 14 septembre 2028")
    claire.fill({"Fin du mandat": "31/12/2034", "Objet de l’avenant": "Deux années de moins"})
    claire.save()
    claire.press("Proposer : Signer l’avenant : séance du 14 septembre 2028")
    assert any("Déposez l’avenant signé" in plain(one) for one in claire.refusals())
    picture(claire, "avenant")
    assert axe(page, every=True) == []
    measured(house, clerk)
    claire.open(f"/dossiers/{clerk.file.ref}?etape=evaluation")
    expect(claire.card("Objectifs et résultats")).to_contain_text("en dessous")
    claire.fill({"Suite proposée": "Renouveler"})
    claire.save()
    page.get_by_text("Autres suites", exact=True).click()
    page.locator("#etape-prepare_renewal").get_by_role("button", name="Préparer le renouvellement").click()
    claire.told("C’est fait")
    expect(page.get_by_text("Renouvellement préparé")).to_be_visible()
    picture(claire, "renouvellement")
    page.get_by_role("link", name="SIEG-2028-0001").click()
    expect(page.get_by_text("Ce dossier fait suite au dossier")).to_be_visible()
    picture(claire, "suite")
    assert axe(page, every=True) == []
