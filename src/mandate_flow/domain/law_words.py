"""How a figure of the law is said in French: its value with its unit, and how sure we are of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.law import Confidence, Quantity
from mandate_flow.domain.wording import NO_BREAK, day_words, euro_words, number_words, percent_words

UNITS: Final = {
    "years": ("an", "ans"),
    "months": ("mois", "mois"),
    "weeks": ("semaine", "semaines"),
    "days": ("jour", "jours"),
    "working_days": ("jour ouvré", "jours ouvrés"),
    "clear_days": ("jour franc", "jours francs"),
    "bp": ("point de base", "points de base"),
    "inhabitants": ("habitant", "habitants"),
    "passengers": ("passager", "passagers"),
}
KINDS: Final = {
    "fiscal_years": "exercices fiscaux",
    "rolling_years": "années glissantes",
    "cautious": "lecture prudente",
    "other": "autre lecture",
}
"""Values that conditions read, and people read otherwise."""
CONFIDENCE: Final = {
    Confidence.VERIFIED: "lu dans une source",
    Confidence.SECONDARY: "lu dans une source secondaire",
    Confidence.MEMORY: "de mémoire, à confirmer",
    Confidence.UNKNOWN: "non vérifié",
}
FIRST_PLURAL: Final = 2


def value_words(quantity: Quantity) -> str:
    """As in "300 000 €", "20 jours ouvrés", "1er janvier 2029"; "" when there is only an article."""
    value = quantity.value
    if isinstance(value, Decimal):
        return _number(value, quantity.unit)
    if isinstance(value, date):
        return day_words(value)
    return KINDS.get(value, value) if value else ""


def confidence_words(quantity: Quantity) -> str:
    """As in "de mémoire, à confirmer"; "relu le …" once a person has read the article."""
    if quantity.checked_on is not None:
        return f"relu le {day_words(quantity.checked_on)}"
    return CONFIDENCE[quantity.confidence]


def _number(value: Decimal, unit: str) -> str:
    if unit == "EUR":
        return euro_words(value)
    if unit == "%":
        return percent_words(value)
    one, many = UNITS.get(unit, (unit, unit))
    return f"{number_words(value)}{NO_BREAK}{many if abs(value) >= FIRST_PLURAL else one}".rstrip(NO_BREAK)
