"""How a figure of the law is said: its value with its unit, and how sure we are of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.law import Confidence, Quantity, Text
from mandate_flow.domain.wording import NO_BREAK, day_words, euro_words, number_words, percent_words

UNITS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "years": {"fr": ("an", "ans"), "en": ("year", "years"), "nl": ("jaar", "jaar")},
    "months": {"fr": ("mois", "mois"), "en": ("month", "months"), "nl": ("maand", "maanden")},
    "weeks": {"fr": ("semaine", "semaines"), "en": ("week", "weeks"), "nl": ("week", "weken")},
    "days": {"fr": ("jour", "jours"), "en": ("day", "days"), "nl": ("dag", "dagen")},
    "working_days": {
        "fr": ("jour ouvré", "jours ouvrés"),
        "en": ("working day", "working days"),
        "nl": ("werkdag", "werkdagen"),
    },
    "clear_days": {
        "fr": ("jour franc", "jours francs"),
        "en": ("clear day", "clear days"),
        "nl": ("volle dag", "volle dagen"),
    },
    "bp": {
        "fr": ("point de base", "points de base"),
        "en": ("basis point", "basis points"),
        "nl": ("basispunt", "basispunten"),
    },
    "inhabitants": {
        "fr": ("habitant", "habitants"),
        "en": ("inhabitant", "inhabitants"),
        "nl": ("inwoner", "inwoners"),
    },
    "passengers": {"fr": ("passager", "passagers"), "en": ("passenger", "passengers"), "nl": ("reiziger", "reizigers")},
}
KINDS: Final[Mapping[str, Text]] = {
    "fiscal_years": {"fr": "exercices fiscaux", "en": "fiscal years", "nl": "belastingjaren"},
    "rolling_years": {"fr": "années glissantes", "en": "rolling years", "nl": "voortschrijdende jaren"},
    "cautious": {"fr": "lecture prudente", "en": "cautious reading", "nl": "voorzichtige lezing"},
    "other": {"fr": "autre lecture", "en": "other reading", "nl": "andere lezing"},
}
"""Values that conditions read, and people read otherwise."""
CONFIDENCE: Final[Mapping[Confidence, Text]] = {
    Confidence.VERIFIED: {"fr": "lu dans une source", "en": "read in a source", "nl": "in een bron gelezen"},
    Confidence.SECONDARY: {
        "fr": "lu dans une source secondaire",
        "en": "read in a secondary source",
        "nl": "in een secundaire bron gelezen",
    },
    Confidence.MEMORY: {
        "fr": "de mémoire, à confirmer",
        "en": "from memory, to be confirmed",
        "nl": "uit het geheugen, te bevestigen",
    },
    Confidence.UNKNOWN: {"fr": "non vérifié", "en": "not verified", "nl": "niet gecontroleerd"},
}
FIRST_PLURAL: Final = 2
"""In French; elsewhere all but one is plural."""
READ_AGAIN: Final[Text] = {"fr": "relu le {day}", "en": "read again on {day}", "nl": "nagelezen op {day}"}


def value_words(quantity: Quantity, lang: str = "fr") -> str:
    """As in "300 000 €", "20 jours ouvrés", "1er janvier 2029"; "" when there is only an article."""
    value = quantity.value
    if isinstance(value, Decimal):
        return _number(value, quantity.unit, lang)
    if isinstance(value, date):
        return day_words(value, lang)
    return KINDS[value][lang] if value and value in KINDS else value or ""


def confidence_words(quantity: Quantity, lang: str = "fr") -> str:
    """As in "de mémoire, à confirmer"; "relu le …" once a person has read the article."""
    if quantity.checked_on is not None:
        return READ_AGAIN[lang].format(day=day_words(quantity.checked_on, lang))
    return CONFIDENCE[quantity.confidence][lang]


def _number(value: Decimal, unit: str, lang: str) -> str:
    if unit == "EUR":
        return euro_words(value, lang)
    if unit == "%":
        return percent_words(value, lang)
    one, many = UNITS[unit][lang] if unit in UNITS else (unit, unit)
    return f"{number_words(value, lang)}{NO_BREAK}{one if _is_one(abs(value), lang) else many}".rstrip(NO_BREAK)


def _is_one(value: Decimal, lang: str) -> bool:
    return value < FIRST_PLURAL if lang == "fr" else value == 1
