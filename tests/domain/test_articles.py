"""The place in a text is said in the language of the reader."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from mandate_flow.domain.articles import article_words

LAW = Path(__file__).parent.parent.parent / "law"
FRENCH = re.compile(
    r"[àâçéèêëîïôùû°]|\b(?:\d+er|articles?|lois?|alin|paragraphes?|annexe|projet|formulaire|et|du|des|de|le|la|les|suivants)\b"
)
DUTCH_TOO = re.compile(r"van de\b")
OWN = re.compile(r", \d°$")
"""Numbered so in the code itself."""


def articles(content: object) -> Iterator[str]:
    if isinstance(content, dict):
        if isinstance(article := content.get("article"), str):
            yield article
        for one in content.values():
            yield from articles(one)
    elif isinstance(content, list):
        for one in content:
            yield from articles(one)


EVERY = sorted({one for path in LAW.glob("*.yaml") for one in articles(yaml.safe_load(path.read_text("utf-8")))})


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_no_french_word_stays_in_an_article(lang: str) -> None:
    assert len(EVERY) > 100
    told = {one: OWN.sub("", DUTCH_TOO.sub("", article_words(one, lang).replace("et seq.", ""))) for one in EVERY}
    assert not [f"{one} → {words}" for one, words in told.items() if FRENCH.search(words)]
    assert all(article_words(one, "fr") == one for one in EVERY)


@pytest.mark.parametrize(
    ("french", "english", "dutch"),
    [
        ("règle 22", "rule 22", "regel 22"),
        ("1er critère", "1st criterion", "1e criterium"),
        ("4e critère", "4th criterion", "4e criterium"),
        ("art. 1er", "art. 1", "art. 1"),
        ("art. 2, paragraphe 1, point a)", "art. 2, paragraph 1, point (a)", "art. 2, lid 1, punt a)"),
        ("art. 5, paragraphes 2 à 4", "art. 5, paragraphs 2 to 4", "art. 5, leden 2 tot en met 4"),
        ("projet de loi DDADUE, art. 16", "DDADUE bill, art. 16", "wetsontwerp DDADUE, art. 16"),
        (
            "loi n° 2000-321, art. 10, dernier alinéa",
            "Law No 2000-321, art. 10, last subparagraph",
            "wet nr. 2000-321, art. 10, laatste alinea",
        ),
        ("arrêté du 17 novembre 2017", "Order of 17 November 2017", "besluit van 17 november 2017"),
        ("art. L242-2, 2°", "art. L242-2, 2°", "art. L242-2, 2°"),
    ],
)
def test_an_article_is_said_as_a_jurist_writes_it(french: str, english: str, dutch: str) -> None:
    assert (article_words(french, "en"), article_words(french, "nl")) == (english, dutch)
