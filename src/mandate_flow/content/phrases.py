"""Compiles the sentences of the content (`says`): strict about names, safe, and formatted for their reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

import jinja2
from jinja2 import meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mandate_flow.content.spoken import Absent, Amount, LawSeen, asked, spoken, words_of
from mandate_flow.domain import wording
from mandate_flow.domain.errors import BadContent
from mandate_flow.domain.expression import Unknown
from mandate_flow.domain.law import Text
from mandate_flow.domain.workflow.definition import FactKind

LOOKED_UP: Final = frozenset({"law", "aid", "rates", "due", "payment", "money"})
ALWAYS: Final = LOOKED_UP | {"occurrence", "missing", "day"}
KEPT_FILTERS: Final = ("length", "lower", "upper", "capitalize", "first", "last", "abs")


class CompiledPhrase:
    """A Phrase. Each language is compiled when first shown; `where` (file:line) names the sentence in errors.

    Values are shown in the words of the language; `euros`, `percent`, `number` and `day` do it for plain ones.
    """

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
        """The `text.quantity` keys that any of its sentences shows."""
        return frozenset(name.removeprefix("law.") for name in self._dotted("law.") if name.count(".") > 1)

    def aid_shown(self) -> frozenset[str]:
        """The names after `aid.` that any of its sentences shows."""
        return self.shown("aid")

    def shown(self, family: str) -> frozenset[str]:
        """The names after `family.` that any of its sentences shows."""
        return frozenset(name.removeprefix(f"{family}.") for name in self._dotted(f"{family}."))

    def rates_shown(self) -> frozenset[str]:
        """The names after `rates.` that any of its sentences shows."""
        return frozenset(name.removeprefix("rates.") for name in self._dotted("rates."))

    def _dotted(self, head: str) -> Iterator[str]:
        for lang, text in self.texts.items():
            for node in _environment(lang).parse(text).find_all(nodes.Getattr):
                if (dotted := _dotted(node)).startswith(head):
                    yield dotted


def _dotted(node: nodes.Expr) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    return f"{_dotted(node.node)}.{node.attr}" if isinstance(node, nodes.Getattr) else ""


def _names(names: Mapping[str, Any], facts: Mapping[str, FactKind], lang: str) -> dict[str, Any]:
    """What the sentence sees: facts in words, what is not given as absent, `missing` as the labels of the questions."""
    seen: dict[str, Any] = dict.fromkeys(facts, Absent())
    seen |= {name: LawSeen({}) for name in LOOKED_UP}
    seen |= {"occurrence": "", "missing": (), "day": Absent()}
    for name, value in names.items():
        if name == "missing":
            seen[name] = tuple(asked(facts[one], lang) if one in facts else one for one in value)
        elif name in LOOKED_UP:
            seen[name] = LawSeen(value)
        elif value is not None and not isinstance(value, Unknown):
            seen[name] = spoken(facts[name], value, lang) if name in facts else value
    return seen


def _environment(lang: str) -> jinja2.Environment:
    if lang not in _environments:
        _environments[lang] = _made(lang)
    return _environments[lang]


def _made(lang: str) -> jinja2.Environment:
    made = ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # sentences are plain text; the page that shows them escapes
        finalize=lambda value: words_of(value, lang),
    )
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in KEPT_FILTERS}
    made.filters["join"] = lambda items, sign=", ": sign.join(str(words_of(one, lang)) for one in items)
    made.filters["euros"] = _filter(lambda value: wording.euro_words(Decimal(value), lang))
    made.filters["percent"] = _filter(lambda value: wording.percent_words(Decimal(value), lang))
    made.filters["number"] = _filter(lambda value: wording.number_words(Decimal(value), lang))
    made.filters["day"] = _filter(lambda value: wording.day_words(value, lang))
    return made


def _filter(say: Callable[[Any], str]) -> Callable[[Any], Any]:
    """A filter that leaves alone what is absent or already said."""

    def said(value: Any) -> Any:  # noqa: ANN401 - whatever the sentence holds
        return value if isinstance(value, (Absent, Amount, str)) else say(value)

    return said


_environments: dict[str, jinja2.Environment] = {}
