"""Values inside a sentence: they compare as what they are and are shown as words; what is not given is said so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from mandate_flow.domain import wording
from mandate_flow.domain.law import Text
from mandate_flow.domain.value import ERASED, FactType, Table, Value
from mandate_flow.domain.workflow.definition import Column, FactKind

TO_GIVE: Final = {"fr": "(à renseigner)", "en": "(to be given)", "nl": "(in te vullen)"}
NOT_KNOWN: Final = {"fr": "(valeur inconnue)", "en": "(value unknown)", "nl": "(waarde onbekend)"}
GONE: Final = {"fr": "(effacé)", "en": "(erased)", "nl": "(gewist)"}


class Absent:
    """A name the workflow knows but this file has not given yet.

    False in a test, in no order with anything, still absent after arithmetic, said in words when shown: a sentence
    about a refusal must never fail for want of the very answer it asks for.
    """

    words = TO_GIVE

    def __bool__(self) -> bool:
        return False

    def _absent(self, _other: object = None) -> Absent:
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _absent
    __neg__ = __abs__ = _absent

    def _never(self, _other: object) -> bool:
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _never


class NotKnown(Absent):
    """A quantity that the law does not give on that day."""

    words = NOT_KNOWN


class LawSeen:
    """`law.text.quantity` inside a sentence, over attributes or mappings; what the law does not give is not known."""

    def __init__(self, inner: object) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> object:
        if name.startswith("_"):
            raise AttributeError(name)
        inner = self._inner
        value = inner.get(name) if isinstance(inner, Mapping) else getattr(inner, name, None)
        if value is None:
            return NotKnown()
        return value if isinstance(value, (str, bool, Decimal, date)) else LawSeen(value)


class Amount(Decimal):
    """An amount or a percentage: compares like a number, is shown in words."""

    words: str


class Answer(str):  # noqa: SLOT000 - it carries its words
    """The answer to a choice, or the name of a question: compares like its code, is shown by its label."""

    words: str


def spoken(kind: FactKind, value: Any, lang: str) -> Any:  # noqa: ANN401 - whatever the rules hand in
    """The value of a fact, ready for a sentence."""
    if value is ERASED:
        return said(GONE, lang, "")
    labels = {one.value: said(one.label, lang, one.value) for one in kind.choices}
    if isinstance(value, Decimal) and kind.type in (FactType.MONEY, FactType.PERCENTAGE):
        say = wording.euro_words if kind.type is FactType.MONEY else wording.percent_words
        return _with_words(Amount(value), say(value, lang))
    if isinstance(value, str) and value in labels:
        return _with_words(Answer(value), labels[value])
    if isinstance(value, tuple) and kind.choices:
        return tuple(_with_words(Answer(one), labels.get(str(one), str(one))) for one in value)
    return value


def asked(kind: FactKind, lang: str) -> Answer:
    """A question, by its name for a test and by its label when shown."""
    answer: Answer = _with_words(Answer(kind.name), said(kind.label, lang, kind.name))
    return answer


def said(text: Text, lang: str, otherwise: str) -> str:
    """The text in that language, else in French, else what stands for it."""
    return text.get(lang, "") or text.get("fr", "") or otherwise


def words_of(value: Any, lang: str = "fr") -> Any:  # noqa: ANN401 - Jinja hands over whatever a sentence shows
    """A value as shown inside a sentence; what is already text stays as it is."""
    if isinstance(value, (Amount, Answer)):
        return value.words
    if isinstance(value, Absent):
        return said(value.words, lang, "")
    if isinstance(value, bool):
        return wording.yes_words(value, lang)
    if isinstance(value, date):
        return wording.day_words(value, lang)
    if isinstance(value, Decimal):
        return wording.number_words(value, lang)
    if isinstance(value, Table):
        return wording.rows_words(len(value.rows), lang)
    return ", ".join(str(words_of(one, lang)) for one in value) if isinstance(value, tuple) else value


def example_of(kind: FactKind) -> Value:
    """A plausible value, for rendering a sentence that nobody filled in yet."""
    if kind.type is FactType.TABLE:
        return Table(kind.typed_columns, (tuple(_plausible(one) for one in kind.columns),))
    found: Value = _plausible(kind)
    return found


def _plausible(kind: FactKind | Column) -> Any:  # noqa: ANN401 - of the type that the question says
    if kind.choices:
        first = kind.choices[0].value
        return (first,) if kind.type is FactType.CHOICES else first
    plausible: dict[FactType, Value] = {
        FactType.DATE: date(2027, 1, 1),
        FactType.MONEY: Decimal("12345.60"),
        FactType.PERCENTAGE: Decimal(50),
        FactType.NUMBER: Decimal(3),
        FactType.YES_NO: True,
        FactType.CHOICES: (),
        FactType.AUTHORITIES: (),
    }
    return plausible.get(kind.type, kind.name)


def _with_words(value: Any, words: str) -> Any:  # noqa: ANN401 - one of the two classes above
    value.words = words
    return value
