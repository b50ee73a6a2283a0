"""A sentence with values in it, in French, that can still be said in another language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from string import Formatter
from types import MappingProxyType
from typing import Any, Final

from mandate_flow.domain.wording import day_words, euro_words, number_words, percent_words

_TEXT: Final = "{text:words}"
Translate = Callable[[str], str]
"""From a French sentence, its places still open, to the same in another language."""


class Said(str):
    """What `said` gives: French to whoever reads it as text; `into` says it in another language."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, Any]

    def into(self, lang: str, translate: Translate) -> str:
        """The sentence in `lang`, with the values written as that language writes them."""
        return fill(translate(self.template), self.values, lang, translate)


def said(template: str, /, **values: object) -> Said:
    """`said("Au plus {most:euros} jusqu’au {last:day}.", most=Decimal(5), last=day)`.

    A place may say how its value is written: `day` (a date), `euros`, `number` and `percent` (a Decimal or an int),
    `words` (a text of the content, in its languages).
    Raises KeyError when a value is missing.
    """
    made = Said(fill(template, values))
    made.template, made.values = template, MappingProxyType(dict(values))
    return made


def joined(parts: Iterable[str], glue: str = " ") -> Said:
    """Sentences one after the other, each still to be said in another language; empty ones are left out."""
    kept = [part for part in parts if part]
    return said(glue.join(f"{{part{number}}}" for number in range(len(kept))), **_numbered(kept))


def _numbered(parts: Iterable[str]) -> dict[str, object]:
    return {f"part{number}": part for number, part in enumerate(parts)}


def worded(text: Mapping[str, str]) -> Said:
    """A text of the content, in French until it is said in another of its languages."""
    return said(_TEXT, text=text)


def N_(sentence: str) -> str:  # noqa: N802 - the name every translation tool knows
    """Marks a sentence that is translated where it is shown; gives it back as it is."""
    return sentence


def fill(template: str, values: Mapping[str, Any], lang: str = "fr", translate: Translate = N_) -> str:
    """The template with its places filled. Raises KeyError when a value is missing."""
    return _Filling(lang, translate).vformat(template, (), values)


class _Filling(Formatter):
    def __init__(self, lang: str, translate: Translate) -> None:
        self.lang, self.translate = lang, translate

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - any value may stand in a sentence
        if isinstance(value, Said):
            return value.into(self.lang, self.translate)
        if format_spec == "words":
            return str(value.get(self.lang) or value.get("fr", ""))
        if format_spec in _WRITTEN:
            return _WRITTEN[format_spec](value, self.lang)
        return str(super().format_field(value, format_spec))


def _day(value: date, lang: str) -> str:
    return day_words(value, lang)


def _euros(value: Decimal | int, lang: str) -> str:
    return euro_words(Decimal(value), lang)


def _number(value: Decimal | int, lang: str) -> str:
    return number_words(Decimal(value), lang)


def _percent(value: Decimal | int, lang: str) -> str:
    return percent_words(Decimal(value), lang)


_WRITTEN: Final[Mapping[str, Callable[[Any, str], str]]] = {
    "day": _day,
    "euros": _euros,
    "number": _number,
    "percent": _percent,
}
