from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from mandate_flow.edge.clock import now
from mandate_flow.service import sign_in
from tests.edge.web.conftest import Town, copy_of
from tests.support.browser import axe, watched_context
from tests.support.serving import serving

pytestmark = pytest.mark.browser
PAGES = [
    "/", "/?vue=tableau", "/dossiers", "/dossiers?q=rien", "/dossiers/nouveau", "/communes", "/communes/59350",
    "/structures", "/structures/nouvelle", "/structures/{lilas}", "/echeances", "/courriels", "/courriels/{mail}",
    "/aide", "/accessibilite", "/donnees-personnelles", "/style", "/administration", "/nulle-part",
]  # fmt: skip
KEPT = "() => [...Object.keys(localStorage), ...Object.keys(sessionStorage).filter(key => key.includes('cache'))]"


@pytest.fixture(scope="module")
def running(settled: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, str, int]]:
    town = copy_of(settled, tmp_path_factory.mktemp("running"))
    number = town.write_to(town.shared)
    with serving(town.app()) as base:
        yield town, base, number
    town.desk.store.close()


def _enter(page: Page, town: Town, base: str) -> None:
    link = sign_in.make_link(town.desk, town.claire, now(), timedelta(minutes=15))
    page.goto(link.replace("http://testserver", base))
    page.get_by_role("button", name="Entrer dans Mandate Flow").click()
    page.wait_for_url(f"{base}/")


def _addresses(town: Town, base: str, number: int) -> list[str]:
    return [base + path.format(lilas=town.lilas.id, mail=number) for path in PAGES]


def _look(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer
    assert answer.status == (404 if address.endswith("nulle-part") else 200), address


def test_every_page_is_accessible_and_fits(running: tuple[Town, str, int], desktop: Page) -> None:
    town, base, number = running
    _enter(desktop, town, base)
    for address in _addresses(town, base, number):
        _look(desktop, address)
        assert axe(desktop) == [], address
        assert desktop.locator("h1").count() == 1, address
        assert desktop.locator("main").count() == 1, address
        assert desktop.title().endswith("Mandate Flow"), address


@pytest.mark.parametrize("width", [390, 320])
def test_every_page_fits_a_narrow_screen(running: tuple[Town, str, int], chromium: Browser, width: int) -> None:
    town, base, number = running
    with watched_context(chromium, (width, 800)) as context:
        page = context.new_page()
        _enter(page, town, base)
        for address in _addresses(town, base, number):
            _look(page, address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            assert axe(page) == [], address


def test_dark_pages_are_as_legible(running: tuple[Town, str, int], chromium: Browser) -> None:
    town, base, number = running
    with watched_context(chromium, (1360, 900), color_scheme="dark") as context:
        page = context.new_page()
        _enter(page, town, base)
        for address in _addresses(town, base, number):
            _look(page, address)
            assert axe(page) == [], address


def test_the_door_is_accessible(running: tuple[Town, str, int], phone: Page) -> None:
    town, base, _ = running
    link = sign_in.make_link(town.desk, town.claire, now()).replace("http://testserver", base)
    for address in (f"{base}/connexion", link):
        phone.goto(address)
        assert axe(phone) == []


def test_the_slash_goes_to_the_search(running: tuple[Town, str, int], desktop: Page) -> None:
    town, base, _ = running
    _enter(desktop, town, base)
    desktop.keyboard.press("/")
    desktop.keyboard.type("lilas")
    desktop.keyboard.press("Enter")
    desktop.wait_for_url(f"{base}/dossiers?q=lilas")
    expect(desktop.get_by_role("link", name="Autopartage en libre-service")).to_be_visible()


def test_a_keyboard_reaches_the_content_first(running: tuple[Town, str, int], desktop: Page) -> None:
    town, base, _ = running
    _enter(desktop, town, base)
    desktop.keyboard.press("Tab")
    expect(desktop.get_by_role("link", name="Aller au contenu")).to_be_focused()
    desktop.keyboard.press("Enter")
    assert desktop.evaluate("document.activeElement.id") == "contenu"


def test_a_file_is_opened_without_scripts(running: tuple[Town, str, int], without_scripts: Page) -> None:
    town, base, _ = running
    page = without_scripts
    _enter(page, town, base)
    page.get_by_role("link", name="Ouvrir un dossier").click()
    page.get_by_role("button", name="Ouvrir le dossier").click()
    page.get_by_role("link", name="Objet du service : la réponse manque.").click()
    page.get_by_label("SIEG", exact=False).first.check()
    page.get_by_label("Objet du service").fill("Jardins partagés")
    page.get_by_label("Thème").select_option("environnement")
    page.get_by_label("Collectivité qui mandate").select_option(label="Lille")
    page.get_by_role("button", name="Ouvrir le dossier").click()
    page.wait_for_url(f"{base}/dossiers/SIEG-*")


def test_the_menu_opens_on_a_phone(running: tuple[Town, str, int], phone: Page) -> None:
    town, base, _ = running
    _enter(phone, town, base)
    phone.get_by_text("Menu", exact=True).click()
    phone.get_by_role("link", name="Échéances", exact=True).click()
    phone.wait_for_url(f"{base}/echeances")


def test_the_total_of_a_table_follows_what_is_typed(running: tuple[Town, str, int], desktop: Page) -> None:
    _, base, _ = running
    desktop.goto(f"{base}/style")
    total = desktop.locator("table.grid tfoot output")
    expect(total).to_have_text("374 200,50 €")
    desktop.get_by_label("Montant, ligne 3").fill("1.000,50 €")
    expect(total).to_have_text("375 201 €")
    desktop.get_by_label("Montant, ligne 3").fill("mille")
    expect(total).to_have_text("374 200,50 €")
    paste = """field => { const data = new DataTransfer()
      data.setData("text/plain", "25 000\\t50\\tloyers\\tOUI\\n1\\tx\\tprêts")
      field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})) }"""
    desktop.get_by_label("Montant, ligne 4").evaluate(paste)
    expect(total).to_have_text("399 201,50 €")
    expect(desktop.get_by_label("Nature, ligne 4")).to_have_value("loyer")
    expect(desktop.get_by_label("Vérifié, ligne 4")).to_have_value("oui")
    expect(desktop.get_by_text("6 cases remplies, 1 laissée de côté. Vérifiez, puis enregistrez.")).to_be_visible()


def test_a_search_that_answers_as_one_types_keeps_the_caret(running: tuple[Town, str, int], desktop: Page) -> None:
    page = desktop
    page.goto(f"{running[1]}/style")
    field = page.get_by_label("Chercher une pièce")
    field.focus()
    page.keyboard.type("frise")
    found = page.locator("#trouve li")
    expect(found).to_have_count(1)
    expect(field).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Backspace")
    expect(found).to_have_count(0)
    assert field.evaluate("one => [one.value, one.selectionStart]") == ["frie", 3]
    expect(page.locator("#annonces")).to_have_text("Aucune pièce")
    assert page.evaluate(KEPT) == []


def test_the_focus_finds_a_neighbour_when_its_place_is_gone(running: tuple[Town, str, int], desktop: Page) -> None:
    page = desktop
    page.goto(f"{running[1]}/style")
    page.evaluate(
        "document.getElementById('trouve').insertAdjacentHTML('beforeend', '<button class=btn>Éphémère</button>')"
    )
    page.get_by_role("button", name="Éphémère").focus()
    page.evaluate("htmx.ajax('GET', '/style', {target: '#trouve', select: '#trouve', swap: 'outerHTML'})")
    expect(page.locator("#trouve")).to_be_focused()
