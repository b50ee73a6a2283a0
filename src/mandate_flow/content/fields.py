"""Asks typed questions of one YAML mapping; wrong answers, and keys nobody asked for, are told with their line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final, TypeVar

from mandate_flow.content.problem import Problems, nearest
from mandate_flow.content.yaml_nodes import Items, Keys, Node, Scalar
from mandate_flow.domain.expression import Expression, ExpressionError, parse
from mandate_flow.domain.law import Text

LANGUAGES: Final = ("fr", "en", "nl")
NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")

Kind = TypeVar("Kind", bound=StrEnum)


class Fields:
    """The keys of one mapping. Ask each once, then `done()`: what was not asked for is an unknown key."""

    def __init__(self, node: Node, problems: Problems, of: str) -> None:
        self.node, self.problems, self.of = node, problems, of
        self.line = node.line
        self._asked: set[str] = set()
        self._keys: Mapping[str, tuple[int, Node]] = {}
        if isinstance(node, Keys):
            self._keys = node.items
        elif not (isinstance(node, Scalar) and node.null):
            self.wrong(node, f"{of} doit être une suite de « clé : valeur »")

    def done(self) -> None:
        """Tell every key that nobody asked for."""
        for name, (line, _) in self._keys.items():
            if name not in self._asked:
                what = f"Clé inconnue « {name} » dans {self.of}."
                self.problems.add("unknown-key", line, what, "Elle ne serait pas lue.", nearest(name, self._asked))

    def wrong(self, node: Node, what: str, do: str = "") -> None:
        """Tell that `node` does not have the expected form."""
        self.problems.add("wrong-shape", node.line, f"{what}.", _seen(node), do)

    def has(self, key: str) -> bool:
        """True when the key is written with a value."""
        self._asked.add(key)
        found = self._keys.get(key)
        return found is not None and not (isinstance(found[1], Scalar) and found[1].null)

    def get(self, key: str, *, required: bool = False) -> Node | None:
        """The node under the key; None when it is absent or null."""
        if self.has(key):
            return self._keys[key][1]
        if required:
            line = self._keys[key][0] if key in self._keys else self.line
            self.problems.add("missing-key", line, f"Il manque « {key} » dans {self.of}.", do=f"Ajoutez « {key}: … ».")
        return None

    def line_of(self, key: str) -> int:
        """The line of the key, or of the mapping when it is absent."""
        return self._keys[key][0] if key in self._keys else self.line

    def text(self, key: str, default: str | None = None) -> str:
        """A sentence or a word; `default` None means required."""
        node = self.get(key, required=default is None)
        if isinstance(node, Scalar):
            return node.text
        if node is not None:
            self.wrong(node, f"« {key} » doit être un texte")
        return default or ""

    def word(self, key: str, default: str | None = None) -> str:
        """A name: letters, digits, `_`, `-` and dots."""
        word = self.text(key, default)
        if word and not all(NAME.fullmatch(part) for part in word.split(".")):
            self.problems.add("bad-name", self.line_of(key), f"« {word} » n’est pas un nom.", _NAME_WHY)
        return word

    def words(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of names; one name alone may be written without brackets."""
        node = self.get(key, required=required)
        if node is None:
            return ()
        items = node.items if isinstance(node, Items) else [node]
        found = []
        for item in items:
            if isinstance(item, Scalar) and not item.null:
                found.append(item.text)
            else:
                self.wrong(item, f"« {key} » doit être un nom ou une liste de noms")
        return tuple(found)

    def yes(self, key: str, *, default: bool = False) -> bool:
        """`true` or `false`; `yes`, `oui`, `on`, `1` are refused because they read as words."""
        node = self.get(key)
        if node is None:
            return default
        if isinstance(node, Scalar) and node.plain and node.text in ("true", "false"):
            return node.text == "true"
        self.wrong(node, f"« {key} » doit être true ou false", "Écrivez true ou false, sans guillemets.")
        return default

    def integer(self, key: str, default: int | None = None) -> int:
        """A whole number; `default` None means required."""
        node = self.get(key, required=default is None)
        if isinstance(node, Scalar) and re.fullmatch(r"-?[0-9]+", node.text):
            return int(node.text)
        if node is not None:
            self.wrong(node, f"« {key} » doit être un nombre entier")
        return default or 0

    def number(self, key: str, default: Decimal | None = None) -> Decimal | None:
        """A plain decimal number, such as 0.5."""
        node = self.get(key)
        if isinstance(node, Scalar) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", node.text):
            return Decimal(node.text)
        if node is not None:
            self.wrong(node, f"« {key} » doit être un nombre", "Écrivez-le ainsi : 12 ou 0.5.")
        return default

    def day(self, key: str, *, required: bool = False) -> date | None:
        """A day written 2027-01-31."""
        node = self.get(key, required=required)
        if node is None:
            return None
        found = as_day(node.text) if isinstance(node, Scalar) else None
        if found is None:
            self.wrong(node, f"« {key} » doit être une date", "Écrivez-la année-mois-jour : 2027-01-31.")
        return found

    def one_of(self, key: str, kinds: type[Kind], problem: str = "bad-word") -> Kind | None:
        """A member of an enumeration by its written value; `problem` is the kind of the problem told otherwise."""
        node = self.get(key)
        if node is None:
            return None
        try:
            return kinds(node.text if isinstance(node, Scalar) else "")
        except ValueError:
            seen = node.text if isinstance(node, Scalar) else "une liste"
            do = nearest(seen, [one.value for one in kinds])
            self.problems.add(problem, node.line, f"« {key} : {seen} » n’est pas possible dans {self.of}.", do=do)
            return None

    def members(
        self, key: str, kinds: type[Kind], told: tuple[str, str, str], *, required: bool = False
    ) -> Iterator[Kind]:
        """The members of an enumeration in a list of names; a word that is none is told (kind, what, what there is)."""
        problem, unknown, there_are = told
        for word in self.words(key, required=required):
            try:
                yield kinds(word)
            except ValueError:
                what = f"{unknown} « {word} » dans {self.of}."
                self.problems.add(problem, self.line_of(key), what, do=f"{there_are} : {', '.join(kinds)}.")

    def translated(self, key: str, *, required: bool = False) -> Text:
        """Sentences by language. A single sentence stands for French; each missing language is told."""
        node = self.get(key, required=required)
        if node is None:
            return {}
        if isinstance(node, Scalar):
            _untranslated(self.problems, node.line, key, LANGUAGES[1:])
            return {"fr": node.text}
        inner = Fields(node, self.problems, f"« {key} »")
        found = {lang: inner.text(lang, "") for lang in LANGUAGES}
        inner.done()
        missing = tuple(lang for lang in LANGUAGES if not found[lang].strip())
        if missing and isinstance(node, Keys):
            _untranslated(self.problems, node.line, key, missing)
        return {lang: text for lang, text in found.items() if text.strip()}

    def expression(self, key: str, *, required: bool = False) -> Expression | None:
        """A condition in the expression language."""
        source = self.text(key, None if required else "")
        if not source.strip():
            return None
        try:
            return parse(source)
        except ExpressionError as error:
            what = f"La condition « {source} » ne se lit pas."
            self.problems.add("bad-expression", self.line_of(key), what, f"{error.what} {error.why}".strip(), error.do)
            return None

    def inner(self, key: str, of: str, *, required: bool = False) -> Fields:
        """The mapping under the key, empty when it is absent; the caller calls `done()` on it."""
        found = Fields(self.get(key, required=required) or Keys(self.line), self.problems, of)
        found.line = self.line_of(key)
        return found

    def each(self, key: str, of: str, *, required: bool = False) -> Iterator[tuple[str, Fields]]:
        """The named things of a mapping of mappings; the caller calls `done()` on each."""
        node = self.get(key, required=required)
        if node is None:
            return
        if not isinstance(node, Keys):
            self.wrong(node, f"« {key} » doit être une suite de « nom : … »")
            return
        for name, (line, value) in node.items.items():
            if not NAME.fullmatch(name):
                self.problems.add("bad-name", line, f"« {name} » n’est pas un nom.", _NAME_WHY)
            inner = Fields(value, self.problems, f"{of} « {name} »")
            inner.line = line
            yield name, inner

    def rows(self, key: str, of: str, *, required: bool = False) -> Iterator[Fields]:
        """The mappings of a list; the caller calls `done()` on each."""
        node = self.get(key, required=required)
        if node is None:
            return
        if not isinstance(node, Items):
            self.wrong(node, f"« {key} » doit être une liste (un tiret par élément)")
            return
        for value in node.items:
            yield Fields(value, self.problems, of)


_NAME_WHY: Final = (
    "Un nom est fait de lettres sans accent, de chiffres, de « _ » et de « - », et commence par une lettre."
)


def as_day(text: str) -> date | None:
    """A day written 2027-01-31, else None."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


def as_number(text: str) -> Decimal | None:
    """A number written 1234.5 (digits may be grouped by `_`), else None."""
    bare = text.replace("_", "")
    try:
        return Decimal(bare) if NUMBER.fullmatch(bare) else None
    except InvalidOperation:  # pragma: no cover - the pattern lets nothing else through
        return None


def _seen(node: Node) -> str:
    if isinstance(node, Scalar):
        return f"Vu : « {node.text} »."
    return "Vu : une liste." if isinstance(node, Items) else "Vu : une suite de « clé : valeur »."


def _untranslated(problems: Problems, line: int, key: str, missing: tuple[str, ...]) -> None:
    what = f"« {key} » n’est pas traduit : il manque {', '.join(missing)}."
    do = "Ajoutez " + " et ".join(f"« {lang}: … »" for lang in missing) + "."
    problems.add("missing-translation", line, what, "Les personnes lisent en fr, en ou nl.", do, readable=True)
