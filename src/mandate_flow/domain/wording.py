"""How a value is said to a person: amounts, days and numbers in French, English and Dutch."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

NO_BREAK: Final = "\u00a0"
THIN: Final = "\u202f"

MONTHS: Final = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
}
MARKS: Final = {"fr": (THIN, ","), "en": (",", "."), "nl": (".", ",")}
YES_NO: Final = {"fr": ("oui", "non"), "en": ("yes", "no"), "nl": ("ja", "nee")}

ROWS: Final = {"fr": ("ligne", "lignes"), "en": ("row", "rows"), "nl": ("rij", "rijen")}


def day_words(day: date, lang: str = "fr") -> str:
    """As in "23 novembre 2026", "1er janvier 2027"; "23 November 2026"; "23 november 2026"."""
    first = "1er" if lang == "fr" and day.day == 1 else str(day.day)
    return f"{first}{NO_BREAK}{MONTHS.get(lang, MONTHS['fr'])[day.month - 1]}{NO_BREAK}{day.year}"


def number_words(value: Decimal, lang: str = "fr") -> str:
    """As in "1 234,5", "1,234.5" (en), "1.234,5" (nl); no digit is lost, no useless zero is shown."""
    plain = format(value, "f")
    return _marked(plain.rstrip("0").rstrip(".") if "." in plain else plain, lang)


def euro_words(value: Decimal, lang: str = "fr") -> str:
    """Euros, with cents when there are any: "1 234,50 €", "15 000 000 €"; "€1,234.50" (en), "€ 1.234,50" (nl)."""
    cents = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    amount = _marked(format(cents, "f").removesuffix(".00"), lang)
    if lang == "en":
        return f"-€{amount[1:]}" if amount.startswith("-") else f"€{amount}"
    return f"€{NO_BREAK}{amount}" if lang == "nl" else f"{amount}{NO_BREAK}€"


def percent_words(value: Decimal, lang: str = "fr") -> str:
    """A percentage as typed (12.5 is 12,5 %)."""
    return number_words(value, lang) + ("%" if lang == "en" else f"{NO_BREAK}%")


def yes_words(value: bool, lang: str = "fr") -> str:  # noqa: FBT001 - the value is the subject
    """As in "oui" and "non"."""
    return YES_NO.get(lang, YES_NO["fr"])[0 if value else 1]


def rows_words(number: int, lang: str = "fr") -> str:
    """As in "1 ligne", "3 lignes": what a table holds."""
    one, many = ROWS.get(lang, ROWS["fr"])
    return f"{number}{NO_BREAK}{many if number > 1 or (number == 0 and lang != 'fr') else one}"


def _marked(plain: str, lang: str) -> str:
    group, point = MARKS.get(lang, MARKS["fr"])
    sign, digits = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
    whole, _, cents = digits.partition(".")
    grouped = f"{int(whole):,}".replace(",", group)
    return sign + grouped + (point + cents if cents else "")
