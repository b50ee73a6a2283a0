"""An agent who knows no law answers plain questions, sees every regime with its reasons, and chooses one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from mandate_flow.domain.command import Moment
from mandate_flow.service.reading import FilePage, file_page
from tests.browser.hands import Hands, Typed, plain
from tests.browser.house import House
from tests.browser.seed import Clerk
from tests.support.browser import DESKTOP, PHONE, axe

SHOTS: Final = os.environ.get("SCREENSHOTS", "")
ANSWERS: Final[tuple[tuple[str, Typed], ...]] = (
    (
        "L’activité",
        {
            "Les usagers paient-ils une part réelle du service ?": "Oui",
            "Quelqu’un d’autre propose-t-il, ou pourrait-il proposer, un service comparable contre paiement ?": "Oui",
            "Le service relève-t-il de la puissance publique, ou d’une solidarité obligatoire et gratuite "
            "contrôlée par l’État ?": "Non",
            "Au vu de ces réponses, l’activité est-elle économique ?": "Oui",
            "Pourquoi, en quelques phrases ?": "Les usagers paient l’heure de voiture ; un loueur existe.",
        },
    ),
    (
        "L’argent public",
        {
            "Donnez-vous quelque chose qui vient de la collectivité, ou renoncez-vous à le percevoir ?": "Oui",
            "Un investisseur ou un acheteur privé aurait-il refusé de donner autant, aux mêmes conditions ?": "Oui",
        },
    ),
    (
        "Les échanges avec les autres États",
        {
            "Le service se rend-il sur un territoire limité, comme un quartier, une commune ou quelques "
            "communes ?": "Oui",
            "Des usagers d’un autre État, par exemple de Belgique, pourraient-ils venir l’utiliser ?": "Oui",
            "Une entreprise d’un autre État pourrait-elle renoncer à s’installer ou à investir à cause de "
            "cette aide ?": "Non",
        },
    ),
    # This one appears once the three others are answered.
    (
        "Les échanges avec les autres États",
        {"Au total, un effet sur la concurrence et les échanges est-il possible ?": "Oui"},
    ),
    (
        "Le besoin et les obligations",
        {
            "Que se passerait-il sans vous : le marché rendrait-il ce service, aux mêmes conditions de prix, "
            "de qualité et d’accès ?": "Aucun loueur ne dessert les quartiers prioritaires (enquête de 2025).",
            "Que l’organisme devra-t-il faire, qu’il ne ferait pas de lui-même ?": "Une station par quartier.",
        },
    ),
    (
        "Les montants",
        {
            "Combien l’organisme recevra-t-il chaque année, avantages en nature compris ?": "82 500",
            "Pendant combien d’années ?": "5",
            "Quel montant total lui promettez-vous en signant, toutes années confondues ?": "412 500",
            "En plus de celles du registre de ce logiciel, combien d’aides de minimis l’organisme et les entreprises "
            "liées déclarent-ils avoir reçu de tous les financeurs, sur les trois dernières années ?": "40 000",
            "L’activité relève-t-elle de la pêche, de l’agriculture primaire ou de l’exportation ?": "Non",
            "L’aide a-t-elle un de ces objets ?": "Aucun de ces objets",
        },
    ),
    (
        "Les quatre critères Altmark",
        {
            "La formule de la compensation est-elle écrite avant le premier versement ?": "Oui",
            "La compensation s’arrête-t-elle au coût net et à un bénéfice raisonnable ?": "Oui",
            "Comment l’organisme, ou le niveau de la compensation, a-t-il été choisi ?": "Ni l’un ni l’autre",
        },
    ),
    (
        "Subvention, marché ou concession",
        {
            "Qui a eu l’idée du projet et en a défini le contenu ?": "L’organisme",
            "Le service répond-il à un besoin propre de la collectivité ?": "Non",
            "Recevrez-vous, contre l’argent, une prestation précise à un prix ?": "Non",
            "L’organisme se paie-t-il surtout sur les usagers, au risque de perdre de l’argent ?": "Non",
        },
    ),
)


def picture(hands: Hands, name: str) -> None:
    """Kept when SCREENSHOTS names a folder, to be looked at."""
    if SHOTS:
        for width, height in (DESKTOP, PHONE):
            hands.page.set_viewport_size({"width": width, "height": height})
            hands.page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
        hands.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})


def seen(house: House) -> FilePage:
    at = house.calendar.now()
    return file_page(house.desk, "SIEG-2026-0001", Moment(house.ahmed, at, at.date()))


@pytest.mark.timeout(180)
def test_an_agent_who_knows_no_law_chooses_a_regime(house: House, screens: Callable[..., Hands]) -> None:
    clerk = Clerk(house, "Autopartage solidaire")
    clerk.bring_to("analysis")
    ahmed = screens(house, house.ahmed)
    ahmed.open(f"/dossiers/{clerk.file.ref}")
    ahmed.page.get_by_role("link", name="Choisir le régime par des questions guidées").click()
    answers(ahmed)
    compares(ahmed)
    chooses(ahmed, house)
    locked(house, clerk, screens)


def answers(ahmed: Hands) -> None:
    for title, typed in ANSWERS:
        expect(ahmed.page.get_by_role("heading", name=title, exact=True)).to_be_visible()
        ahmed.fill(typed)
        if title == "Les montants":
            picture(ahmed, "questions")
            assert axe(ahmed.page, every=True) == []
        ahmed.press("Enregistrer et continuer")


def compares(ahmed: Hands) -> None:
    expect(ahmed.heading("Régime recommandé : R5 – De minimis SIEG")).to_be_visible()
    why_not = plain(ahmed.card("Pourquoi pas le de minimis général").inner_text())
    assert "Il ne suffit pas" in why_not
    assert "40 000 € déclarés en plus et 412 500 € promis font 452 500 €" in why_not
    assert "le plafond est de 300 000 € sur 3 ans" in why_not
    assert "règlement (UE) 2023/2831, art. 3, paragraphe 2" in why_not
    regimes = ahmed.page.locator("details.way[id^=R]")
    assert regimes.count() == 10
    outlooks = {one.get_attribute("id"): one.locator(".badge").last.inner_text() for one in regimes.all()}
    assert {code for code, words in outlooks.items() if words == "convient"} == {
        "R5_DEMIN_SIEG",
        "R6_DECISION",
        "R8_NOTIFY",
    }
    for one in regimes.all():
        if one.get_attribute("open") is None:
            one.locator("summary").click()
    assert "quatrième critère Altmark manque" in plain(regimes.locator("xpath=self::*[@id='R2_ALTMARK']").inner_text())
    assert "Des usagers d’un autre État peuvent venir" in plain(ahmed.page.locator("#R3_LOCAL").inner_text())
    assert "Risque faible" in plain(ahmed.card("Subvention, marché public").inner_text())
    picture(ahmed, "comparaison")
    assert axe(ahmed.page, every=True) == []


def chooses(ahmed: Hands, house: House) -> None:
    assert ahmed.typed_in("Régime retenu") == plain("R5 – De minimis SIEG (convient)")
    assert "Conditions réunies" in ahmed.typed_in("Motifs du régime")
    ahmed.answer("Régime retenu", "R4 – De minimis général (ne convient pas)")
    ahmed.press("Enregistrer le régime")
    expect(ahmed.page.get_by_role("alert")).to_contain_text("Ce régime ne convient pas d’après les réponses données.")
    ahmed.answer("Régime retenu", "R5 – De minimis SIEG (convient)")
    ahmed.press("Enregistrer le régime")
    ahmed.told("Le régime est enregistré, avec la comparaison")
    page = seen(house)
    event = page.history[-1]
    assert event.outcome["comparison"]["recommended"] == "R5_DEMIN_SIEG"
    assert event.outcome["comparison"]["figures"]["deminimis_amount"] == "41250000"
    assert house.desk.library.regimes["sieg"].sha256 in event.contents
    assert {name for name in ("regime", "instrument") if page.file.fact(name)} == {"regime", "instrument"}
    ahmed.page.get_by_role("link", name="Les montants").click()
    ahmed.fill({"Pendant combien d’années ?": "4"})
    ahmed.press("Enregistrer et continuer")
    ahmed.page.get_by_role("link", name="Voir la comparaison").click()
    expect(ahmed.page.get_by_text("Depuis le choix du régime")).to_be_visible()


def locked(house: House, clerk: Clerk, screens: Callable[..., Hands]) -> None:
    """Once two people confirmed, the page is read, and the file shows the answers without fields."""
    other = Clerk(house, "Un autre autopartage")
    other.bring_to("deliberation")
    ahmed = screens(house, house.ahmed)
    ahmed.open(f"/dossiers/{other.file.ref}/regime?groupe=amounts")
    expect(ahmed.page.get_by_text("Le régime a été confirmé à deux personnes")).to_be_visible()
    assert ahmed.page.get_by_role("button", name="Enregistrer et continuer").count() == 0
    ahmed.open(f"/dossiers/{other.file.ref}?etape=legal_analysis")
    assert ahmed.page.locator("[name='fait.regime']").count() == 0
    picture(ahmed, "fixe")
    assert axe(ahmed.page, every=True) == []
