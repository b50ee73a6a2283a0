"""A language of the tests that shows its seams: every sentence that can be translated stands between ⟦ and ⟧."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any, Final

import pytest
import yaml
from sqlalchemy import MetaData, create_engine, select

from mandate_flow.domain.articles import article_words
from mandate_flow.domain.due.words import SPEECHES
from mandate_flow.domain.law import Citation
from mandate_flow.domain.refusal import Refusal
from mandate_flow.edge.web import language
from mandate_flow.service.language import in_language, speaking
from tests.support.sentences import ROOT, SOURCE, keys

LANGUAGE: Final = "en"
"""Spoken for its numbers and days; its sentences are the French ones, marked."""
OPEN, CLOSE = "⟦", "⟧"
INLINE: Final = frozenset({"a", "abbr", "b", "br", "code", "del", "em", "i", "ins", "small", "span", "strong", "time"})
UNREAD: Final = frozenset({"script", "style", "code", "kbd", "textarea"})
READ_ALOUD: Final = ("aria-label", "title", "placeholder", "alt", "data-label")
MONTHS: Final = "January February March April May June July August September October November December".split()
FORMATS: Final = re.compile(
    rf"\b(?:{'|'.join(MONTHS)}|{'|'.join(one[:3] for one in MONTHS)}|Sept|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b"
    r"|\b[0-9a-f]{8,}\b|\b(?:SHA-|sha)256\b"
    r"|\b(?:years?|months?|weeks?|(?:working |clear )?days?|basis points?|inhabitants?|passengers?|rows?|yes|no)\b"
)
ADDRESS: Final = re.compile(r"https?://\S+|\S+@\S+\.\w+")
NAMES: Final = ("Mandate Flow", "SIRET", "SIREN", "CGCT", "Français", "English", "Nederlands")
LETTERS: Final = re.compile(r"[^\W\d_]{2,}")
AROUND: Final = " .,:;·()"
DIGITS: Final = "0123456789"
CODE: Final = re.compile(r"[a-z_.:+-]+(?<!\.pdf)")


def speak_it(patch: pytest.MonkeyPatch) -> None:
    """From here on everybody reads this language."""
    patch.setattr(language, "catalogue", lambda _lang: _Catalogue())
    patch.setattr(in_language, "__code__", _marked.__code__)
    patch.setattr(speaking, "__code__", _english.__code__)
    patch.setattr(Citation, "words", _around(Citation.words))
    patch.setattr(Refusal, "says", _around(Refusal.says))


class _Catalogue(dict[str, tuple[str, ...]]):
    def get(self, sentence: str, _default: object = None) -> tuple[str, ...] | None:  # type: ignore[override]
        known = sentence in _sentences() or re.fullmatch(r"\W*(?:{\w+(?::\w+)?}\W*)+", sentence)
        return (f"{OPEN}{sentence}{CLOSE}",) * 2 if known else None


@cache
def _sentences() -> frozenset[str]:
    return frozenset(key[0] for key in keys())


def _marked(text: Any, lang: str = "") -> str:
    """Stands in for `in_language`, among its own names."""
    found = text.get(lang or speaking()) or text.get("fr", "")
    return f"\u27e6{found}\u27e7" if found and not lang else found


def _english() -> str:
    """Stands in for `speaking`."""
    return "en"


def _around(method: Callable[..., str]) -> Callable[..., str]:
    return lambda *args: f"{OPEN}{method(*args)}{CLOSE}"


def unmarked(html: str, data: Iterable[str]) -> list[str]:
    """What a page shows or has read aloud outside of the marks, without what people typed, numbers and days."""
    reader = _Reader()
    reader.feed(html)
    names = sorted({*NAMES, *data}, key=len, reverse=True)
    return [piece for piece in dict.fromkeys(map(str.strip, reader.found)) if _is_loose(piece, names)]


class _Reader(HTMLParser):
    """Collects what stands outside of the marks; a mark ends at the latest with its paragraph, cell or item."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._depth = 0
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE:
            self._depth = 0
        self._unread += tag in UNREAD
        held = dict(attrs)
        wanted = (*READ_ALOUD, "value") if held.get("type") in ("submit", "button") else READ_ALOUD
        for name in wanted:
            self.found += _outside(held.get(name) or "", 0)[0]

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self._depth = 0
        self._unread -= tag in UNREAD

    def handle_data(self, data: str) -> None:
        if not self._unread:
            found, self._depth = _outside(data, self._depth)
            self.found += found


