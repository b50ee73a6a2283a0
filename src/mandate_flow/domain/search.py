"""Words as they are searched: folded, cut at every sign that is no letter or figure, each once."""

from __future__ import annotations

import re
from typing import Final

from mandate_flow.domain.fold import fold

LONGEST: Final = 40
"""No word is kept longer than this; a longer one is found by its beginning."""
SMALL: Final = frozenset("a au aux d de des du en et l la le les ou par pour sur un une".split())
"""What nobody looks for beside other words."""
_WORD: Final = re.compile(r"[^\W_]+")


def words_of(*texts: str) -> frozenset[str]:
    """The words under which something is found: "Crèche « Cœur d’Été »" gives creche, coeur, d, ete."""
    return frozenset(word[:LONGEST] for text in texts for word in _WORD.findall(fold(text)))


def asked_for(text: str) -> tuple[str, ...]:
    """The beginnings of words that somebody looks for, in their order: small words count only when they stand alone."""
    found = dict.fromkeys(word[:LONGEST] for word in _WORD.findall(fold(text)))
    telling = tuple(word for word in found if word not in SMALL)
    return telling or tuple(found)
