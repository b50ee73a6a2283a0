"""One's account and sessions, and proving again to be there before what binds: seen, accessible, scripts or not."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.hands import Hands
from tests.browser.house import House
from tests.browser.seed import Clerk
from tests.browser.test_pages import look

NewHands = Callable[..., Hands]


def test_ones_sessions_are_seen_and_closed(house: House, screens: NewHands) -> None:
    thomas, elsewhere = screens(house, house.thomas), screens(house, house.thomas)
    screens(house, house.ahmed)
    thomas.open("/compte")
    faults = look(thomas, "account")
    thomas.open(f"/administration/personnes/{house.ahmed.id}")
    faults += look(thomas, "administration-person")
    assert not faults, "\n".join(faults)
    thomas.open("/compte")
    thomas.page.get_by_role("button", name="Fermer :").click()
    thomas.told("C’est fermé")
    elsewhere.open("/compte")
    expect(elsewhere.heading("Se connecter")).to_be_visible()
    thomas.answer("Langue de mes pages et de mes courriels", "Nederlands")
    thomas.press("Enregistrer")
    thomas.told("Uw taal is opgeslagen.")
    assert not look(thomas, "account-nl")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_administrator_proves_again_and_loses_nothing(house: House, screens: NewHands, scripts: bool) -> None:  # noqa: FBT001
    thomas = screens(house, house.thomas, java_script_enabled=scripts)
    house.calendar.wait(20)
    thomas.open("/administration/personnes/nouvelle")
    page = thomas.page
    page.get_by_label("Nom", exact=True).fill("Nour Haddad")
    page.get_by_label("Adresse électronique").fill("nour@example.org")
    page.get_by_label("Juriste").check()
    thomas.press("Enregistrer")
    page.get_by_label("Code reçu par courriel").fill("000 000")
    if scripts:
        assert not look(thomas, "confirmation")
    thomas.press("Confirmer et envoyer")
    expect(page.get_by_role("alert")).to_contain_text("Il reste 4 essais")
    if scripts:
        assert not look(thomas, "confirmation-wrong")
    thomas.prove(house.thomas)
    expect(page.get_by_role("link", name="Nour Haddad")).to_be_visible()


def test_a_signature_asks_for_the_code_once_everything_is_saved(house: House, screens: NewHands) -> None:
    file = Clerk(house, "Autopartage").bring_to("proposed")
    sophie = screens(house, house.sophie)
    house.calendar.wait(20)
    sophie.open(f"/dossiers/{file.ref}")
    sophie.press("Confirmer : Soumettre à l’assemblée")
    sophie.prove(house.sophie)
    with house.desk.store.read() as unit:
        assert unit.files.get(file.id).state == "deliberation"
