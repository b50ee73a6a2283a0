"""An agent without a mouse opens a file, understands why de minimis is not enough, and submits it to the council."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from mandate_flow.domain.people import Person
from tests.browser import answers
from tests.browser.fingers import Fingers
from tests.browser.hands import Hands, plain
from tests.browser.house import House
from tests.browser.test_regime import ANSWERS

LATER: Final = ("Régime retenu", "Motifs du régime", "Instrument", "Motifs de l’instrument")
"""Answered by the guided questions."""


@pytest.mark.timeout(500)
def test_a_file_from_opening_to_submission(house: House, screens: Callable[..., Hands], tmp_path: Path) -> None:
    ahmed = screens(house, house.ahmed)
    fingers = Fingers(ahmed)
    opens(fingers)
    identifies(fingers, tmp_path)
    compares(fingers)
    is_refused_completes_and_submits(fingers, tmp_path)


def opens(fingers: Fingers) -> None:
    fingers.hands.open("/")
    fingers.follow("Dossiers")
    fingers.content()
    fingers.follow("Ouvrir un dossier")
    fingers.content()
    fingers.answers(
        {
            "De quel type de mandat s’agit-il ?": "SIEG",
            "Objet du service": "Autopartage solidaire",
            "Thème": "Autopartage et mobilité",
            "Structure mandatée (facultatif)": "Lilas Autopartage",
        }
    )
    fingers.send("Ouvrir le dossier")
    fingers.hands.told("Le dossier est ouvert.")


def identifies(fingers: Fingers, papers: Path) -> None:
    fingers.content()
    fingers.answers(answers.IDENTIFICATION)
    fingers.send("Enregistrer")
    fingers.hands.told("Vos réponses sont enregistrées.")
    hands_in(fingers, papers, answers.IDENTIFICATION_DOCUMENTS)
    fingers.content()
    fingers.send("Ouvrir l’analyse juridique")
    fingers.hands.told("C’est fait : « Ouvrir l’analyse juridique ».")


def compares(fingers: Fingers) -> None:
    """The guided questions; then why the general de minimis is not enough, and which regime fits."""
    page = fingers.page
    fingers.content()
    fingers.follow("Choisir le régime par des questions guidées")
    for title, typed in ANSWERS:
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
        fingers.content()
        fingers.answers(typed)
        fingers.send("Enregistrer et continuer")
    expect(fingers.hands.heading("Régime recommandé : R5 – De minimis SIEG")).to_be_visible()
    why_not = plain(fingers.hands.card("Pourquoi pas le de minimis général").inner_text())
    assert "le plafond est de 300 000 € sur 3 ans" in why_not
    fingers.content()
    fingers.send("Enregistrer le régime")
    fingers.hands.told("Le régime est enregistré")
    fingers.content()
    fingers.follow("Revenir au dossier")


def is_refused_completes_and_submits(fingers: Fingers, papers: Path) -> None:
    page = fingers.page
    fingers.content()
    fingers.send("Proposer : Soumettre à l’assemblée")
    refused = page.get_by_role("alert")
    expect(refused.get_by_role("heading")).to_contain_text("pas encore possible")
    missing = fingers.hands.refusals()
    assert len(missing) > 3
    assert any("Déposez l’avis du juriste" in line for line in missing)
    first = plain(refused.get_by_role("link").first.inner_text())
    fingers.to(first)
    fingers.press("Enter")
    page.wait_for_function("() => location.hash.length > 1 && document.activeElement !== document.body")
    assert fingers.here().tag in ("INPUT", "TEXTAREA", "SELECT", "LEGEND", "DIV")
    page.reload()
    fingers.content()
    asked = answers.ANALYSIS | answers.DEMINIMIS
    fingers.answers({label: words for label, words in asked.items() if label not in LATER and empty(fingers, label)})
    fingers.send("Enregistrer")
    fingers.hands.told("Vos réponses sont enregistrées.")
    hands_in(fingers, papers, (*answers.ANALYSIS_DOCUMENTS, "Déclaration des aides de minimis reçues"))
    fingers.content()
    fingers.send("Proposer : Soumettre à l’assemblée")
    assert not fingers.hands.refusals(), "\n".join(fingers.hands.refusals())
    proves_to_be_there(fingers, fingers.hands.house.ahmed)
    fingers.hands.told("C’est proposé.")


def proves_to_be_there(fingers: Fingers, person: Person) -> None:
    """A step that commits asks for a code, sent by mail, when one signed in a while ago."""
    if not fingers.hands.heading("Confirmez que c’est bien vous").is_visible():
        return
    for _ in range(200):  # the mail leaves after the page was answered
        if codes := fingers.hands.house.codes(person):
            break
        fingers.page.wait_for_timeout(50)
    fingers.content()
    fingers.answer("Code reçu par courriel", codes[-1])
    fingers.send("Confirmer et envoyer")


def hands_in(fingers: Fingers, papers: Path, labels: tuple[str, ...]) -> None:
    """Each chosen, then deposited."""
    fingers.content()
    for label in labels:
        fingers.choose_file(f"Fichier : {label}", paper(papers, label))
        fingers.to(f"Déposer : {label}")
        fingers.press("Enter")
        expect(fingers.page.get_by_role("link", name=f"{label}.pdf", exact=True)).to_be_visible()
        fingers.hands.settled()


def empty(fingers: Fingers, label: str) -> bool:
    """Asked on this page, and not answered yet."""
    asked = fingers.page.evaluate(
        """words => {
          const plain = node => node.textContent.replace(/\\s+/g, " ").trim()
          const found = [...document.querySelectorAll("main label, main legend")].find(node => plain(node) === words)
          if (!found) return false
          const box = found.closest("fieldset")
          return found.control ? !found.control.value : !!box && !box.querySelector(":checked")
        }""",
        label,
    )
    return bool(asked)


def paper(folder: Path, label: str) -> Path:
    path = folder / f"{label.replace('/', '-')}.pdf"
    path.write_bytes(b"%PDF-1.7\n" + label.encode() * 50)
    return path
