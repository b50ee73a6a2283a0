"""One person before one screen: opens pages, types beside labels, chooses files, presses buttons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import ElementHandle, Locator, Page, Response, expect

from mandate_flow.domain.people import Person
from tests.browser.house import House
from tests.support.letters import last_code

Typed = Mapping[str, str]
"""Label of a question → what a person types or chooses."""
SPACES = re.compile(r"[\s\u00a0\u202f]+")
# Questions are found by their words, as an eye does; asking the accessibility tree each time takes ten times longer.
FIELD = """words => {
  const plain = node => node.textContent.replace(/\\s+/g, " ").trim()
  const found = [...document.querySelectorAll("main label, main legend")].filter(node => plain(node) === words)
  return found.length !== 1 ? null : found[0].tagName === "LEGEND" ? found[0].closest("fieldset") : found[0].control
}"""
CHOICE = """(box, words) => [...box.querySelectorAll("label")]
  .find(label => label.textContent.replace(/\\s+/g, " ").trim() === words)?.control"""
SHOWN = """field => field.tagName === "FIELDSET" ? field.querySelector("label:has(:checked)")?.textContent ?? ""
  : field.tagName === "SELECT" ? field.selectedOptions[0].text : field.value"""


def plain(text: str) -> str:
    """With plain spaces, as a person would quote it."""
    return SPACES.sub(" ", text).strip()


class Hands:
    """What a person can do; nothing here knows an identifier of the page."""

    def __init__(self, house: House, page: Page) -> None:
        self.house, self.page = house, page

    def open(self, path: str) -> Response:
        answer = self.page.goto(f"{self.house.address}{path}")
        assert answer is not None
        return answer

    def sign_in(self, person: Person) -> None:
        """Ask for a link, read the mail, follow the link, confirm."""
        known = self.house.sign_in_links(person)
        self.open("/connexion")
        self.page.get_by_label("Adresse électronique").fill(person.email)
        self.press("Recevoir le lien")
        expect(self.heading("Regardez vos courriels")).to_be_visible()
        self.page.goto(self._new_link(person, known))
        self.press("Entrer dans Mandate Flow")
        expect(self.page.get_by_text(f"Mon compte : {person.name}")).to_be_attached()

    def _new_link(self, person: Person, known: list[str]) -> str:
        """The mail leaves after the page was answered: look into the letter box until it is there."""
        for _ in range(500):
            if new := [link for link in self.house.sign_in_links(person) if link not in known]:
                return new[0]
            self.page.wait_for_timeout(20)
        raise AssertionError(f"no link was sent to {person.email}")

    def prove(self, person: Person) -> None:
        """Type the code that was just mailed to that person."""
        expect(self.heading("Confirmez que c’est bien vous")).to_be_visible()
        self.page.get_by_label("Code reçu par courriel").fill(last_code(self.house.letters, person.email))
        self.press("Confirmer et envoyer")

    def come_back(self, person: Person) -> None:
        """Another day: the session is over, one signs in again and goes on where one was."""
        where = self.page.url
        self.page.context.clear_cookies()
        self.sign_in(person)
        self.page.goto(where.partition("?")[0])

    def press(self, button: str) -> None:
        wanted = self.page.get_by_role("button", name=button, exact=True, include_hidden=True)
        for folded in wanted.locator("xpath=ancestor::details[not(@open)]/summary").all():
            folded.click()
        self.page.get_by_role("button", name=button, exact=True).click()

    def heading(self, words: str) -> Locator:
        return self.page.get_by_role("heading", name=words)

    def card(self, title: str) -> Locator:
        """The box that a heading names."""
        return self.page.get_by_role("region", name=re.compile(re.escape(title)))

    def fill(self, typed: Typed) -> None:
        """Answer questions, each found by its label."""
        for label, words in typed.items():
            self.answer(label, words)

    def cells(self, typed: Typed) -> None:
        """Fill cells of tables, each found by its column and its row."""
        for label, words in typed.items():
            cell = self.page.get_by_label(label, exact=True)
            for folded in cell.locator("xpath=ancestor::details[not(@open)]/summary").all():
                folded.click()
            if cell.evaluate("one => one.tagName") == "SELECT":
                cell.select_option(label=words)
            else:
                cell.fill(words)

    def field(self, label: str) -> ElementHandle:
        """The field of a question, or its box when it is answered by buttons; the section it is in is unfolded."""
        found = self._found(label)
        assert found is not None, f"no single question « {label} » on {self.page.url}"
        for folded in found.query_selector_all("xpath=ancestor::details[not(@open)]/summary"):
            folded.click()
        return found

    def _found(self, label: str) -> ElementHandle | None:
        """A link was followed a moment ago: the page it leads to may still be coming."""
        for _ in range(100):
            self.settled()
            found = self.page.evaluate_handle(FIELD, label).as_element()
            if found is not None:
                return found
            self.page.wait_for_timeout(50)
        return None

    def settled(self) -> None:
        """The page is there whole, not only its address."""
        self.page.locator("main").wait_for()
        self.page.wait_for_load_state()

    def answer(self, label: str, words: str) -> None:
        field = self.field(label)
        kind = field.get_property("tagName").json_value()
        if kind == "FIELDSET":
            field.evaluate_handle(CHOICE, words).as_element().check()  # type: ignore[union-attr]
        elif kind == "SELECT":
            field.select_option(label=words)
        else:
            field.fill(words)

    def typed_in(self, label: str) -> str:
        """What the field of that label shows."""
        return plain(str(self.field(label).evaluate(SHOWN)))

    def choose(self, label: str, path: Path) -> None:
        """Choose a file for a document, without depositing it yet."""
        self.page.get_by_label(f"Fichier : {label}", exact=True).set_input_files(path)

    def save(self) -> None:
        self.press("Enregistrer")
        self.told("Vos réponses sont enregistrées.")

    def told(self, words: str) -> None:
        """The page says so, in its status."""
        expect(self.page.get_by_role("status").filter(has_text=words)).to_be_visible()

    def deposit(self, label: str, path: Path) -> None:
        self.choose(label, path)
        self.press(f"Déposer : {label}")
        self.told("La pièce est déposée.")

    def download(self, name: str) -> bytes:
        """The bytes one gets back by clicking on the name of a document."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("link", name=f"Télécharger {name}", exact=True).click()
        return Path(waiting.value.path()).read_bytes()

    def refusals(self) -> list[str]:
        """Every line of the refusal, as it reads, with plain spaces."""
        lines = self.page.get_by_role("alert").get_by_role("listitem").all_inner_texts()
        return [plain(line) for line in lines]