def _outside(text: str, depth: int) -> tuple[list[str], int]:
    found: list[str] = []
    for part in re.split(f"([{OPEN}{CLOSE}])", text):
        if part in (OPEN, CLOSE):
            depth = max(0, depth + (1 if part == OPEN else -1))
        elif depth == 0 and LETTERS.search(part):
            found.append(part)
    return found, depth


def _is_loose(piece: str, names: list[str]) -> bool:
    piece = " ".join(piece.split())
    bare = piece.strip(AROUND)
    known, open_ended = _content()
    if bare in known or FORMATS.sub(" ", bare).strip(AROUND + DIGITS) in known:
        return False
    for pattern in open_ended:
        if found := pattern.fullmatch(bare):
            return any(_is_loose(one, names) for one in found.groups())
    left = ADDRESS.sub(" ", piece)
    for name in names:
        if not LETTERS.search(left):
            return False
        left = left.replace(name, " ")
    if not LETTERS.search(FORMATS.sub(" ", left)):
        return False
    return any(_is_loose(part, names) for part in bare.split(", ")) if ", " in bare else True


@cache
def _content() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Texts in three languages that are shown by other ways, and the articles of the law in this one.

    The second ones have places, of which what is filled in is looked at in its turn.
    """
    texts = {text for path in _yaml() for text in _texts(yaml.safe_load(path.read_text(encoding="utf-8")))}
    for path in SOURCE.rglob("*.py"):
        texts.update(_told(ast.parse(path.read_text(encoding="utf-8"))))
    texts.update(SPEECHES[LANGUAGE].sentences.values(), SPEECHES[LANGUAGE].weekend.values())
    bare = {" ".join(one.split()).strip(AROUND) for one in texts if LETTERS.search(one)}
    places = sorted((one for one in bare if LETTERS.search(re.sub(r"{[^}]*}", "", one)) and "{" in one), key=len)
    written = [re.sub(r"\\{[^}]*\\}", "(.*?)", re.escape(one)) for one in reversed(places)]
    bare |= {part.strip(AROUND) for one in places for part in re.split(r"{[^}]*}", one)}
    return frozenset(bare), tuple(re.compile(one) for one in written)


def _yaml() -> Iterator[Any]:
    for folder in ("law", "workflows", "calendars", "notices", "notices"):
        yield from sorted((ROOT / folder).rglob("*.yaml"))


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name == "article" and isinstance(value, str):
                yield article_words(value, LANGUAGE)
            elif name in (LANGUAGE, "source", "value") and isinstance(value, str):
                yield value
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)


def _told(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict) and {"fr", "en", "nl"} <= {getattr(key, "value", None) for key in node.keys}:
            for key, value in zip(node.keys, node.values, strict=True):
                if getattr(key, "value", None) == LANGUAGE:
                    yield from _strings(value)


def _strings(node: ast.AST) -> Iterator[str]:
    """The strings of an expression, formatted ones with a place for each value."""
    if isinstance(node, ast.JoinedStr):
        yield "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    else:
        for one in ast.iter_child_nodes(node):
            yield from _strings(one)


def on_the_map() -> frozenset[str]:
    """The names of municipalities, cut short, on the map."""
    return frozenset(_words(json.loads((ROOT / "territory" / "mel_tiles.json").read_text(encoding="utf-8"))))


def typed(url: str) -> frozenset[str]:
    """Every name and sentence a database holds: what people typed, references and hashes; no code of ours."""
    engine, held = create_engine(url), MetaData()
    held.reflect(engine)
    found: set[str] = set()
    with engine.connect() as connection:
        for table in held.sorted_tables:
            for row in connection.execute(select(table)):
                found.update(text for cell in row for text in _words(cell))
    engine.dispose()
    return frozenset(one for one in found if len(one) > 1 and LETTERS.search(one) and not CODE.fullmatch(one))


def _words(cell: object) -> Iterator[str]:
    if isinstance(cell, str) and cell.startswith(("{", "[")):
        yield from _words(json.loads(cell))
    elif isinstance(cell, str):
        yield " ".join(cell.split())
    elif isinstance(cell, dict):
        for value in cell.values():
            yield from _words(value)
    elif isinstance(cell, list | tuple):
        for value in cell:
            yield from _words(value)
