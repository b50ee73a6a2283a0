"""What the scripts of the pages say; a pair is for one and for several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, str | tuple[str, str]]] = {
    "filled": ("{n} case remplie", "{n} cases remplies"),
    "left_out": ("{n} laissée de côté", "{n} laissées de côté"),
    "check": "Vérifiez, puis enregistrez.",
    "full": "Un tableau a {n} lignes au plus.",
    "ticked": ("{n} collectivité cochée", "{n} collectivités cochées"),
    "unreached": "Le serveur n’a pas répondu : rien n’a été enregistré. Vérifiez la connexion, puis recommencez.",
    "failed": "Le serveur n’a pas pu répondre : rien n’a été enregistré. Recommencez dans un instant.",
}


def script_words() -> Mapping[str, str | tuple[str, str]]:
    """The sentences, by the name the scripts know them under."""
    return WORDS
