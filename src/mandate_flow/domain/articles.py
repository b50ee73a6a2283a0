"""How the place in a text is said: "règle 22" is "rule 22" in English and "regel 22" in Dutch."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from mandate_flow.domain.wording import MONTHS, NO_BREAK

TOLD: Final[Mapping[str, tuple[str, str]]] = {
    "règle": ("rule", "regel"),
    "critère": ("criterion", "criterium"),
    "paragraphe": ("paragraph", "lid"),
    "paragraphes": ("paragraphs", "leden"),
    "point": ("point", "punt"),
    "points": ("points", "punten"),
    "annexe": ("annex", "bijlage"),
    "dernier alinéa": ("last subparagraph", "laatste alinea"),
    "alinéa": ("subparagraph", "alinea"),
    "modèle de convention": ("model agreement", "modelovereenkomst"),
    "modèle CERFA": ("CERFA template", "CERFA-model"),
    "formulaire CERFA": ("CERFA form", "CERFA-formulier"),
    "protocole": ("Protocol", "Protocol"),
    "projet de loi DDADUE": ("DDADUE bill", "wetsontwerp DDADUE"),
    "loi": ("Law", "wet"),
    "décret": ("Decree", "decreet"),
    "ordonnance": ("Order", "ordonnantie"),
    "arrêté": ("Order", "besluit"),
    "instruction": ("instruction", "instructie"),
    "circulaire": ("circular", "omzendbrief"),
    "disposition transitoire": ("transitional provision", "overgangsbepaling"),
    "encadrement": ("framework", "kaderregeling"),
    "Charte des droits fondamentaux": ("Charter of Fundamental Rights", "Handvest van de grondrechten"),
    "CE": ("French Council of State", "Franse Raad van State"),
    "et suivants": ("et seq.", "en volgende"),
    "et": ("and", "en"),
    "à": ("to", "tot en met"),
    "du": ("of", "van"),
    "n°": ("No", "nr."),
}
"""French to English and Dutch; what is not here (a number, a name, "art.", "septies") is the same in all three."""
LANGUAGES: Final = ("en", "nl")
WORD: Final = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(one) for one in sorted(TOLD, key=len, reverse=True))})(?!\w)")
DAY: Final = re.compile(rf"\b(\d+)(?:er)?[ {NO_BREAK}]({'|'.join(MONTHS['fr'])})\b")
ORDINAL: Final = re.compile(r"\b(\d+)(?:er|e)\b(?= critère)")
FIRST: Final = re.compile(r"\b1er\b")
LETTER: Final = re.compile(r"(?<![\w(])([a-z])\)")
ENDINGS: Final[Mapping[str, str]] = {"1": "st", "2": "nd", "3": "rd"}


def article_words(article: str, lang: str) -> str:
    """The article as a jurist of that language writes it; French stays as the content has it."""
    if lang not in LANGUAGES:
        return article
    said = DAY.sub(lambda found: f"{found[1]} {MONTHS[lang][MONTHS['fr'].index(found[2])]}", article)
    said = FIRST.sub("1", ORDINAL.sub(lambda found: found[1] + _ending(found[1], lang), said))
    said = WORD.sub(lambda found: TOLD[found[0]][LANGUAGES.index(lang)], said)
    return LETTER.sub(r"(\1)", said) if lang == "en" else said


def _ending(number: str, lang: str) -> str:
    return ENDINGS.get(number, "th") if lang == "en" else "e"
