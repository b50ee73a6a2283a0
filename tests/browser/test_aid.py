"""The page of a structure: its ceilings in words, aid entered, tried and refused, links, at both sizes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.hands import Hands
from tests.browser.house import House
from tests.browser.test_pages import look

AID = {
    "Règlement": "De minimis SIEGLe service est confié par écrit.",
    "Montant de l’aide": "457 500",
    "Date d’octroi": "02/03/2026",
    "Financeur": "Lille",
    "Forme de l’aide": "Mise à disposition de locaux (en nature)",
    "Service concerné (facultatif)": "Autopartage solidaire",
}
LINK = {
    "Autre organisme": "Roubaix",
    "Nature du lien": "Détention de capital, sans contrôle (avertit sans réunir)",
    "Depuis le": "01/01/2025",
    "Part du capital (facultatif)": "30",
}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_ledger_of_a_structure(house: House, screens: Callable[..., Hands], *, scripts: bool) -> None:
    house.calendar.turn(date(2026, 11, 23))
    claire = screens(house, house.claire, java_script_enabled=scripts)
    claire.open(f"/structures/{house.lilas.id}")
    claire.fill(AID)
    claire.press("Essayer sans inscrire")
    claire.told("Cette aide tiendrait sous le plafond")
    claire.press("Inscrire l’aide")
    claire.told("L’aide est inscrite au registre.")
    said = "457 500 € sur 750 000 €, reste 292 500 €, règlement (UE) 2023/2832, art. 3, paragraphe 2"
    expect(claire.card("Plafonds de minimis")).to_contain_text(said)
    expect(claire.card("Aides de minimis")).to_contain_text("2 mars 2029")
    claire.fill(AID | {"Montant de l’aide": "292 500,01"})
    claire.press("Inscrire l’aide")
    refusal = claire.page.get_by_role("alert")
    expect(refusal).to_contain_text("le plafond serait dépassé")
    expect(refusal).to_contain_text("0,01 € de trop pour un plafond de 750 000 €")
    faults = look(claire, f"aid-refused-{scripts}") if scripts else []
    claire.open(f"/structures/{house.lilas.id}")
    claire.fill(LINK)
    claire.press("Déclarer le lien")
    claire.told("Le lien est noté.")
    expect(claire.card("Plafonds de minimis")).to_contain_text("Roubaix (30 %)")
    faults += look(claire, "aid-ledger") if scripts else []
    assert faults == []
