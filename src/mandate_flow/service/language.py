"""The language of whoever is answered now: French unless the edge says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from mandate_flow.domain.law import Text

LANGUAGES: Final = {"fr": "Français", "en": "English", "nl": "Nederlands"}
SOURCE: Final = "fr"
_now: Final = ContextVar("language", default=SOURCE)


def speaking() -> str:
    """The code of the language, as in "fr"; each request and each task has its own."""
    return _now.get()


def speak(lang: str) -> None:
    """From here on, in this request or task."""
    _now.set(lang)


@contextmanager
def spoken_in(lang: str) -> Iterator[None]:
    """For the length of a block."""
    before = _now.set(lang)
    try:
        yield
    finally:
        _now.reset(before)


def in_language(text: Text, lang: str = "") -> str:
    """The sentence of a content text in `lang`, else in the language spoken, else in French; "" when there is none."""
    return text.get(lang or speaking()) or text.get(SOURCE, "")
