"""Compiles the sentences of the content (`says`): strict about names, safe, and formatted for their reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

import jinja2
from jinja2 import meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mandate_flow.domain import wording
from mandate_flow.domain.errors import BadContent
from mandate_flow.domain.law import Text
from mandate_flow.domain.value import ERASED, FactType, Value
from mandate_flow.domain.workflow.definition import FactKind

TO_GIVE: Final = {"fr": "(à renseigner)", "en": "(to be given)", "nl": "(in te vullen)"}
GONE: Final = {"fr": "(effacé)", "en": "(erased)", "nl": "(gewist)"}
ALWAYS: Final = frozenset({"law", "occurrence", "missing", "state", "day", "entered"})


class Absent(jinja2.Undefined):
    """A name the workflow knows but this file has not given yet: false in a test, said in words when shown."""

    __slots__ = ()
    lang = "fr"

    def __str__(self) -> str:
        return TO_GIVE["fr"]


class _Nested(dict[str, Any]):
    """Dotted names as a tree; what the book does not hold on that day is absent, not an error."""

    def __missing__(self, key: str) -> Absent:
        return Absent(name=key)


class _Amount(Decimal):
    """An amount or a percentage: compares like a number, is shown in words."""

    words: str


class _Answer(str):  # noqa: SLOT000 - it carries its words
    """The answer to a choice: compares like its code, is shown by its label."""

    words: str


class CompiledPhrase:
    """A Phrase. Each language is compiled when first shown; `where` (file:line) names the sentence in errors."""

    def __init__(self, texts: Text, facts: Mapping[str, FactKind], where: str = "") -> None:
        self.texts, self.facts, self.where = texts, facts, where
        self._compiled: dict[str, jinja2.Template] = {}

    def __call__(self, lang: str, names: Mapping[str, Any]) -> str:
        chosen = lang if lang in self.texts else "fr"
        try:
            if chosen not in self._compiled:
                self._compiled[chosen] = _environment(chosen).from_string(self.texts.get(chosen, ""))
            return self._compiled[chosen].render(_names(names, self.facts, chosen))
        except (jinja2.TemplateError, TypeError, ArithmeticError) as error:
            what = "Cette phrase ne peut pas être écrite."
            raise BadContent(what, why=str(error), do="Corrigez la phrase.", where=self.where) from error

    def unknown_names(self) -> Iterator[tuple[str, str]]:
        """(language, name) for each name a sentence uses that no file can give. Raises jinja2.TemplateSyntaxError."""
        for lang, text in self.texts.items():
            tree = _environment(lang).parse(text)
            for name in sorted(meta.find_undeclared_variables(tree) - ALWAYS - set(self.facts)):
                yield lang, name

    def law_cited(self) -> frozenset[str]:
        """The `text.quantity` keys shown by any of its sentences."""
        found: set[str] = set()
        for lang, text in self.texts.items():
            for node in _environment(lang).parse(text).find_all(jinja2.nodes.Getattr):
                dotted = _dotted(node)
                if dotted.startswith("law."):
                    found.add(dotted.removeprefix("law."))
        return frozenset(found)


def _dotted(node: jinja2.nodes.Expr) -> str:
    if isinstance(node, jinja2.nodes.Name):
        return node.name
    return f"{_dotted(node.node)}.{node.attr}" if isinstance(node, jinja2.nodes.Getattr) else ""


def _names(names: Mapping[str, Any], facts: Mapping[str, FactKind], lang: str) -> dict[str, Any]:
    """What the sentence sees: dotted names as trees, facts in words, and every fact not given as absent."""
    seen: dict[str, Any] = {name: Absent(name=name) for name in facts}
    seen |= {"law": _Nested(), "entered": _Nested(), "occurrence": "", "missing": (), "state": "", "day": ""}
    for name, value in names.items():
        _put(seen, name.split("."), value, facts.get(name), lang)
    return seen


def _put(tree: dict[str, Any], parts: list[str], value: object, kind: FactKind | None, lang: str) -> None:
    for part in parts[:-1]:
        inner = tree.get(part)
        if not isinstance(inner, _Nested):
            inner = tree[part] = _Nested()
        tree = inner
    if isinstance(value, Mapping):
        for name, inner_value in value.items():
            _put(tree, [parts[-1], *str(name).split(".")], inner_value, None, lang)
    elif value is not None and not _unknown(value):
        tree[parts[-1]] = _in_words(kind, value, lang) if kind else value


def _unknown(value: object) -> bool:
    return type(value).__name__ == "Unknown"


def _in_words(kind: FactKind, value: Any, lang: str) -> Any:  # noqa: ANN401 - whatever the rules hand in
    if value is ERASED:
        return GONE.get(lang, GONE["fr"])
    labels = {one.value: one.label.get(lang) or one.label.get("fr", one.value) for one in kind.choices}
    if isinstance(value, Decimal) and kind.type in (FactType.MONEY, FactType.PERCENTAGE):
        return _spoken(_Amount(value), _said(kind.type, value, lang))
    if isinstance(value, str) and value in labels:
        return _spoken(_Answer(value), labels[value])
    if isinstance(value, tuple):
        return _spoken(_Answer(", ".join(value)), ", ".join(labels.get(one, one) for one in value))
    return value


def _spoken(value: Any, words: str) -> Any:  # noqa: ANN401 - one of the two classes above
    value.words = words
    return value


def _said(kind: FactType, value: Decimal, lang: str) -> str:
    say = wording.euro_words if kind is FactType.MONEY else wording.percent_words
    return say(value, lang)


def words_of(value: Any, lang: str = "fr") -> Any:  # noqa: ANN401 - Jinja hands over whatever a sentence shows
    """A value as shown inside a sentence; what is already text stays as it is."""
    if isinstance(value, (_Amount, _Answer)):
        return value.words
    if isinstance(value, Absent):
        return TO_GIVE.get(lang, TO_GIVE["fr"])
    if isinstance(value, bool):
        return wording.yes_words(value, lang)
    if isinstance(value, date):
        return wording.day_words(value, lang)
    if isinstance(value, Decimal):
        return wording.number_words(value, lang)
    return ", ".join(str(words_of(one, lang)) for one in value) if isinstance(value, tuple) else value


def _environment(lang: str) -> jinja2.Environment:
    if lang not in _environments:
        _environments[lang] = _made(lang)
    return _environments[lang]


def _made(lang: str) -> jinja2.Environment:
    made = ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # sentences are plain text; the page that shows them escapes
        finalize=lambda value: words_of(value, lang),
        loader=None,
    )
    made.globals.clear()
    made.filters = {
        name: made.filters[name] for name in ("join", "length", "lower", "upper", "capitalize", "first", "last", "abs")
    }
    made.filters["euros"] = _filter(lambda value: wording.euro_words(Decimal(value), lang))
    made.filters["percent"] = _filter(lambda value: wording.percent_words(Decimal(value), lang))
    made.filters["number"] = _filter(lambda value: wording.number_words(Decimal(value), lang))
    made.filters["day"] = _filter(lambda value: wording.day_words(value, lang))
    return made


def _filter(say: Callable[[Any], str]) -> Callable[[Any], Any]:
    """A filter that leaves what is absent absent."""
    return lambda value: value if isinstance(value, (Absent, str)) else say(value)


_environments: dict[str, jinja2.Environment] = {}


def example_of(kind: FactKind) -> Value:
    """A plausible value, for rendering a sentence that nobody filled in yet."""
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
    }
    return plausible.get(kind.type, kind.name)
