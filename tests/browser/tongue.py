"""The words of the product in another language: its pages through the catalogues, a workflow by its labels."""

from __future__ import annotations

from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.edge.web.language import _, spoken_in
from tests.browser.hands import Typed, plain


class Tongue:
    """What a French sentence, question or answer is called in `lang`."""

    def __init__(self, lang: str, definition: Definition) -> None:
        self.lang = lang
        texts = [
            *(one.label for one in definition.facts.values()),
            *(choice.label for one in definition.facts.values() for choice in one.choices),
            *(one.label for one in definition.documents.values()),
            *(one.label for one in definition.steps.values()),
            *(one.label for one in definition.requirements.values()),
        ]
        self._known = {plain(text["fr"]): plain(text[lang]) for text in texts}

    def says(self, french: str, **values: str) -> str:
        """A sentence of the pages; its values are said too."""
        with spoken_in(self.lang):
            return plain(_(french, **{name: self.called(value) for name, value in values.items()}))

    def called(self, french: str) -> str:
        """A question, an answer, a document or a step of the workflow; any other word as the pages say it."""
        return self._known.get(french) or self.says(french)

    def typed(self, answers: Typed) -> dict[str, str]:
        """Labels, and choices among their answers."""
        return {self.called(label): self.called(words) for label, words in answers.items()}
