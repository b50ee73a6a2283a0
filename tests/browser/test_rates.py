"""The register of rates, typed by a jurist and seen at both sizes, without scripts."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.hands import Hands
from tests.browser.house import House
from tests.browser.test_pages import look

PLACE = "/administration/taux"


def test_a_jurist_pastes_a_table_and_corrects_a_rate(house: House, screens: Callable[..., Hands]) -> None:
    sophie = screens(house, house.sophie, java_script_enabled=False)
    page = sophie.page
    sophie.open(PLACE)
    assert "Aucun taux n’est encore au registre" in page.inner_text("main")
    page.get_by_role("link", name="Saisir une période").click()
    page.get_by_label("Deux colonnes").fill("durée\ttaux\n1\t2,05\n5\t245\n10\t2,7")
    page.get_by_role("button", name="Remplir la grille").click()
    assert "n’est pas un taux plausible" in page.inner_text("main")
    page.get_by_label("Deux colonnes").fill("durée\ttaux\n1\t2,05\n5\t2,45\n10\t2,7")
    page.get_by_role("button", name="Remplir la grille").click()
    assert page.get_by_label("Taux en pour cent, ligne 2").input_value() == "2,45"
    page.get_by_label("Fictifs").check()
    page.get_by_label("Source").fill("Table inventée pour ce test")
    page.get_by_role("button", name="Enregistrer la table").click()
    assert "Les taux sont au registre." in page.inner_text("main")
    page.get_by_role("link", name="2,45").click()
    page.get_by_label("Taux", exact=True).fill("2,54")
    page.get_by_label("Motif de la correction").fill("Chiffres inversés")
    page.get_by_role("button", name="Corriger").click()
    assert "2,54" in page.inner_text("main")


def test_every_page_of_rates_at_both_sizes(house: House, screens: Callable[..., Hands]) -> None:
    sophie = screens(house, house.sophie)
    sophie.open(PLACE)
    faults = look(sophie, "rates-empty")
    sophie.open(f"{PLACE}/periode")
    faults += look(sophie, "rates-period")
    page = sophie.page
    for since, until, shift in (("01/07/2025", "31/12/2025", 0), ("01/07/2026", "31/12/2026", 12)):
        sophie.open(f"{PLACE}/periode")
        page.get_by_label("Premier jour").fill(since)
        page.get_by_label("Dernier jour").fill(until)
        page.get_by_label("Fictifs").check()
        page.get_by_label("Source").fill("Table inventée pour ce test")
        for row in range(1, 11):
            page.get_by_label(f"Taux en pour cent, ligne {row}", exact=True).fill(f"2,{10 + 5 * row + shift}")
        page.get_by_role("button", name="Enregistrer la table").click()
    sophie.open(f"{PLACE}/base")
    faults += look(sophie, "rates-base")
    page.get_by_label("Premier jour").fill("01/03/2026")
    page.get_by_label("Taux", exact=True).fill("2,15")
    page.get_by_label("Source").fill("Communication inventée pour ce test")
    page.get_by_role("button", name="Ajouter").click()
    faults += look(sophie, "rates")
    page.get_by_role("link", name="2,47").click()
    faults += look(sophie, "rates-one")
    sophie.open(f"{PLACE}/periode")
    page.get_by_label("Premier jour").fill("hier")
    page.get_by_label("Taux en pour cent, ligne 1", exact=True).fill("245")
    page.get_by_role("button", name="Enregistrer la table").click()
    faults += look(sophie, "rates-errors")
    assert not faults, "\n".join(faults)
