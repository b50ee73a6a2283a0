"""Plain text as paragraphs and lists, spaced as its language prints it: what text and HTML are both made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

NO_BREAK: Final = "\u00a0"
_BEFORE: Final = re.compile(r" (?=[:;?!»])")
_AFTER: Final = re.compile(r"(?<=«) ")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (one line), or a list when `items` is not empty."""

    line: str = ""
    items: tuple[str, ...] = ()


def blocks(text: str, lang: str) -> tuple[Block, ...]:
    """Paragraphs are separated by empty lines; lines that begin with "- " make a list."""
    found: list[Block] = []
    for chunk in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in chunk.splitlines() if line.strip()]
        plain = " ".join(line for line in lines if not line.startswith("- "))
        items = tuple(spaced(line[2:], lang) for line in lines if line.startswith("- "))
        if plain:
            found.append(Block(spaced(plain, lang)))
        if items:
            found.append(Block(items=items))
    return tuple(found)


def spaced(text: str, lang: str) -> str:
    """French puts an unbreakable space before : ; ? ! and inside guillemets."""
    return _AFTER.sub(NO_BREAK, _BEFORE.sub(NO_BREAK, text)) if lang == "fr" else text
