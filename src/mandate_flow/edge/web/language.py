"""The interface in the reader's language: French sentences are the keys of the catalogues beside this file."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel.messages.pofile import read_po
from markupsafe import Markup, escape

from mandate_flow.domain.said import N_, Said, fill
from mandate_flow.domain.wording import number_words
from mandate_flow.service.language import LANGUAGES, SOURCE, in_language, speak, speaking, spoken_in

__all__ = ["LANGUAGES", "N_", "SOURCE", "_", "html", "in_language", "ngettext", "speak", "speaking", "spoken_in"]

FOLDER: Final = Path(__file__).parent / "locale"
Catalogue = Mapping[str, tuple[str, ...]]
"""French sentence (its singular, when it has a plural) → its translations: one, or singular and plural."""


@cache
def catalogue(lang: str) -> Catalogue:
    """Every translation of a language, from all its parts."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(FOLDER.glob(f"{lang}/LC_MESSAGES/*.po")):
        with path.open("rb") as part:
            for message in read_po(part, locale=lang):
                if message.id:
                    one = message.id if isinstance(message.id, str) else message.id[0]
                    texts = (message.string,) if isinstance(message.string, str) else message.string or ()
                    found[one] = tuple(map(str, texts))
    return found


def _(sentence: str, /, **values: object) -> str:
    """The sentence in the language spoken, then with its values filled in; French where a translation is missing.

    `_("Situation au {day}", day=long_day(day))`. What `said` made is said again with its own values.
    """
    if isinstance(sentence, Said):
        return sentence.into(speaking(), _translated)
    return fill(_translated(sentence), _told(values), speaking(), _translated) if values else _translated(sentence)


def html(sentence: str, /, **values: object) -> Markup:
    """The same for a sentence that holds tags of ours; the values are escaped."""
    return Markup(fill(_translated(sentence), {name: escape(value) for name, value in _told(values).items()}))  # noqa: S704


def ngettext(one: str, many: str, number: int, /, **values: object) -> str:
    """`ngettext("{n} condition manque", "{n} conditions manquent", 3)`: {n} is the number as the language writes it."""
    texts = catalogue(speaking()).get(one) if speaking() != SOURCE else None
    singular, plural = texts if texts and len(texts) > 1 and all(texts) else (one, many)
    chosen = singular if _is_one(number) else plural
    return fill(chosen, {"n": number_words(Decimal(number), speaking())} | _told(values), speaking(), _translated)


def _is_one(number: int) -> bool:
    """Zero is singular in French, plural in English and Dutch."""
    return abs(number) < 2 if speaking() == SOURCE else abs(number) == 1  # noqa: PLR2004 - the French plural begins at 2


def _translated(sentence: str) -> str:
    if speaking() == SOURCE:
        return sentence
    found = catalogue(speaking()).get(sentence)
    return found[0] if found and found[0] else sentence


def _told(values: Mapping[str, object]) -> dict[str, Any]:
    return {name: _(value) if isinstance(value, Said) else value for name, value in values.items()}
