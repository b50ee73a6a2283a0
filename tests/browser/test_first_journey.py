"""An agent's first journey, a file above de minimis refused then submitted: with scripts, without, in Dutch."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import answers
from tests.browser.hands import Hands, Typed
from tests.browser.house import House
from tests.browser.tongue import Tongue

WAYS = {"scripts": ("fr", True), "bare": ("fr", False), "dutch": ("nl", True)}


class Agent:
    """Ahmed, who types the answers of the journey in the language of his pages."""

    def __init__(self, hands: Hands, tongue: Tongue, papers: Path) -> None:
        self.hands, self.tongue, self.papers = hands, tongue, papers

    def opens(self, structure: str = "Lilas Autopartage") -> None:
        says, page = self.tongue.says, self.hands.page
        if self.tongue.lang == "nl":
            page.get_by_text("Mon compte").locator("xpath=ancestor::summary").click()
            self.hands.press("Nederlands")
        self.hands.open("/dossiers/nouveau")
        page.get_by_label(says("SIEG"), exact=False).first.check()
        page.get_by_label(says("Objet du service")).fill("Autopartage")
        page.get_by_label(says("Thème")).select_option(value="autopartage-mobilite")
        page.get_by_label(says("Structure mandatée")).select_option(label=structure)
        self.hands.press(says("Ouvrir le dossier"))
        self.told("Le dossier est ouvert. Complétez-le quand vous voulez : rien n’est exigé pour enregistrer.")

    def completes(self, typed: Typed, papers: Iterable[str] = ()) -> None:
        """Answers, and papers chosen with them, saved in one go."""
        self.hands.fill(self.tongue.typed(typed))
        for label in papers:
            path = self.papers / f"{label[:8]}.pdf"
            path.write_bytes(b"%PDF-1.7\n" + label.encode())
            field = self.hands.page.get_by_label(self.tongue.says("Fichier : {kind}", kind=label), exact=True)
            field.set_input_files(path)
        self.hands.press(self.tongue.says("Enregistrer"))
        self.told("Vos réponses sont enregistrées.")

    def refused(self, button: str, *titles: str) -> str:
        """Press it, and read every reason why not."""
        self.hands.press(button)
        for title in titles:
            expect(self.hands.page.get_by_role("alert")).to_contain_text(self.tongue.called(title))
        return " ".join(self.hands.refusals())

    def told(self, french: str) -> None:
        self.hands.told(self.tongue.says(french))


@pytest.mark.timeout(150)
@pytest.mark.parametrize("way", WAYS)
def test_an_agent_submits_a_first_file(house: House, screens: Callable[..., Hands], tmp_path: Path, way: str) -> None:
    lang, scripts = WAYS[way]
    tongue = Tongue(lang, house.desk.library.latest("sieg"))
    ahmed = Agent(screens(house, house.ahmed, java_script_enabled=scripts), tongue, tmp_path)
    ahmed.opens()
    submits(ahmed)


def submits(ahmed: Agent) -> None:
    """From the open file to the proposal: refused twice, completed twice."""
    tongue = ahmed.tongue
    analyse, submit = "Ouvrir l’analyse juridique", "Soumettre à l’assemblée"
    ahmed.refused(tongue.called(analyse), "Compétence établie", "Statuts déposés")
    ahmed.completes(answers.IDENTIFICATION, answers.IDENTIFICATION_DOCUMENTS)
    ahmed.hands.press(tongue.called(analyse))
    ahmed.hands.told(tongue.called(analyse)[1:])
    ahmed.completes(answers.ANALYSIS)
    ahmed.hands.fill(tongue.typed(answers.DEMINIMIS | {"Autres aides de minimis déclarées": "120 000"}))
    propose = tongue.says("Proposer : {step}", step=submit)
    assert "300" in ahmed.refused(propose, "Sous le plafond de minimis général")
    ahmed.completes(answers.DECISION, answers.ANALYSIS_DOCUMENTS)
    ahmed.hands.press(propose)
    ahmed.told("C’est proposé. Une autre personne doit maintenant confirmer.")
