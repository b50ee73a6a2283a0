"""Deciding of a deadline from the page of its file, seen at both sizes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.browser.hands import Hands
from tests.browser.house import House
from tests.browser.seed import Clerk
from tests.browser.test_pages import look


def decide(hands: Hands, title: str, field: str, reason: str, button: str) -> None:
    """Unfold a decision, give its reason, and take it."""
    hands.page.get_by_role("heading", name=title).click()
    hands.page.locator(f"#{field}").fill(reason)
    hands.page.get_by_role("button", name=button).click()


def test_an_agent_extends_suspends_and_waives(house: House, screens: Callable[..., Hands]) -> None:
    file = Clerk(house, "Autopartage en libre-service").bring_to("signed")
    house.calendar.turn(date(2028, 5, 2))
    ahmed = screens(house, house.ahmed)
    page, place = ahmed.page, f"/dossiers/{file.ref}"
    ahmed.open(place)
    faults = look(ahmed, "deadline-file")
    link = page.locator(f'a[href="{place}/echeances/financial_report?de=2027"]')
    for one in page.locator("details", has=link).all():  # the fold of the other deadlines, then that of this one
        one.locator("> summary").click()
    link.click()
    faults += look(ahmed, "deadline-page")
    page.get_by_role("heading", name="Prolonger").click()
    page.get_by_label("Nouveau dernier jour").fill("31/08/2028")
    page.get_by_role("button", name="Prolonger l’échéance").click()
    faults += look(ahmed, "deadline-wrong")
    assert "Motif : la réponse manque." in page.inner_text("main")
    page.get_by_label("Motif").first.fill("Le commissaire aux comptes a changé")
    page.get_by_role("button", name="Prolonger l’échéance").click()
    ahmed.told("L’échéance est prolongée. Les rappels suivront la nouvelle date.")
    ahmed.open(f"{place}/echeances/financial_report?de=2027")
    decide(ahmed, "Suspendre", "suspendre_motif", "Locaux sinistrés", "Suspendre le délai")
    ahmed.told("L’échéance est suspendue : personne n’en reçoit de rappel.")
    faults += look(ahmed, "deadline-suspended-file")
    link.click()
    faults += look(ahmed, "deadline-suspended")
    house.calendar.turn(date(2028, 5, 22))
    ahmed = screens(house, house.ahmed)
    page = ahmed.page
    ahmed.open(f"{place}/echeances/financial_report?de=2027")
    decide(ahmed, "Faire reprendre", "reprendre_motif", "Pièces retrouvées", "Faire reprendre le délai")
    ahmed.told("L’échéance court de nouveau.")
    ahmed.open(f"{place}/echeances/financial_report?de=2027")
    assert "20 septembre 2028" in page.inner_text("main").replace("\u00a0", " ")
    faults += look(ahmed, "deadline-decided")
    ahmed.open("/echeances")
    faults += look(ahmed, "deadlines-list")
    assert not faults, "\n".join(faults)
