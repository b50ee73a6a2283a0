"""Every sentence of the pages can be said in every language, with the same values in it."""

import re
from string import Formatter

import pytest

from mandate_flow.domain.said import said
from mandate_flow.edge.web.language import _, html, ngettext, spoken_in
from tests.support.sentences import LANGUAGES, keys, translations


def places(sentence: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(sentence) if name is not None}


def tags(sentence: str) -> list[str]:
    return sorted(re.findall(r"</?\w+", sentence))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_translation_keeps_the_values_and_the_tags(lang: str) -> None:
    wrong = [
        f"{french} → {told}"
        for key, texts in translations(lang).items()
        for french, told in zip(key, texts, strict=True)
        if told and (places(french) != places(told) or tags(french) != tags(told))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_is_translated(lang: str) -> None:
    known = translations(lang)
    missing = [f"{places[0]}: {'|'.join(key)}" for key, places in keys().items() if not all(known.get(key, ("",)))]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_translated_that_nobody_says(lang: str) -> None:
    asked = keys()
    unused = ["|".join(key) for key in translations(lang) if key not in asked]
    assert not unused, "\n".join(unused)


def test_values_are_written_as_the_language_writes_them() -> None:
    sentence = said("Au plus {most:euros}.", most=1234)
    assert sentence == "Au plus 1\u202f234\u00a0€."
    with spoken_in("en"):
        assert _(sentence) == "Au plus €1,234."
        assert ngettext("{n} dossier", "{n} dossiers", 0) in ("0 files", "0 dossiers")
    assert ngettext("{n} dossier", "{n} dossiers", 0) == "0 dossier"
    assert html("<b>{name}</b>", name="<i>") == "<b>&lt;i&gt;</b>"
