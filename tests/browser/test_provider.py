"""Through an identity provider in a browser: in, proving again in another tab while the form waits, and out."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import open_house
from tests.browser.hands import Hands
from tests.browser.house import Calendar, House
from tests.browser.test_pages import look
from tests.support.postgres import NewDatabase
from tests.support.provider import CLIENT, SECRET, FakeProvider, provider


@pytest.fixture
def idp() -> Iterator[FakeProvider]:
    with provider() as made:
        made.claims["email"] = "thomas@example.org"
        yield made


@pytest.fixture
def joined(calendar: Calendar, new_sqlite: NewDatabase, tmp_path: Path, idp: FakeProvider) -> Iterator[House]:
    """The house, which trusts the provider."""
    more = {"oidc_issuer": idp.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET, "oidc_trust_email": True}
    with open_house(calendar, new_sqlite(), tmp_path, **more) as opened:
        yield opened


@pytest.mark.parametrize("scripts", [True, False])
def test_in_again_and_out(joined: House, idp: FakeProvider, screens: Callable[..., Hands], scripts: bool) -> None:  # noqa: FBT001
    hands = screens(joined, java_script_enabled=scripts)
    hands.open("/administration")
    page, faults = hands.page, []
    if scripts:
        faults += look(hands, "door-provider")
    page.get_by_role("link", name="Entrer avec ProConnect").click()
    expect(hands.heading("Administration")).to_be_visible()
    joined.calendar.wait(20)
    hands.open("/administration/personnes/nouvelle")
    page.get_by_label("Nom", exact=True).fill("Nour Haddad")
    page.get_by_label("Adresse électronique").fill("nour@example.org")
    page.get_by_label("Juriste").check()
    hands.press("Enregistrer")
    if scripts:
        faults += look(hands, "confirmation-provider")
    with page.context.expect_page() as tab:
        page.get_by_role("link", name="Confirmez auprès de ProConnect").click()
    expect(tab.value.get_by_role("heading", name="C’est bien vous")).to_be_visible()
    if scripts:
        faults += look(Hands(joined, tab.value), "identity-confirmed")
    tab.value.close()
    hands.press("Envoyer ma saisie")
    expect(page.get_by_role("link", name="Nour Haddad")).to_be_visible()
    page.get_by_text("Mon compte : Thomas Leroy").locator("xpath=ancestor::summary").click()
    hands.press("Se déconnecter")
    page.wait_for_url(f"{idp.issuer}/end_session?**")
    assert hands.open("/compte").url.endswith("/connexion?suite=%2Fcompte")
    assert not faults, "\n".join(faults)
