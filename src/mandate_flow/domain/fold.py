"""One spelling for searching and sorting: no case, no accents, no ligatures, on every database alike."""

from __future__ import annotations

import unicodedata
from typing import Final

_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'"})


def fold(text: str) -> str:
    """The folded form: "Œuvre d’Été" gives "oeuvre d'ete"; runs of spaces become one."""
    lowered = text.lower().translate(_LIGATURES)
    if lowered.isascii():
        return " ".join(lowered.split())
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(sign))
    return " ".join(bare.split())
