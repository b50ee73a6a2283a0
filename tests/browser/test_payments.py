"""Payments in a browser: refused with reasons that lead somewhere, recorded, cancelled, at both sizes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.hands import Hands
from tests.browser.house import House
from tests.browser.test_pages import look
from tests.edge.web.mandated import mandated, schedule

PAID = {"Exercice": "2026", "Montant": "50 000", "Versé le": "02/02/2026", "Libellé (facultatif)": "Mandat 2026-091"}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_payment_is_checked_recorded_and_cancelled(
    house: House, screens: Callable[..., Hands], *, scripts: bool
) -> None:
    house.calendar.turn(date(2026, 11, 23))
    file = schedule(house, mandated(house, house.lilas.id), (2026, "90000", "cash"), (2026, "10000", "in_kind"))
    claire = screens(house, house.claire, java_script_enabled=scripts)
    claire.open(f"/dossiers/{file.ref}?etape=mandate")
    claire.page.get_by_role("link", name="Enregistrer ou annuler un versement").click()
    claire.fill(PAID)
    claire.press("Vérifier sans enregistrer")
    expect(claire.page.get_by_text("Rien ne s’oppose à ce versement")).to_be_visible()
    claire.press("Enregistrer")
    claire.told("Le versement est enregistré.")
    expect(claire.card("Prévu et versé")).to_contain_text("50\u202f000\u202f€")
    claire.fill(PAID | {"Montant": "60 000", "Versé le": "01/09/2026"})
    claire.press("Enregistrer")
    refusal = claire.page.get_by_role("alert")
    expect(refusal).to_contain_text("vérifiez le montant, puis cochez la case qui le confirme")
    claire.page.get_by_role("checkbox").last.check()
    claire.press("Enregistrer")
    expect(refusal).to_contain_text("l’échéancier en prévoit 100\u202f000\u202f€")
    expect(refusal).to_contain_text("Les comptes certifiés de l’exercice 2025")
    faults = look(claire, "payments-refused") if scripts else []
    claire.page.get_by_text("Constater ce versement comme irrégulier").click()
    claire.page.get_by_label("Comment cela s’est passé").fill("Parti avec ceux des autres organismes")
    claire.press("Enregistrer")
    claire.told("Le versement est enregistré.")
    listed = claire.card("Chaque versement")
    expect(listed).to_contain_text("Constaté malgré")
    faults += look(claire, "payments") if scripts else []
    latest = listed.locator("details").first
    latest.locator("summary").click()
    latest.get_by_label("Pourquoi il ne compte plus").fill("Rendu par l’organisme")
    latest.get_by_role("button", name="Annuler le versement").click()
    claire.told("Le versement est annulé.")
    expect(claire.card("Chaque versement")).to_contain_text("Annulé : Rendu par l’organisme")
    claire.open(f"/dossiers/{file.ref}?etape=mandate")
    faults += look(claire, "payments-file") if scripts else []
    assert faults == []
